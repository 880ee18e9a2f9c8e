"""A process of mail that dies at a named point: `python -m tests.mail_crash POINT [VARIANT]`.

Each point is an edge between two things that cannot happen at once: a commit, a hand-over. A
variant changes the order of the work first, to show that the check would notice.
"""

import os
import signal
import sys
from collections.abc import Callable
from typing import Any

import django

django.setup()

from django.core.mail import EmailMessage  # noqa: E402
from django.db import transaction  # noqa: E402

from assembly import outbox  # noqa: E402
from assembly.models import Assembly, DoorMail, OutboxMessage  # noqa: E402
from assembly.outbox import sending  # noqa: E402
from tests import make_mail  # noqa: E402
from tests.make import NOW  # noqa: E402

IN_THE_ACT = ("before the act is committed", "after the act is committed")
WHILE_SENDING = {
    "before the claim": (sending, "_claim", "before"),
    "before the claim is committed": (OutboxMessage, "save", "after"),
    "after the claim is committed": (sending, "_claim", "after"),
    "before the hand-over": (EmailMessage, "send", "before"),
    "after the hand-over": (EmailMessage, "send", "after"),
    "before it is written down": (sending, "_write_down", "before"),
    "after it is written down": (sending, "_write_down", "after"),
}


def die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def deadly(owner: Any, name: str, when: str) -> None:
    """Make a function kill its process before or after it does its work."""
    whole = getattr(owner, name)

    def then_die(*args: Any, **options: Any) -> Any:
        if when == "before":
            die()
        whole(*args, **options)
        return die()

    setattr(owner, name, then_die)


def marked_before_it_leaves(now: Any) -> None:
    """The fault that loses: what is written down as sent may never have been handed over."""
    message = sending._claim(now)
    sending._write_down(message, status="sent", sent_at=now)
    sending._as_mail(message).send()


def marked_after_without_a_claim(now: Any) -> None:
    """The fault that doubles: what was handed over still waits until it is written down."""
    message = OutboxMessage.objects.get(status="waiting")
    sending._as_mail(message).send()
    OutboxMessage.objects.filter(pk=message.pk).update(status="sent", sent_at=now)


VARIANTS = {
    "": outbox.send_due,
    "marked before": marked_before_it_leaves,
    "marked after": marked_after_without_a_claim,
}


def told_after_the_commit(number: int) -> None:
    """The fault that loses: what is to be said is handed over once the act is committed."""
    with transaction.atomic():
        DoorMail.objects.create(address_hash=b"act", door=str(number), at=NOW)
        transaction.on_commit(die)
        transaction.on_commit(lambda: make_mail.put(Assembly.objects.get(), number))


def told_in_the_act(number: int) -> None:
    with transaction.atomic():
        DoorMail.objects.create(address_hash=b"act", door=str(number), at=NOW)
        make_mail.put(Assembly.objects.get(), number)
        transaction.on_commit(die)


def many(kills: int, way: Callable[[int], None]) -> None:
    """Let so many processes commit an act each and die at that very moment."""
    for number in range(kills):
        if (child := os.fork()) == 0:
            way(number)
            os._exit(1)
        assert os.WIFSIGNALED(os.waitpid(child, 0)[1])


def run(point: str, variant: str) -> None:
    if point == "many":
        ways = {"told after": told_after_the_commit, "": told_in_the_act}
        name, _, kills = variant.rpartition(":")
        return many(int(kills), ways[name])
    if point in IN_THE_ACT:
        with transaction.atomic():
            make_mail.put(Assembly.objects.get())
            if point == IN_THE_ACT[0]:
                die()
        die()
    deadly(*WHILE_SENDING[point])
    return VARIANTS[variant](NOW)


if __name__ == "__main__":
    run(sys.argv[1], sys.argv[2] if len(sys.argv) > 2 else "")
