"""Sending: claim a message, hand it over once, write down what became of it."""

from collections.abc import Callable
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction

from .. import mail_addresses
from ..models import DeadAddress, OutboxMessage
from . import outcomes
from .outcomes import Fate

Status = OutboxMessage.Status
MAX_ATTEMPTS = 15
LONGEST_PAUSE = timedelta(hours=2)
LEASE = timedelta(minutes=5)
BOUNCED_BEFORE = "An earlier message to this address bounced. Ring the person, or write a letter."


def send_due(
    now: datetime,
    *,
    limit: int = 50,
    tick: Callable[[], datetime] | None = None,
    kind: str = "",
) -> int:
    """Send up to `limit` waiting messages, of one kind or of all; return how many were tried.

    `tick` tells the time.

    A message is claimed before it is handed over. If the worker dies in between, nobody can know
    whether it left: after the lease it becomes `uncertain`, for a person to decide.
    """
    OutboxMessage.objects.filter(status=Status.SENDING, claimed_at__lt=now - LEASE).update(
        status=Status.UNCERTAIN, problem="The worker stopped while handing this message over."
    )
    tried = 0
    tick = tick or (lambda: now)
    while tried < limit and (message := _claim(tick(), kind)):
        if message.status == Status.SENDING:
            _hand_over(message, tick)
        tried += 1
    return tried


def _claim(now: datetime, kind: str = "") -> OutboxMessage | None:
    with transaction.atomic():
        due = OutboxMessage.objects.select_for_update(skip_locked=True).filter(
            status=Status.WAITING, send_after__lte=now
        )
        if kind:
            due = due.filter(kind=kind)
        message = due.order_by("send_after").first()
        if message and _is_dead(message):
            message.status, message.bounced_at = Status.BOUNCED, now
            message.problem = BOUNCED_BEFORE
            message.save(update_fields=["status", "bounced_at", "problem"])
        elif message:
            message.status, message.claimed_at = Status.SENDING, now
            message.attempts += 1
            message.save(update_fields=["status", "claimed_at", "attempts"])
    return message


def _is_dead(message: OutboxMessage) -> bool:
    return DeadAddress.objects.filter(address_hash=message.address_hash).exists()


def _hand_over(message: OutboxMessage, tick: Callable[[], datetime]) -> None:
    try:
        mail = _as_mail(message)
        mail.send()
    except Exception as error:  # whatever it is, the next message must not wait for it
        _write_down_failure(message, outcomes.of(error), tick())
    else:
        told = getattr(mail, "anymail_status", None)
        name = "" if told is None or told.message_id is None else str(told.message_id)
        _write_down(message, status=Status.SENT, sent_at=tick(), provider_id=name, problem="")


def _as_mail(message: OutboxMessage) -> EmailMessage:
    host = urlsplit(settings.SITE_URL).hostname or "localhost"
    headers = {"Message-ID": f"<{message.pk}@{host}>", "Auto-Submitted": "auto-generated"}
    mail = EmailMessage(message.subject, message.body, None, [message.to], headers=headers)
    mail.metadata = {"message": str(message.pk)}  # type: ignore[attr-defined]  # read by anymail
    return mail


def pause(attempts: int) -> timedelta:
    """Return how long to wait after so many attempts: twice as long each time, up to two hours."""
    return min(timedelta(minutes=2 ** min(attempts, 10)), LONGEST_PAUSE)


def _write_down_failure(message: OutboxMessage, outcome: outcomes.Outcome, now: datetime) -> None:
    if outcome.fate is Fate.REFUSED:
        _write_down(message, status=Status.BOUNCED, bounced_at=now, problem=outcome.why)
        if outcome.address_is_dead:
            mail_addresses.bury(mail_addresses.index(message.to), outcome.why, now)
    elif outcome.fate is Fate.UNKNOWN:
        _write_down(message, status=Status.UNCERTAIN, problem=outcome.why)
    elif outcome.fate is Fate.BROKEN or message.attempts >= MAX_ATTEMPTS:
        _write_down(message, status=Status.FAILED, problem=outcome.why)
    else:
        again = now + pause(message.attempts)
        _write_down(message, status=Status.WAITING, send_after=again, problem=outcome.why)


def _write_down(message: OutboxMessage, **changes: object) -> None:
    """Record the outcome of this very attempt, unless a person has decided meanwhile.

    The provider may have told what became of it before we come here: what it said stays.
    """
    OutboxMessage.objects.filter(
        pk=message.pk,
        attempts=message.attempts,
        status__in=(Status.SENDING, Status.UNCERTAIN),
    ).update(**changes)
