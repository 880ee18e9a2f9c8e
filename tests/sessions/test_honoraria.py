import pytest
from django.db import IntegrityError, transaction

from assembly.errors import NotAllowed
from sessions import attendance, honoraria, queries
from sessions.models import Honorarium
from tests import make
from tests import make_sessions as build
from tests.make_sessions import AFTER


@pytest.fixture
def finance(assembly):
    return make.actor_with(assembly, "finance_preparer")


def attend(session, *members):
    by = make.actor_with(session.weekend.assembly, "organiser")
    attendance.record(session, [member.pk for member in members], by=by, now=AFTER)


@pytest.mark.parametrize(
    ("half_days", "gift", "pence"),
    [(0, 7_500, 0), (1, 7_500, 3_750), (12, 7_500, 45_000), (1, 7_501, 3_751), (2, 7_501, 7_501)],
)
def test_each_half_day_earns_half_the_gift_to_the_penny(half_days, gift, pence):
    assert honoraria.earned(half_days, gift) == pence


def test_honoraria_follow_attendance(assembly, finance):
    alice, bob, _charlie = build.members(assembly, 3)
    attend(build.session(assembly, 0), alice, bob)
    attend(build.session(assembly, 1), alice)
    assert honoraria.compute(assembly, by=finance, now=AFTER) == 2
    gifts = [(gift.member, gift.half_days, gift.pence) for gift in queries.honoraria(assembly)]
    assert gifts == [(alice, 2, 7_500), (bob, 1, 3_750)]
    total = queries.honoraria_total(assembly)
    assert (total.members, total.half_days, total.pence) == (2, 3, 11_250)


def test_lines_add_up_to_the_gift_even_when_it_is_odd(assembly, finance):
    assembly.gift_pence = 7_501
    assembly.save()
    (alice,) = build.members(assembly, 1)
    for half in range(3):
        attend(build.session(assembly, half), alice)
    honoraria.compute(assembly, by=finance, now=AFTER)
    gift = Honorarium.objects.get()
    assert [*gift.lines.order_by("session__starts_at").values_list("pence", flat=True)] == [
        3_751,
        3_750,
        3_751,
    ]
    assert gift.pence == 11_252


def test_a_correction_is_followed_until_the_gift_is_paid(assembly, finance):
    alice, bob = build.members(assembly, 2)
    session = build.session(assembly)
    attend(session, alice, bob)
    honoraria.compute(assembly, by=finance, now=AFTER)
    assert honoraria.compute(assembly, by=finance, now=AFTER) == 0
    Honorarium.objects.filter(member=bob).update(paid_at=AFTER)
    attend(session)
    assert honoraria.compute(assembly, by=finance, now=AFTER) == 1
    gifts = {gift.member: gift.pence for gift in queries.honoraria(assembly)}
    assert gifts == {alice: 0, bob: 3_750}


def test_the_database_refuses_money_for_nothing(assembly, finance):
    (alice,) = build.members(assembly, 1)
    with pytest.raises(IntegrityError, match="no_gift_without_attendance"), transaction.atomic():
        Honorarium.objects.create(member=alice, half_days=0, pence=1, computed_at=AFTER)


def test_approvers_and_organisers_do_not_compute(assembly):
    for kind in ("finance_approver", "organiser", "member"):
        with pytest.raises(NotAllowed):
            honoraria.compute(assembly, by=make.actor_with(assembly, kind), now=AFTER)
