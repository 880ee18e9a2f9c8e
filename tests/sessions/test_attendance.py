from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from assembly.errors import BadInput, DomainError, NotAllowed, WrongStage
from assembly.models import AuditEntry
from recruitment.models import Member
from sessions import attendance, queries
from sessions.models import Attendance
from tests import make, make_recruitment
from tests import make_sessions as build
from tests.make_sessions import DURING, FIRST


@pytest.fixture
def facilitator(assembly):
    return make.actor_with(assembly, "facilitator")


@pytest.fixture
def session(assembly):
    return build.session(assembly)


def there(session) -> dict[int, bool]:
    return dict(session.attendances.values_list("member__number", "present"))


def test_the_whole_list_is_recorded_at_once(assembly, session, facilitator):
    alice, _bob, charlie = build.members(assembly, 3)
    changed = attendance.record(session, [alice.pk, charlie.pk], by=facilitator, now=DURING)
    assert changed == 3
    assert there(session) == {1: True, 2: False, 3: True}


def test_the_same_list_again_changes_nothing_and_a_correction_only_its_person(
    assembly, session, facilitator
):
    alice, bob = build.members(assembly, 2)
    attendance.record(session, [alice.pk], by=facilitator, now=DURING)
    later = DURING + timedelta(days=1)
    assert attendance.record(session, [alice.pk], by=facilitator, now=later) == 0
    assert attendance.record(session, [alice.pk, bob.pk], by=facilitator, now=later) == 1
    moments = dict(session.attendances.values_list("member__number", "recorded_at"))
    assert moments == {1: DURING, 2: later}
    entries = AuditEntry.objects.filter(act="attendance.record").order_by("position")
    assert [entry.detail["changed"] for entry in entries] == [2, 0, 1]


def test_one_person_can_be_corrected(assembly, session, facilitator):
    alice, bob = build.members(assembly, 2)
    attendance.record(session, [alice.pk, bob.pk], by=facilitator, now=DURING)
    attendance.mark(session, bob, False, by=facilitator, now=DURING)
    assert there(session) == {1: True, 2: False}
    entry = AuditEntry.objects.get(act="attendance.mark")
    assert entry.detail == {"member": 2, "present": False, "changed": 1}


def test_somebody_unknown_is_refused_and_nothing_is_recorded(assembly, session, facilitator):
    build.members(assembly, 1)
    stranger = make_recruitment.member(make.assembly())
    with pytest.raises(BadInput, match="not expected"):
        attendance.record(session, [stranger.pk], by=facilitator, now=DURING)
    with pytest.raises(BadInput, match="not expected"):
        attendance.mark(session, stranger, True, by=facilitator, now=DURING)
    assert not Attendance.objects.exists()


def test_nothing_is_recorded_before_the_day(assembly, session, facilitator):
    early = FIRST - timedelta(days=1)
    with pytest.raises(DomainError, match="from the day"):
        attendance.record(session, [], by=facilitator, now=early)


def test_a_member_who_withdrew_is_expected_until_then_and_no_longer(assembly, facilitator):
    _alice, bob = build.members(assembly, 2)
    before, after = build.session(assembly, 0), build.session(assembly, 1)
    Member.objects.filter(pk=bob.pk).update(status="withdrawn", withdrawn_at=before.ends_at)
    assert [member.number for member in queries.roster(before)] == [1, 2]
    assert [member.number for member in queries.roster(after)] == [1]


def test_a_person_has_one_entry_a_session(assembly, session, facilitator):
    (alice,) = build.members(assembly, 1)
    attendance.record(session, [alice.pk], by=facilitator, now=DURING)
    with pytest.raises(IntegrityError, match="attendance_once"), transaction.atomic():
        Attendance.objects.create(
            session=session, member=alice, present=False, recorded_at=DURING, recorded_by="x"
        )


def test_who_attended_and_who_finished(assembly, facilitator):
    alice, bob, _charlie = build.members(assembly, 3)
    first, last = build.session(assembly), build.session(assembly, number=2)
    attendance.record(first, [alice.pk, bob.pk], by=facilitator, now=DURING)
    attendance.record(last, [alice.pk], by=facilitator, now=last.starts_at)
    assert queries.attended(assembly) == {alice.pk, bob.pk}
    assert queries.finished(assembly) == {alice.pk}
    counts = [(each.present, each.recorded) for each in queries.attendance_by_session(assembly)]
    assert counts == [(2, 3), (1, 3)]


def test_members_and_other_stages_are_refused(assembly, session):
    with pytest.raises(NotAllowed):
        attendance.record(session, [], by=make.actor_with(assembly, "member"), now=DURING)
    over = make.assembly(stage="report")
    by = make.actor_with(over, "organiser")
    with pytest.raises(WrongStage):
        attendance.record(build.session(over), [], by=by, now=DURING)
