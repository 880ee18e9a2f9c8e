"""Workers and schedulers with a fault or a haste put in: `celery -A tests.odd_workers` and `ODD=…`.

For the tests of what befalls background work, and for their controls.
"""

import os
import time
from datetime import datetime
from typing import Any

import django

django.setup()

from assembly.celery_app import app  # noqa: E402
from assembly.models import OutboxMessage  # noqa: E402
from assembly.outbox import sending  # noqa: E402
from recruitment.letters import printing  # noqa: E402
from recruitment.models import LetterBatch  # noqa: E402

SLOW_SECONDS = 30.0
HASTE = 15.0


def hasty() -> None:
    """Let the scheduler wake fifteen times as often: what takes half a minute takes two seconds."""
    for entry in app.conf.beat_schedule.values():
        entry["schedule"] = entry["schedule"] / HASTE


def slow() -> None:
    """Let each batch take longer than the broker waits before it delivers a message again."""
    render = printing.render

    def slowly(*arguments: Any) -> bytes:
        time.sleep(SLOW_SECONDS)
        return render(*arguments)

    printing.render = slowly  # type: ignore[assignment]
    app.conf.broker_transport_options = {"visibility_timeout": 5}


def without_claims() -> None:
    """Let whoever comes take a message that waits, whether or not another has taken it."""

    def look(now: datetime, kind: str = "") -> OutboxMessage | None:
        message = OutboxMessage.objects.filter(status="waiting").order_by("send_after").first()
        time.sleep(0.2)
        if message:
            OutboxMessage.objects.filter(pk=message.pk).update(status="sending", claimed_at=now)
            message.status = OutboxMessage.Status.SENDING
        return message

    def write_down(message: OutboxMessage, **changes: object) -> None:
        OutboxMessage.objects.filter(pk=message.pk).update(**changes)

    sending._claim = look
    sending._write_down = write_down


def without_fence() -> None:
    """Let each worker take any batch, and mark it though another has."""
    printing._due = lambda now: LetterBatch.objects.exclude(status="printed")
    printing._mine = lambda batch: LetterBatch.objects.filter(pk=batch.pk)


def forgetful() -> None:
    """Let each worker take any batch, printed or not, and mark it again."""
    printing._due = lambda now: LetterBatch.objects.all()
    printing._mine = lambda batch: LetterBatch.objects.filter(pk=batch.pk)


ODD = {
    "hasty": hasty,
    "slow": slow,
    "claimless": without_claims,
    "fenceless": without_fence,
    "forgetful": forgetful,
}
for odd in os.environ.get("ODD", "").split():
    ODD[odd]()

__all__ = ["app"]
