"""What stands in the outbox, as the page for staff shows it."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q, QuerySet

from ..models import Assembly, Mailing, OutboxMessage

Status = OutboxMessage.Status
SHOWN = {
    "waiting": (Status.WAITING, Status.SENDING),
    "sent": (Status.SENT,),
    "failed": (Status.FAILED,),
    "uncertain": (Status.UNCERTAIN,),
    "bounced": (Status.BOUNCED,),
    "stopped": (Status.STOPPED,),
}


@dataclass(frozen=True)
class Held:
    """A mailing that can still be stopped or sent: how many wait, were stopped and have left."""

    mailing: Mailing
    waiting: int
    stopped: int
    left: int
    minutes: int


def counts(assembly: Assembly) -> dict[str, int]:
    """Return how many messages each list of the page holds."""
    found = assembly.outbox.values_list("status").annotate(Count("pk"))
    by_status = dict(found.order_by())
    return {
        name: sum(by_status.get(status, 0) for status in wanted) for name, wanted in SHOWN.items()
    }


def listed(assembly: Assembly, show: str) -> QuerySet[OutboxMessage]:
    """Return the messages of one list, the newest first; of a mailing that waits, none."""
    found = assembly.outbox.filter(status__in=SHOWN[show]).select_related("mailing")
    if show in ("waiting", "stopped"):
        found = found.filter(mailing__isnull=True)
    return found.order_by("-created_at", "pk")


def held(assembly: Assembly, now: datetime) -> list[Held]:
    """Return the mailings of which something waits or was stopped, the newest first."""
    waiting = Count("messages", filter=Q(messages__status=Status.WAITING))
    stopped = Count("messages", filter=Q(messages__status=Status.STOPPED))
    mailings = assembly.mailings.annotate(
        waiting=waiting, stopped=stopped, written=Count("messages")
    ).filter(Q(waiting__gt=0) | Q(stopped__gt=0))
    return [
        Held(
            mailing,
            mailing.waiting,
            mailing.stopped,
            mailing.written - mailing.waiting - mailing.stopped,
            max(0, -int((now - mailing.leaves_at).total_seconds() // 60)),
        )
        for mailing in mailings.order_by("-written_at")
    ]
