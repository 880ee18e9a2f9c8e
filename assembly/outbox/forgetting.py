"""Messages that left long ago lose whom they went to and what they said; that they left stays."""

from datetime import datetime, timedelta

from ..models import OutboxMessage

KEPT = timedelta(days=90)
AT_ONCE = 500


def forget_old(now: datetime) -> int:
    """Empty messages that were sent 90 days ago, some hundreds at a time; return how many.

    Their key stays, so that none is ever written again.
    """
    old = OutboxMessage.objects.filter(sent_at__lte=now - KEPT, address_hash__isnull=False)
    found = list(old.order_by("sent_at")[:AT_ONCE])
    for message in found:
        message.to = message.body = ""
        message.address_hash = None
        message.save(update_fields=["to", "body", "address_hash"])
    return len(found)
