"""The manifest: what the print house checks its work against, one row a letter."""

import csv
import json
from hashlib import sha256
from io import StringIO
from typing import cast

from ..models import Invitation, LetterBatch, LetterRun
from .sheet import PAGES
from .single import TO

LINES = 6
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
    letters = Invitation.objects.filter(batch__run=run).select_related("address", "batch")
    for letter in letters.order_by("batch__number", "place").iterator():
        writer.writerow(_row(letter, run))
    return file.getvalue().encode()


def _row(letter: Invitation, run: LetterRun) -> list[str]:
    batch, place = cast(LetterBatch, letter.batch), cast(int, letter.place)
    lines = [TO, *letter.address.lines]
    return [
        str(batch.number),
        str(place),
        str(PAGES * (place - 1) + 1),
        bytes(letter.code_hash).hex(),
        *(_safe(line) for line in [*lines, *[""] * (LINES - len(lines))]),
        letter.address.postcode,
        checksum(letter, run),
    ]


def _safe(text: str) -> str:
    """Return a cell that no spreadsheet takes for a formula."""
    return f"'{text}" if text.startswith(_FORMULA) else text


def checksum(letter: Invitation, run: LetterRun) -> str:
    """Return the SHA-256 of all that the letter consists of."""
    address = letter.address
    content = [run.body_sha256, bytes(letter.code_hash).hex(), address.lines, address.postcode]
    return sha256(json.dumps(content, ensure_ascii=False).encode()).hexdigest()
