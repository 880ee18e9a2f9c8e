"""Acts on attendance: the whole list at once, or one person; a later correction is a new entry."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.utils import timezone

from assembly import audit
from assembly.errors import BadInput, DomainError
from assembly.permissions import Actor
from recruitment.models import Member

from .models import Attendance, Session
from .queries.attendance import roster


def record(session: Session, present: Collection[UUID], *, by: Actor, now: datetime) -> int:
    """Record a session's whole list: those given were there, the others on its roster were not.

    Sending the same list again changes nothing. Return how many entries were new or corrected.
    """
    assembly = session.weekend.assembly
    with audit.act("attendance.record", assembly, by=by, now=now) as entry:
        _lock(session, now)
        expected = {member.pk for member in roster(session)}
        if not set(present) <= expected:
            raise BadInput("The list names somebody who is not expected at this session.")
        changed = _write(session, {member: member in set(present) for member in expected}, by, now)
        entry.about(session, present=len(set(present)), of=len(expected), changed=changed)
    return changed


def mark(session: Session, member: Member, present: bool, *, by: Actor, now: datetime) -> None:
    """Record or correct one person's attendance."""
    with audit.act("attendance.mark", session.weekend.assembly, by=by, now=now) as entry:
        _lock(session, now)
        if member not in roster(session):
            raise BadInput("This person is not expected at this session.")
        changed = _write(session, {member.pk: present}, by, now)
        entry.about(session, member=member.number, present=present, changed=changed)


def _lock(session: Session, now: datetime) -> None:
    locked = Session.objects.select_for_update().get(pk=session.pk)
    if timezone.localdate(now) < timezone.localdate(locked.starts_at):
        raise DomainError("Attendance can be recorded from the day of the session.")


def _write(session: Session, here: dict[UUID, bool], by: Actor, now: datetime) -> int:
    known = dict(session.attendances.values_list("member_id", "present"))
    changed = {member: there for member, there in here.items() if known.get(member) is not there}
    Attendance.objects.bulk_create(
        [
            Attendance(
                session=session,
                member_id=member,
                present=there,
                recorded_at=now,
                recorded_by=by.label,
            )
            for member, there in changed.items()
        ],
        update_conflicts=True,
        unique_fields=["session", "member"],
        update_fields=["present", "recorded_at", "recorded_by"],
    )
    return len(changed)
