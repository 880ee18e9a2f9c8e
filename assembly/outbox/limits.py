"""How much mail anyone may have sent to an address: three messages an hour, whatever the door.

Doors are pages open to the public that send mail on request: the personal link again, a link to go
on later, a new password. They share one count.

Not counted: confirmations of what somebody did with their own letter or link, which leave once
each; notices about an account; what staff cause. Sign-in codes of people who have an account have a
count of their own, so that nobody can keep a member from voting by asking for links in their name.
"""

from datetime import datetime, timedelta

from django.db import connection, transaction

from ..mail_addresses import mailbox_index
from ..models import DoorMail

PERIOD = timedelta(hours=1)
MOST = 3
SIGN_IN = "sign_in"
MOST_SIGN_INS = 6


def allow(address: str, door: str, now: datetime) -> bool:
    """Count one more message to an address, or tell that it has had enough for this hour."""
    mailbox = mailbox_index(address)
    recent = DoorMail.objects.filter(address_hash=mailbox, at__gt=now - PERIOD)
    with transaction.atomic():
        _one_at_a_time(mailbox)
        if door == SIGN_IN:
            has_room = recent.filter(door=SIGN_IN).count() < MOST_SIGN_INS
        else:
            has_room = recent.exclude(door=SIGN_IN).count() < MOST
        if has_room:
            DoorMail.objects.create(address_hash=mailbox, door=door, at=now)
    return has_room


def forget(now: datetime) -> None:
    """Drop what no longer counts."""
    DoorMail.objects.filter(at__lte=now - PERIOD).delete()


def _one_at_a_time(mailbox: bytes) -> None:
    """Hold a lock of this mailbox until the transaction ends."""
    number = int.from_bytes(mailbox[:8], "big", signed=True)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [number])
