"""What the mail provider tells afterwards: delivered, bounced, complained about.

Events may come twice, late and in any order. Each only ever adds the earliest moment of one kind,
and the status follows from all of them, so that every order ends the same.
"""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from .. import mail_addresses
from ..models import OutboxMessage

Status = OutboxMessage.Status
MOMENTS = {
    "delivered": "delivered_at",
    "bounced": "bounced_at",
    "rejected": "bounced_at",
    "failed": "bounced_at",
    "complained": "complained_at",
}
LEFT = frozenset({"queued", "sent", "deferred", "opened", "clicked", *MOMENTS})
DEAD = frozenset({"invalid", "bounced"})  # as anymail words a provider's reasons
OPEN = (Status.SENDING, Status.UNCERTAIN, Status.WAITING, Status.FAILED)


@dataclass(frozen=True)
class Event:
    """One event: what (in anymail's words), of which message or at least which address, when."""

    what: str
    at: datetime
    recipient: str
    reason: str = ""
    message: str = ""
    provider_id: str = ""
    said: str = ""


def take(event: Event) -> None:
    """Record an event. Taking it again changes nothing."""
    with transaction.atomic():
        message = _message_of(event)
        if message is not None:
            _record(message, event)
        if event.what in ("bounced", "rejected") and event.reason in DEAD and event.recipient:
            mail_addresses.bury(mail_addresses.index(event.recipient), _why(event), event.at)


def _message_of(event: Event) -> OutboxMessage | None:
    messages = OutboxMessage.objects.select_for_update()
    try:
        return messages.get(pk=UUID(event.message))
    except (ValueError, OutboxMessage.DoesNotExist):
        same = messages.exclude(provider_id="").filter(provider_id=event.provider_id)
        return same.first() if event.provider_id else None


def _record(message: OutboxMessage, event: Event) -> None:
    moment = MOMENTS.get(event.what)
    if moment:
        known = getattr(message, moment)
        setattr(message, moment, min(known, event.at) if known else event.at)
    if message.status in OPEN and event.what in LEFT:
        message.status, message.problem = Status.SENT, ""
        message.sent_at = message.sent_at or event.at
    if message.bounced_at and message.status == Status.SENT:
        message.status = Status.BOUNCED
    if moment == "bounced_at":
        message.problem = _why(event)
    message.save()


def _why(event: Event) -> str:
    said = mail_addresses.left_out(event.said)
    return f"The mail provider says: {event.reason or event.what}. {said}".strip()[:200]
