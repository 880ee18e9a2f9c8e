"""The dead-man's alarm: mail that should have left is waiting, and nothing leaves."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from ..models import OutboxMessage

Status = OutboxMessage.Status
SILENCE = timedelta(minutes=10)


@dataclass(frozen=True)
class Alarm:
    """How many messages are overdue, since when, and what the last attempt met with."""

    waiting: int
    since: datetime
    problem: str


def alarm(now: datetime) -> Alarm | None:
    """Return an alarm when messages are ten minutes overdue and none has left meanwhile."""
    overdue = OutboxMessage.objects.filter(status=Status.WAITING, due_at__lt=now - SILENCE)
    oldest = overdue.order_by("due_at").first()
    if oldest is None or OutboxMessage.objects.filter(sent_at__gte=now - SILENCE).exists():
        return None
    return Alarm(overdue.count(), oldest.due_at, oldest.problem)
