"""What is known of an address: whether anything reaches it. Only a keyed hash of it is kept."""

import re
from datetime import datetime

from .encryption import keyed_hash
from .models import DeadAddress

ADDRESS = re.compile(r"[^\s<>()\[\]\"',;:]+@[^\s<>()\[\]\"',;:]+")
DOTLESS = frozenset({"gmail.com", "googlemail.com"})


def index(address: str) -> bytes:
    """Return what an address is looked up by, however its capitals are written."""
    return keyed_hash("e-mail address", address.strip().casefold())


def mailbox_index(address: str) -> bytes:
    """Return the same for all names of one mailbox: capitals, `+anything`, Gmail's dots."""
    name, _, host = address.strip().casefold().rpartition("@")
    name = name.partition("+")[0] or name
    if host in DOTLESS:
        name, host = name.replace(".", ""), "gmail.com"
    return keyed_hash("mailbox", f"{name}@{host}")


def left_out(text: str) -> str:
    """Return what a server said, on one line and without the addresses that it repeats."""
    return ADDRESS.sub("…", " ".join(text.split()))


def is_dead(address: str) -> bool:
    """Tell whether the address bounced for good: ring the person, or write a letter."""
    return bool(address) and DeadAddress.objects.filter(address_hash=index(address)).exists()


def bury(address_hash: bytes, reason: str, now: datetime) -> None:
    """Note that nothing can be delivered to an address. The first reason stays."""
    DeadAddress.objects.get_or_create(
        address_hash=address_hash, defaults={"reason": reason[:200], "since": now}
    )


def revive(address_hash: bytes) -> None:
    """Let messages leave for an address again."""
    DeadAddress.objects.filter(address_hash=address_hash).delete()
