"""Royal Mail's Postcode Address File as CSV: no header, 16 to 20 columns, one delivery point a row.

PAF lists doors for post, not households. What counts as a home is decided here, by these rules in
this order, and every row that is left out is counted under the first rule that left it out:

1. a large user's own postcode (type L), a PO box, a British Forces post office: left out;
2. an organisation or department name: left out, unless the sub-building is a home by its name
   (“Flat 2”, above a shop): such a home is kept and counted as kept;
3. several households behind one door (number of households above 1): kept or left out, as chosen;
4. a postcode that the lookup does not know: outside the area, left out.
"""

import csv
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, Literal, NamedTuple

from assembly.errors import BadInput

from .lines import lines
from .lookup import Area, Lookup, canonical
from .source import Source, name_of, opened

MultiResidence = Literal["keep", "leave"]

FEWEST, MOST = 16, 20
POSTCODE, TOWN, SUB_BUILDING, PO_BOX, DEPARTMENT, ORGANISATION = 0, 1, 8, 9, 10, 11
UDPRN, POSTCODE_TYPE, HOUSEHOLDS = 12, 13, 18

REASONS = {
    "large_user": "A large user’s own postcode",
    "po_box": "A PO box",
    "forces": "A British Forces post office",
    "organisation": "A business or another organisation",
    "multi_residence": "Several households behind one door",
    "outside": "Outside the area",
}
KEPT = {
    "flat_with_organisation": "Flats listed under an organisation’s name",
    "multi_residence": "Doors with several households behind them",
}
_HOME = re.compile(r"\b(FLAT|APARTMENT|APT|MAISONETTE|BEDSIT|STUDIO)\b", re.IGNORECASE)


class DeliveryPoint(NamedTuple):
    """One residential address, as the file has it."""

    udprn: int
    area: Area
    row: list[str]

    @property
    def lines(self) -> list[str]:
        return lines(self.row)

    @property
    def postcode(self) -> str:
        return canonical(self.row[POSTCODE])


class Reading:
    """One pass over a file. Iterate it once; the counts are complete when the iteration ends."""

    def __init__(
        self, file: Path | BinaryIO, lookup: Lookup, multi_residence: MultiResidence = "keep"
    ) -> None:
        self.file_name = name_of(file)
        self.rows = self.residential = 0
        self.exclusions: Counter[str] = Counter()
        self.kept: Counter[str] = Counter()
        self.sha256 = ""
        self._file = file
        self._lookup = lookup
        self._leave_multiple = multi_residence == "leave"
        self._seen = bytearray(100_000_000 // 8)

    def __iter__(self) -> Iterator[DeliveryPoint]:
        with opened(self._file) as handle:
            source = Source(handle)
            try:
                yield from self._points(csv.reader(source.lines(), strict=True))
            except csv.Error as error:
                raise BadInput(f"Row {self.rows + 1:,}: {error}.") from error
        if not self.rows:
            raise BadInput("The address file is empty.")
        self.sha256 = source.sha256

    def _points(self, rows: Iterator[list[str]]) -> Iterator[DeliveryPoint]:
        width, find, exclusions = 0, self._lookup.find, self.exclusions
        for row in rows:
            self.rows += 1
            if len(row) != width:
                width = self._width(row, width)
            udprn = self._udprn(row[UDPRN])
            reason = self._left_out(row)
            area = None if reason else find(row[POSTCODE])
            if area is None:
                exclusions[reason or "outside"] += 1
                continue
            self.residential += 1
            self._note_kept(row)
            yield DeliveryPoint(udprn, area, row)

    def _width(self, row: list[str], width: int) -> int:
        if self.rows > 1:
            raise BadInput(
                f"Row {self.rows:,}: {len(row)} columns where the first row has {width}."
            )
        if not FEWEST <= len(row) <= MOST:
            raise BadInput(
                f"Row 1: {len(row)} columns. A PAF file has {FEWEST} to {MOST}, no header."
            )
        return len(row)

    def _udprn(self, text: str) -> int:
        if not (len(text) == 8 and text.isascii() and text.isdigit()):
            raise BadInput(
                f"Row {self.rows:,}, column {UDPRN + 1}: "
                f"the UDPRN must be 8 digits, not “{text[:20]}”."
            )
        udprn = int(text)
        byte, bit = udprn >> 3, 1 << (udprn & 7)
        if self._seen[byte] & bit:
            raise BadInput(
                f"Row {self.rows:,}, column {UDPRN + 1}: the UDPRN {text} is there twice."
            )
        self._seen[byte] |= bit
        return udprn

    def _left_out(self, row: list[str]) -> str | None:
        if row[POSTCODE_TYPE] == "L":
            return "large_user"
        if row[PO_BOX]:
            return "po_box"
        if row[TOWN] == "BFPO" or row[POSTCODE].startswith("BF1"):
            return "forces"
        if (row[ORGANISATION] or row[DEPARTMENT]) and not _HOME.search(row[SUB_BUILDING]):
            return "organisation"
        if self._leave_multiple and _several_households(row):
            return "multi_residence"
        return None

    def _note_kept(self, row: list[str]) -> None:
        if row[ORGANISATION] or row[DEPARTMENT]:
            self.kept["flat_with_organisation"] += 1
        if _several_households(row):
            self.kept["multi_residence"] += 1


def _several_households(row: list[str]) -> bool:
    return len(row) > HOUSEHOLDS and row[HOUSEHOLDS] not in ("", "0", "1")


def read(
    file: Path | BinaryIO, lookup: Lookup, *, multi_residence: MultiResidence = "keep"
) -> Reading:
    """Return a reading of a PAF CSV (plain or gzip) that yields its residential addresses.

    The file is refused whole, by a `BadInput` naming row and column, when its columns differ from
    16 to 20 or from its first row, it is not UTF-8, or a UDPRN is not 8 digits or there twice.
    """
    return Reading(file, lookup, multi_residence)
