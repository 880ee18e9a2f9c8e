"""What the public gets: the record of a draw, the program that checks it, one's own receipt."""

import json
from hashlib import sha256
from pathlib import Path
from typing import Any

from django.conf import settings

from assembly.errors import DomainError

from .beacon import written
from .models import Draw, PoolEntry
from .pools import canonical

RECORD, RECEIPT = "assembly-draw/2", "assembly-receipt/2"


def record(drawn: Draw) -> bytes:
    """Return the record of a confirmed draw, as `docs/lottery.md` describes it."""
    pool = drawn.pool
    manifest = json.loads(pool.manifest)
    panel = manifest["panels"][int(drawn.digits)]
    content: dict[str, Any] = {
        "draw": _draw(drawn),
        "format": RECORD,
        "manifest": manifest,
        "manifest_sha256": pool.manifest_sha256,
        "panel": [manifest["people"][place - 1]["id"] for place in panel],
    }
    content["seal"] = sha256(canonical(content).encode()).hexdigest()
    return canonical(content).encode()


def _draw(drawn: Draw) -> dict[str, Any]:
    pool = drawn.pool
    if not (pool.committed_at and drawn.confirmed_at and pool.randomness):
        raise DomainError("This draw has not been held yet.")
    both = {
        "committed_at": written(pool.committed_at),
        "entered_at": written(drawn.entered_at),
        "number": drawn.digits,
    }
    if drawn.signature:
        promised = pool.randomness["round"]
        return {**both, "kind": "beacon", "round": promised, "signature": drawn.signature}
    return {**both, "confirmed_at": written(drawn.confirmed_at), "kind": "balls"}


def receipt(entry: PoolEntry) -> bytes:
    """Return what lets a person, and nobody else, find themselves on the list."""
    return canonical(
        {
            "answers": entry.answers,
            "format": RECEIPT,
            "id": entry.pseudonym,
            "pool": entry.pool.number,
            "reference": entry.registration.reference,
            "salt": entry.salt,
        }
    ).encode()


def address_rules() -> str:
    """Return the rules by which addresses are drawn, as Markdown without their title."""
    rules = Path(settings.BASE_DIR, "docs", "addresses.md").read_text(encoding="utf-8")
    return rules.partition("\n")[2]


def verifier() -> bytes:
    """Return the program that checks a record, as the public downloads it."""
    return Path(settings.BASE_DIR, "recruitment", "lottery", "verify.py").read_bytes()
