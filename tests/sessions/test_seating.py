from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from assembly.errors import DomainError, NotAllowed
from recruitment.models import Member
from sessions import programme, queries, seating
from sessions.models import TablePlan, TableSeat
from tests import make, make_recruitment
from tests import make_sessions as build


@pytest.fixture
def organiser(assembly):
    return make.actor_with(assembly, "organiser")


def plan(assembly, by, now=make.NOW, seed="a"):
    return seating.plan(assembly, seed=seed, by=by, now=now)


def test_every_member_has_one_table_in_every_session(assembly, organiser):
    build.members(assembly, 15)
    sessions = [build.session(assembly, half) for half in range(3)]
    made = plan(assembly, organiser)
    assert made.tables == 3
    assert [each.session for each in queries.present_plans(assembly)] == sessions
    assert TableSeat.objects.count() == 45
    quality = queries.quality(queries.present_plans(assembly))
    assert (quality.members, quality.smallest, quality.largest) == (15, 5, 5)
    assert quality.repeated_pairs == made.repeated_pairs
    assert (quality.most_together, quality.fewest_met) == (made.most_together, made.fewest_met)


def test_the_same_seed_seats_everybody_the_same_again(assembly, organiser):
    build.members(assembly, 15)
    build.session(assembly)
    plan(assembly, organiser)
    plan(assembly, organiser)
    plan(assembly, organiser, seed="b")
    first, again, other = (
        dict(each.seats.values_list("member_id", "table"))
        for each in TablePlan.objects.order_by("version")
    )
    assert first == again
    assert first != other


def test_a_withdrawn_member_loses_the_seat_at_the_next_plan(assembly, organiser):
    members = build.members(assembly, 8)
    build.session(assembly)
    plan(assembly, organiser)
    Member.objects.filter(pk=members[0].pk).update(status="withdrawn", withdrawn_at=make.NOW)
    plan(assembly, organiser)
    (present,) = queries.present_plans(assembly)
    assert present.version == 2
    assert present.seats.count() == 7


def test_sessions_that_are_over_keep_their_tables(assembly, organiser):
    build.members(assembly, 8)
    first, second = build.session(assembly, 0), build.session(assembly, 1)
    plan(assembly, organiser)
    plan(assembly, organiser, now=first.ends_at)
    versions = {each.session: each.version for each in queries.present_plans(assembly)}
    assert versions == {first: 1, second: 2}
    with pytest.raises(DomainError, match="at least one session to come"):
        plan(assembly, organiser, now=second.ends_at)


def test_members_see_their_table_once_it_is_released(assembly, organiser):
    alice = make_recruitment.member(assembly)
    session = build.session(assembly)
    programme.release(assembly, by=organiser, now=make.NOW)
    plan(assembly, organiser)
    assert queries.next_for(alice, make.NOW).table is None
    assert seating.release(assembly, by=organiser, now=make.NOW) == 1
    coming = queries.next_for(alice, make.NOW)
    assert (coming.session.id, coming.table) == (session.pk, 1)
    assert queries.next_for(alice, session.ends_at + timedelta(minutes=1)) is None
    with pytest.raises(DomainError, match="no new table plan"):
        seating.release(assembly, by=organiser, now=make.NOW)


def test_facilitators_move_on_to_the_people_they_have_not_had(assembly, organiser):
    build.members(assembly, 10)
    sam = make.role(assembly, "facilitator")
    for half in range(2):
        build.session(assembly, half)
    plan(assembly, organiser)
    first, second = queries.present_plans(assembly)
    led = [each.facilitators.get(user=sam).table for each in (first, second)]
    had = set(first.seats.filter(table=led[0]).values_list("member", flat=True))
    again = second.seats.filter(member__in=had)
    assert again.filter(table=led[1]).count() < again.exclude(table=led[1]).count()


def test_nobody_sits_at_two_tables_of_one_plan(assembly, organiser):
    alice = make_recruitment.member(assembly)
    build.session(assembly)
    plan(assembly, organiser)
    with pytest.raises(IntegrityError, match="seated_once"), transaction.atomic():
        TableSeat.objects.create(plan=TablePlan.objects.get(), member=alice, table=2)


def test_a_member_cannot_plan_tables(assembly):
    with pytest.raises(NotAllowed):
        plan(assembly, make.actor_with(assembly, "member"))
