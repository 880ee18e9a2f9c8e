"""From the frozen pool to members: the lottery's acts."""

from collections import Counter
from datetime import timedelta
from hashlib import sha256

import pytest
from django.db import IntegrityError, connection, transaction
from django.urls import reverse

from assembly import outbox, stages
from assembly.errors import BadInput, DomainError
from assembly.models import OutboxMessage, Role
from recruitment import draws, lotteries, members, offers, pools, runs
from recruitment.models import Member, Offer, Pool, PoolEntry, Registration
from tests import kept, make, make_recruitment
from tests.make_pages import text

SEATS = 12


def people_to_draw_from():
    assembly = make.assembly(stage=stages.DRAW.key, seats=SEATS)
    make_recruitment.categories(assembly)
    make_recruitment.targets(assembly, SEATS)
    for number in range(60):
        make_recruitment.registered(assembly, number)
    return assembly


@pytest.fixture
def ready(db):
    """Sixty registered people, twelve seats, the stage of the lottery."""
    return kept.again(people_to_draw_from)


@pytest.fixture
def recruiter(ready):
    return make.actor_with(ready, "recruiter")


@pytest.fixture
def committed(ready, recruiter):
    return commit(ready, recruiter)


def commit(assembly, recruiter, reason="") -> Pool:
    pool = pools.freeze(assembly, by=recruiter, now=make.NOW, reason=reason)
    solved(pool, recruiter)
    lotteries.sign_off(pool, by=make.actor_with(assembly, "board"), now=make.NOW)
    lotteries.commit(pool, by=recruiter, now=make.NOW)
    pool.refresh_from_db()
    return pool


def solved(pool, recruiter) -> None:
    run = runs.official(pool, by=recruiter, now=make.NOW)
    lotteries.solve(runs.claim(run.pk, make.NOW), now=make.NOW)
    pool.refresh_from_db()


def held(pool, recruiter, digits="417"):
    draws.enter(pool, digits, by=recruiter, now=make.NOW)
    return draws.confirm(pool, digits, by=make.actor_with(pool.assembly, "organiser"), now=make.NOW)


def test_everyone_registered_is_in_the_pool_and_nobody_else(ready, recruiter):
    make_recruitment.registered(ready, status=Registration.Status.WITHDRAWN, withdrawn_at=make.NOW)
    pool = pools.freeze(ready, by=recruiter, now=make.NOW)
    assert (pool.entries.count(), pool.seats) == (60, SEATS)


def test_a_commitment_opens_with_its_own_salt_and_no_other(ready, recruiter):
    pool = pools.freeze(ready, by=recruiter, now=make.NOW)
    first, second = pool.entries.order_by("pseudonym")[:2]
    person = first.registration
    assert pools.commitment(first.salt, person.reference, person.answers) == first.commitment
    assert pools.commitment(second.salt, person.reference, person.answers) != first.commitment


def test_every_one_of_the_thousand_panels_meets_the_targets(ready, recruiter):
    pool = pools.freeze(ready, by=recruiter, now=make.NOW)
    solved(pool, recruiter)
    gender = {entry.pseudonym: entry.registration.answers["gender"] for entry in pool.entries.all()}
    panels = [[f"P{number:04d}" for number in panel] for panel in pool.result["panels"]]
    women = Counter(sum(gender[name] == "woman" for name in panel) for panel in panels)
    assert len(panels) == 1000
    assert {len(set(panel)) for panel in panels} == {SEATS}
    assert set(women) <= {5, 6, 7}
    assert sum(entry.panels for entry in pool.entries.all()) == 1000 * SEATS


def test_the_draw_cannot_be_committed_before_the_board_signs_off(ready, recruiter):
    pool = pools.freeze(ready, by=recruiter, now=make.NOW)
    solved(pool, recruiter)
    with pytest.raises(DomainError, match="not signed off"):
        lotteries.commit(pool, by=recruiter, now=make.NOW)


def test_the_manifest_is_what_its_hash_says_and_holds_no_attribute(committed):
    assert sha256(committed.manifest.encode()).hexdigest() == committed.manifest_sha256
    assert "woman" not in committed.manifest


def test_the_board_holds_the_fingerprint_before_the_draw(committed):
    sent = OutboxMessage.objects.filter(kind="committed")
    board = committed.assembly.roles.filter(kind="board")
    assert board.exists()
    assert sorted(message.to for message in sent) == sorted(role.user.email for role in board)
    for message in sent:
        assert committed.manifest_sha256 in message.body
        assert "before any ball is drawn" in message.body


def test_no_number_is_taken_before_the_manifest_is_published(ready, recruiter):
    pool = pools.freeze(ready, by=recruiter, now=make.NOW)
    with pytest.raises(DomainError, match="before the draw"):
        draws.enter(pool, "417", by=recruiter, now=make.NOW)


@pytest.mark.parametrize("digits", ["", "41", "4171", "4 7", "４１７", "abc"])
def test_a_number_that_is_not_three_digits_is_refused(committed, recruiter, digits):
    with pytest.raises(BadInput, match="three digits"):
        draws.enter(committed, digits, by=recruiter, now=make.NOW)


def test_the_official_who_entered_the_number_cannot_confirm_it(committed, recruiter):
    draws.enter(committed, "417", by=recruiter, now=make.NOW)
    with pytest.raises(DomainError, match="second official"):
        draws.confirm(committed, "417", by=recruiter, now=make.NOW)


def test_two_different_numbers_draw_nobody(committed, recruiter):
    drawn = draws.enter(committed, "417", by=recruiter, now=make.NOW)
    with pytest.raises(DomainError, match="differ"):
        draws.confirm(
            committed, "418", by=make.actor_with(committed.assembly, "board"), now=make.NOW
        )
    drawn.refresh_from_db()
    assert (drawn.confirmed_at, draws.panel(drawn)) == (None, [])


def test_the_panel_is_the_one_of_the_number_in_the_manifest(committed, recruiter):
    drawn = held(committed, recruiter)
    expected = [f"P{number:04d}" for number in committed.result["panels"][417]]
    assert [entry.pseudonym for entry in draws.panel(drawn)] == sorted(expected)


def test_a_second_draw_from_the_same_pool_is_refused(committed, recruiter):
    held(committed, recruiter)
    with pytest.raises(DomainError, match="second draw"):
        draws.enter(committed, "001", by=recruiter, now=make.NOW)


def test_no_new_pool_is_frozen_before_the_drawn_panel_has_its_offers(committed, recruiter):
    held(committed, recruiter)
    with pytest.raises(DomainError, match="second draw is refused"):
        pools.freeze(committed.assembly, by=recruiter, now=make.NOW, reason="We liked it not")


def test_a_further_pool_needs_a_published_reason_and_an_empty_seat(committed, recruiter):
    made = made_offers(committed, recruiter)
    with pytest.raises(DomainError, match="Every seat is filled or offered"):
        pools.freeze(committed.assembly, by=recruiter, now=make.NOW, reason="Again")
    offers.decline(made[0], reason="Away", by=recruiter, now=make.NOW)
    with pytest.raises(BadInput, match="reason"):
        pools.freeze(committed.assembly, by=recruiter, now=make.NOW)


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM recruitment_poolentry",
        "UPDATE recruitment_poolentry SET panels = 1000",
        "UPDATE recruitment_poolentry SET pseudonym = pseudonym || 'x'",
        "UPDATE recruitment_pool SET manifest = ''",
        "UPDATE recruitment_pool SET seats = 13",
        "DELETE FROM recruitment_draw",
        "UPDATE recruitment_draw SET digits = '000'",
    ],
)
def test_the_database_refuses_to_change_a_draw_that_was_held(committed, recruiter, statement):
    held(committed, recruiter)
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


def test_without_the_trigger_the_same_change_goes_through(committed, recruiter):
    held(committed, recruiter)
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE recruitment_draw DISABLE TRIGGER draw_is_final")
        cursor.execute("UPDATE recruitment_draw SET digits = '000'")
        assert cursor.rowcount == 1


def test_nobody_can_be_added_once_the_chances_are_being_worked_out(ready, recruiter):
    first = ready.registrations.first()
    pool = pools.freeze(ready, by=recruiter, now=make.NOW)
    solved(pool, recruiter)
    with pytest.raises(IntegrityError, match="nobody can be added"), transaction.atomic():
        PoolEntry.objects.create(
            pool=pool, registration=first, pseudonym="P9999", household=99, salt="0", commitment="0"
        )


def test_targets_no_panel_can_meet_say_what_would_have_to_change(ready, recruiter):
    gender = ready.categories.get(key="gender")
    gender.values.filter(key="other").update(low=2, high=2)
    pool = pools.freeze(ready, by=recruiter, now=make.NOW)
    solved(pool, recruiter)
    assert pool.status == Pool.Status.FAILED
    assert pool.problem == (
        "No panel meets these targets. The smallest change that makes one possible: "
        "lower the minimum of “other” (gender) from 2 to 0."
    )


@pytest.mark.parametrize(
    ("name", "role"), [("staff.lottery", "recruiter"), ("board.lottery", "board")]
)
def test_those_who_can_be_on_no_panel_are_counted_by_reason_most_first(
    ready, recruiter, signed_in, name, role
):
    """The engine tells it for each group of people alike, of which many share a reason."""
    pool = pools.freeze(ready, by=recruiter, now=make.NOW)
    solved(pool, recruiter)
    groups = [(1, "no seat for a"), (2, "no room for b"), (3, "no seat for a")]
    pool.result["unreachable"] = [{"people": people, "reason": why} for people, why in groups]
    pool.save(update_fields=["result"])
    page = text(signed_in(make.role(ready, role)).get(reverse(name, args=[ready.slug])))
    assert "<li>4 people: no seat for a.</li><li>2 people: no room for b.</li>" in page


def test_two_people_at_one_address_are_never_on_one_panel(ready, recruiter):
    first = ready.registrations.first()
    second = make_recruitment.registered(ready, 1, invitation=first.invitation)
    pool = pools.freeze(ready, by=recruiter, now=make.NOW)
    solved(pool, recruiter)
    pair = {
        int(entry.pseudonym[1:]) for entry in pool.entries.filter(registration__in=[first, second])
    }
    assert [panel for panel in pool.result["panels"] if pair <= set(panel)] == []


def test_each_person_drawn_gets_one_offer_and_one_message(committed, recruiter):
    drawn = held(committed, recruiter)
    made = offers.make(drawn, deadline=make.NOW + timedelta(days=7), by=recruiter, now=make.NOW)
    outbox.send_due(make.NOW)
    offered = OutboxMessage.objects.filter(kind="offer")
    assert (len(made), offered.filter(status="waiting").count()) == (12, 12)
    outbox.send_due(make.NOW + timedelta(minutes=10))
    assert offered.filter(status="sent").count() == 12
    with pytest.raises(DomainError, match="already"):
        offers.make(drawn, deadline=make.NOW + timedelta(days=7), by=recruiter, now=make.NOW)


def test_who_accepts_becomes_a_member_with_a_number_and_an_account(committed, recruiter):
    offer = made_offers(committed, recruiter)[0]
    member = offers.accept(offer, by=recruiter, now=make.NOW)
    assert (member.number, member.name) == (1, offer.registration.name)
    assert Role.objects.filter(user=member.user, kind="member").count() == 1
    with pytest.raises(DomainError, match="answered already"):
        offers.decline(offer, reason="Changed my mind", by=recruiter, now=make.NOW)


def test_silence_is_not_a_refusal_before_the_deadline(committed, recruiter):
    offer = made_offers(committed, recruiter)[0]
    with pytest.raises(DomainError, match="deadline"):
        offers.release(offer, by=recruiter, now=make.NOW)


def test_empty_seats_are_filled_by_a_second_draw_chained_to_the_first(committed, recruiter):
    made = made_offers(committed, recruiter)
    for offer in made[:2]:
        offers.decline(offer, reason="Away", by=recruiter, now=make.NOW)
    for offer in made[2:]:
        offers.accept(offer, by=recruiter, now=make.NOW)
    pool = commit(committed.assembly, recruiter, "Two people declined")
    drawn = held(pool, recruiter, "042")
    panel = [entry.registration for entry in draws.panel(drawn)]
    women = sum(person.answers["gender"] == "woman" for person in panel)
    women += sum(member.answers["gender"] == "woman" for member in Member.objects.all())
    assert (pool.number, pool.seats, pool.previous) == (2, 2, committed)
    assert f'"previous":"{committed.manifest_sha256}"' in pool.manifest
    assert not Offer.objects.filter(registration__in=panel).exists()
    assert 5 <= women <= 7


def test_a_member_who_withdraws_loses_access_and_frees_a_seat(committed, recruiter):
    member = offers.accept(made_offers(committed, recruiter)[0], by=recruiter, now=make.NOW)
    members.withdraw(member, reason="Ill", by=recruiter, now=make.NOW)
    assert not Role.objects.filter(user=member.user).exists()
    with pytest.raises(DomainError, match="already withdrawn"):
        members.withdraw(member, reason="Ill", by=recruiter, now=make.NOW)


def made_offers(pool, recruiter):
    drawn = held(pool, recruiter)
    return offers.make(drawn, deadline=make.NOW + timedelta(days=7), by=recruiter, now=make.NOW)
