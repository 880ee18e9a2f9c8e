"""Messages leave by the outbox: written in the act's transaction, sent after it, once."""

from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction
from django.db.models import Q
from django.template.loader import render_to_string

from .models import Assembly, OutboxMessage

Status = OutboxMessage.Status
MAX_ATTEMPTS = 5
LEASE = timedelta(minutes=5)


def put(
    *,
    key: str,
    kind: str,
    to: str,
    context: dict[str, Any],
    assembly: Assembly | None,
    now: datetime,
    send_after: datetime | None = None,
) -> None:
    """Write a message from `templates/mail/<kind>.txt`: its first line is the subject.

    A message whose `key` is already there is not written again.
    """
    context = {**context, "assembly": assembly, "site_url": settings.SITE_URL}
    subject, _, body = render_to_string(f"mail/{kind}.txt", context).strip().partition("\n")
    if OutboxMessage.objects.filter(key=key).exists():
        return
    OutboxMessage.objects.create(
        assembly=assembly,
        key=key,
        kind=kind,
        to=to,
        subject=subject.removeprefix("Subject: ").strip(),
        body=body.strip() + "\n",
        created_at=now,
        send_after=send_after or now,
    )


def send_due(now: datetime, *, limit: int = 50) -> int:
    """Send up to `limit` waiting messages; return how many were tried.

    A message is claimed before it is handed over. If the worker dies in between, nobody can know
    whether it left: after the lease it becomes `uncertain`, for a person to decide.
    """
    OutboxMessage.objects.filter(status=Status.SENDING, claimed_at__lt=now - LEASE).update(
        status=Status.UNCERTAIN, problem="The worker stopped while handing this message over."
    )
    tried = 0
    while tried < limit and (message := _claim(now)):
        _hand_over(message, now)
        tried += 1
    return tried


def _claim(now: datetime) -> OutboxMessage | None:
    with transaction.atomic():
        due = OutboxMessage.objects.select_for_update(skip_locked=True).filter(
            Q(status=Status.WAITING), send_after__lte=now
        )
        message = due.order_by("send_after").first()
        if message:
            message.status = Status.SENDING
            message.claimed_at = now
            message.attempts += 1
            message.save(update_fields=["status", "claimed_at", "attempts"])
    return message


def _hand_over(message: OutboxMessage, now: datetime) -> None:
    try:
        send_mail(message.subject, message.body, None, [message.to])
    except OSError as error:
        final = message.attempts >= MAX_ATTEMPTS
        message.status = Status.FAILED if final else Status.WAITING
        message.send_after = now + timedelta(minutes=2**message.attempts)
        message.problem = type(error).__name__
    else:
        message.status = Status.SENT
        message.sent_at = now
        message.problem = ""
    message.save(update_fields=["status", "send_after", "problem", "sent_at"])
