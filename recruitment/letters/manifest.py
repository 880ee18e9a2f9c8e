"""The manifest: what the print house checks its work against, one row a letter."""

import csv
import json
from hashlib import sha256
from io import StringIO
from typing import cast

from ..models import Letter, LetterBatch, LetterRun
from . import window
from .sheet import even

LINES = window.MOST_LINES - 1
COLUMNS = (
    "batch", "place", "page", "code_hash", *(f"line_{n}" for n in range(1, LINES + 1)),
    "postcode", "checksum",
)  # fmt: skip
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def render(run: LetterRun) -> bytes:
    """Return the manifest of a run as CSV, in the order of the print."""
    file = StringIO(newline="")
    writer = csv.writer(file, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    letters = Letter.objects.filter(run=run, batch__isnull=False)
    letters = letters.select_related("invitation__address", "batch")
    batch, page = 0, 1
    for letter in letters.order_by("batch__number", "place").iterator():
        number = cast(LetterBatch, letter.batch).number
        batch, page = (batch, page + even(run.pages)) if number == batch else (number, 1)
        writer.writerow(_row(letter, run, page))
    return file.getvalue().encode()


def _row(letter: Letter, run: LetterRun, page: int) -> list[str]:
    invitation, batch = letter.invitation, cast(LetterBatch, letter.batch)
    lines = [window.TO, *invitation.address.lines]
    return [
        str(batch.number),
        str(letter.place),
        str(page),
        _code_hash(letter),
        *(_safe(line) for line in [*lines, *[""] * (LINES - len(lines))]),
        invitation.address.postcode,
        checksum(letter, run),
    ]


def _safe(text: str) -> str:
    """Return a cell that no spreadsheet takes for a formula."""
    return f"'{text}" if text.startswith(_FORMULA) else text


def _code_hash(letter: Letter) -> str:
    """Return the hash of the code that the letter was printed with."""
    return bytes(letter.code_hash or letter.invitation.code_hash).hex()


def checksum(letter: Letter, run: LetterRun) -> str:
    """Return the SHA-256 of all that the letter consists of."""
    invitation = letter.invitation
    address = invitation.address
    own = [_code_hash(letter), address.lines, address.postcode]
    return sha256(json.dumps([run.body_sha256, *own], ensure_ascii=False).encode()).hexdigest()
