"""Who was there, by half-day."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Count, Max, Q

from assembly.models import Assembly
from recruitment.models import Member

from ..models import Attendance, Session


def roster(session: Session) -> list[Member]:
    """Return who is expected at a session, by badge number: members when it began."""
    assembly = session.weekend.assembly
    still = Q(withdrawn_at__isnull=True) | Q(withdrawn_at__gt=session.starts_at)
    already = Q(confirmed_at__lt=session.ends_at)
    recorded = Q(attendances__session=session)
    return list(
        assembly.members.filter((still & already) | recorded).order_by("number").distinct("number")
    )


@dataclass(frozen=True)
class HalfDayAttendance:
    """One session with how many were there; `recorded` 0 means that nobody has made the list."""

    session: Session
    present: int
    recorded: int

    def is_late(self, now: datetime) -> bool:
        return not self.recorded and self.session.ends_at < now


def attendance_by_session(assembly: Assembly) -> list[HalfDayAttendance]:
    """Return every half-day in order with its counts."""
    counts = {
        row["session"]: row
        for row in Attendance.objects.filter(session__weekend__assembly=assembly)
        .values("session")
        .annotate(there=Count("pk", filter=Q(present=True)), all=Count("pk"))
    }
    none = {"there": 0, "all": 0}
    return [
        HalfDayAttendance(
            each, counts.get(each.pk, none)["there"], counts.get(each.pk, none)["all"]
        )
        for each in Session.objects.of(assembly).select_related("weekend")
    ]


def attended(assembly: Assembly) -> set[UUID]:
    """Return the ids of the members who were there for at least one half-day."""
    there = Attendance.objects.filter(session__weekend__assembly=assembly, present=True)
    return set(there.values_list("member_id", flat=True))


def finished(assembly: Assembly) -> set[UUID]:
    """Return the ids of the members who were there for some of the last weekend."""
    last = assembly.weekends.aggregate(last=Max("number"))["last"]
    there = Attendance.objects.filter(
        session__weekend__assembly=assembly, session__weekend__number=last, present=True
    )
    return set(there.values_list("member_id", flat=True))
