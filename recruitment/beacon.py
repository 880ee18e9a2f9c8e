"""The public beacon drand quicknet: which round will be drawn, and what a round gives.

The server never asks the beacon for anything. An official pastes what the beacon published; its
signature tells whether it is true, whoever brings it. Scheme bls-unchained-g1-rfc9380.
"""

import json
import re
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Any

from drand_verify import verify_quicknet

from assembly.errors import BadInput, DomainError

from .lottery import PANELS

CHAIN = "52db9ba70e0cc0f6eaf7803dd07447a1f5477735fd3f661792ba94600c84e971"
PUBLIC_KEY = (
    "83cf0f2896adee7eb8b5f01fcad3912212c437e0073e911fb90022d3e760183c"
    "8c4b450b6a0a6c3ac6a5776a2d1064510d1fec758c921cc22b0e17e63aaf4bcb"
    "5ed66304de9cf809bd274ca73bab4af5a6e9c76a4bc09e76eae8991ef5ece45a"
)
GENESIS, PERIOD = 1_692_803_367, 3  # seconds since 1970, seconds
NOTICE = timedelta(minutes=15)
LATEST = timedelta(days=30)
FALLBACK = timedelta(hours=1)


def written(moment: datetime) -> str:
    """Return a moment as the published record writes it."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def moment_of(text: str) -> datetime:
    return datetime.strptime(text, "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)


def time_of(number: int) -> datetime:
    """Return when a round is published."""
    return datetime.fromtimestamp(GENESIS + (number - 1) * PERIOD, UTC)


def round_at(moment: datetime) -> int:
    """Return the first round that is published at this moment or later."""
    seconds = int(moment.timestamp()) + (1 if moment.microsecond else 0)
    return max(1, -(-(seconds - GENESIS) // PERIOD) + 1)


def promise(at: datetime, *, now: datetime) -> dict[str, Any]:
    """Return the promise for the manifest: the first round at this time, and what if it fails.

    Raises `BadInput` for a time less than fifteen minutes ahead or more than 30 days.
    """
    if at < now + NOTICE:
        raise BadInput("Choose a time at least 15 minutes ahead: the round must not exist yet.")
    if at > now + LATEST:
        raise BadInput("Choose a time in the next 30 days.")
    number = round_at(at)
    return {
        "at": written(time_of(number)),
        "chain": CHAIN,
        "fallback_at": written(time_of(number) + FALLBACK),
        "kind": "beacon",
        "public_key": PUBLIC_KEY,
        "round": number,
    }


def read(pasted: str, promised: dict[str, Any], *, now: datetime) -> tuple[str, str]:
    """Return (signature, three digits) of the round promised, from what an official pasted.

    Takes the beacon's JSON or the signature alone. Raises `DomainError` before the round's time,
    `BadInput` for another round or a signature that is not the beacon's.
    """
    if now < moment_of(promised["at"]):
        raise DomainError(f"Round {promised['round']} is not published before {promised['at']}.")
    signature = _signature(pasted, promised["round"])
    try:
        genuine = verify_quicknet(promised["round"], signature)
    except (ValueError, RuntimeError):
        genuine = ""
    if not genuine:
        raise BadInput(
            f"This is not the beacon’s signature of round {promised['round']}. "
            "Copy it again, or from another relay."
        )
    number = int.from_bytes(sha256(bytes.fromhex(signature)).digest(), "big") % PANELS
    return signature, f"{number:03d}"


def _signature(pasted: str, number: int) -> str:
    text = pasted.strip()
    if text.startswith("{"):
        try:
            found = json.loads(text)
        except (ValueError, RecursionError):
            raise BadInput("Paste all of what the beacon shows, or the signature alone.") from None
        if found.get("round") != number:
            raise BadInput(f"This is round {found.get('round')}; round {number} was promised.")
        text = str(found.get("signature", ""))
    if not re.fullmatch("[0-9a-fA-F]{96}", text):
        raise BadInput("A signature of this beacon has 96 digits, 0 to 9 and a to f.")
    return text.lower()
