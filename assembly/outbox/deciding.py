"""What staff decide about messages: stop, send now, try again, settle what is uncertain."""

from datetime import datetime

from .. import audit, mail_addresses
from ..errors import DomainError
from ..models import Mailing, OutboxMessage
from ..permissions import Actor

Status = OutboxMessage.Status
AGAIN = {"status": Status.WAITING, "attempts": 0, "problem": "", "bounced_at": None}


def stop(mailing: Mailing, *, by: Actor, now: datetime) -> int:
    """Stop what has not left yet; return how many messages. The act that wrote them remains."""
    with audit.act("mail.stop", mailing.assembly, by=by, now=now) as record:
        locked = Mailing.objects.select_for_update().get(pk=mailing.pk)
        stopped = locked.messages.filter(status=Status.WAITING).update(status=Status.STOPPED)
        if not stopped:
            raise DomainError(
                "There is nothing left to stop: every message has left or is leaving."
            )
        locked.stopped_by, locked.stopped_at = by.label, now
        locked.save(update_fields=["stopped_by", "stopped_at"])
        record.about(mailing, stopped=stopped)
    return stopped


def send_now(mailing: Mailing, *, by: Actor, now: datetime) -> int:
    """Let the messages of a mailing leave at once, also those that were stopped."""
    with audit.act("mail.send_now", mailing.assembly, by=by, now=now) as record:
        locked = Mailing.objects.select_for_update().get(pk=mailing.pk)
        held = locked.messages.filter(status__in=(Status.WAITING, Status.STOPPED))
        held = held.exclude(status=Status.STOPPED, address_hash=None)  # emptied since
        released = held.update(status=Status.WAITING, send_after=now, due_at=now)
        if not released:
            raise DomainError("There is nothing left to send: every message has left already.")
        locked.leaves_at, locked.stopped_by, locked.stopped_at = now, "", None
        locked.save(update_fields=["leaves_at", "stopped_by", "stopped_at"])
        record.about(mailing, released=released)
    return released


def retry(message: OutboxMessage, *, by: Actor, now: datetime) -> None:
    """Try a message again that was given up."""
    with audit.act("mail.retry", message.assembly, by=by, now=now) as record:
        current = _locked(message, Status.FAILED)
        _again(current, now)
        record.about(current)


def settle(message: OutboxMessage, *, has_left: bool, by: Actor, now: datetime) -> None:
    """Decide about a message of which nobody knows whether it left: it did, or send it again."""
    with audit.act("mail.settle", message.assembly, by=by, now=now) as record:
        current = _locked(message, Status.UNCERTAIN)
        if has_left:
            current.status, current.sent_at = Status.SENT, now
            current.problem = "A person decided that it had left."
            current.save(update_fields=["status", "sent_at", "problem"])
        else:
            _again(current, now)
        record.about(current, decided="sent" if has_left else "send again")


def trust(message: OutboxMessage, *, by: Actor, now: datetime) -> None:
    """Say that a bounced address works after all, and send the message again."""
    with audit.act("mail.trust", message.assembly, by=by, now=now) as record:
        current = _locked(message, Status.BOUNCED)
        if current.address_hash:
            mail_addresses.revive(bytes(current.address_hash))
        _again(current, now)
        record.about(current)


def _locked(message: OutboxMessage, wanted: str) -> OutboxMessage:
    current = OutboxMessage.objects.select_for_update().get(pk=message.pk)
    if current.status != wanted:
        raise DomainError("Somebody has decided about this message already.")
    return current


def _again(current: OutboxMessage, now: datetime) -> None:
    if not current.to:
        raise DomainError("What this message said has been erased. Write to the person anew.")
    for name, value in AGAIN.items():
        setattr(current, name, value)
    current.send_after = current.due_at = now
    current.save(update_fields=[*AGAIN, "send_after", "due_at"])
