"""Messages of long ago lose whom they were for and what they said; that there was one stays."""

from datetime import datetime, timedelta

from django.db.models import Q

from ..models import DeadAddress, OutboxMessage

KEPT = timedelta(days=90)
DEAD_KEPT = timedelta(days=365)
AT_ONCE = 500
Status = OutboxMessage.Status
GIVEN_UP = (Status.FAILED, Status.UNCERTAIN, Status.BOUNCED, Status.STOPPED)


def forget_old(now: datetime) -> int:
    """Empty messages that were sent 90 days ago, some hundreds at a time; return how many.

    So are those that should have left by then, and were stopped or given up: they never will.
    Their key stays, so that none is ever written again.
    """
    day = now - KEPT
    old = OutboxMessage.objects.filter(address_hash__isnull=False).filter(
        Q(sent_at__lte=day) | Q(sent_at=None, status__in=GIVEN_UP, due_at__lte=day)
    )
    found = list(old.order_by("due_at")[:AT_ONCE])
    for message in found:
        message.to = message.body = ""
        message.address_hash = None
        message.save(update_fields=["to", "body", "address_hash"])
    return len(found)


def forget_dead(now: datetime) -> int:
    """Forget addresses that could not be reached a year ago: they may be somebody else's by now."""
    gone, _kinds = DeadAddress.objects.filter(since__lte=now - DEAD_KEPT).delete()
    return gone
