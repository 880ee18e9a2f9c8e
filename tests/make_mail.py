"""Messages in the outbox, made as acts make them."""

from datetime import datetime
from typing import Any

from assembly import outbox
from assembly.models import Assembly, OutboxMessage
from assembly.permissions import SYSTEM

from . import make


class _Known:
    """As much of an offer and its person as the message reads."""

    name, reference, deadline = "Sam O’Brien", "ABC123", make.NOW


def put(
    assembly: Assembly, number: int = 1, to: str = "", *, now: datetime = make.NOW, **fields: Any
) -> OutboxMessage:
    """Write one offer into the outbox."""
    outbox.put(
        key=f"offer:{assembly.pk}:{number}",
        kind="offer",
        to=to or f"sam{number}@example.org",
        context={"offer": _Known, "person": _Known},
        assembly=assembly,
        now=now,
        **fields,
    )
    return OutboxMessage.objects.get(key=f"offer:{assembly.pk}:{number}")


def mailing(assembly: Assembly, messages: int) -> Any:
    """Write the messages of one act to many."""
    many = outbox.begin_mailing(assembly, "Offers of a seat", by=SYSTEM, now=make.NOW)
    for number in range(messages):
        put(assembly, number, bulk=many)
    return many
