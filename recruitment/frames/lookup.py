"""Where a postcode lies: ward, LSOA and deprivation decile, from a CSV file with a header."""

import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, NamedTuple

from assembly.errors import BadInput

from .source import Source, name_of, opened

LONGEST_POSTCODE, LONGEST_WARD, LONGEST_LSOA = 8, 80, 9
COLUMNS = {
    "postcode": ("postcode", "pcds"),
    "ward": ("ward22_name", "ward_name", "ward"),
    "LSOA": ("lsoa21_code", "lsoa21", "lsoa"),
    "deprivation decile": ("imd2025_decile", "imd_decile", "decile"),
}


class Area(NamedTuple):
    """Where an address lies. Decile 1 is the most deprived tenth of England, 10 the least."""

    ward: str
    lsoa: str
    decile: int


@dataclass(frozen=True)
class Lookup:
    areas: dict[str, Area]
    file_name: str
    sha256: str

    def find(self, postcode: str) -> Area | None:
        return self.areas.get(postcode) or self.areas.get(canonical(postcode))


def canonical(postcode: str) -> str:
    """Return a postcode in capitals with one space before its last three characters."""
    bare = "".join(postcode.split()).upper()
    return f"{bare[:-3]} {bare[-3:]}" if len(bare) > 3 else bare


def read_lookup(file: Path | BinaryIO) -> Lookup:
    """Read a postcode file whole (a country's 1.7 million take about 300 MB)."""
    with opened(file) as handle:
        source = Source(handle)
        try:
            areas = dict(_areas(csv.reader(source.lines(), strict=True)))
        except csv.Error as error:
            raise BadInput(f"The postcode file cannot be read: {error}.") from error
    if not areas:
        raise BadInput("The postcode file is empty.")
    return Lookup(areas, name_of(file), source.sha256)


def _areas(rows: Iterator[list[str]]) -> Iterator[tuple[str, Area]]:
    header = [name.strip().lower() for name in next(rows, [])]
    places = [_place(header, what, names) for what, names in COLUMNS.items()] if header else []
    seen: set[str] = set()
    for number, row in enumerate(rows, start=2):
        postcode, area = _area(row, places, number, len(header))
        if postcode in seen:
            raise BadInput(
                f"Postcode file, row {number:,}: the postcode {postcode} is there twice."
            )
        seen.add(postcode)
        yield postcode, area


def _place(header: Sequence[str], what: str, names: Sequence[str]) -> int:
    for name in names:
        if name in header:
            return header.index(name)
    raise BadInput(f"The postcode file has no column for the {what}: call it “{names[0]}”.")


def _area(row: list[str], places: list[int], number: int, width: int) -> tuple[str, Area]:
    if len(row) != width:
        raise BadInput(f"Postcode file, row {number:,}: {len(row)} columns where {width} belong.")
    postcode, ward, lsoa, decile = (row[place].strip() for place in places)
    if not postcode:
        raise BadInput(f"Postcode file, row {number:,}: the postcode is missing.")
    if len(postcode) > LONGEST_POSTCODE or len(ward) > LONGEST_WARD or len(lsoa) > LONGEST_LSOA:
        raise BadInput(f"Postcode file, row {number:,}: a value is too long.")
    if decile not in {str(value) for value in range(1, 11)}:
        raise BadInput(
            f"Postcode file, row {number:,}: the decile must be 1 to 10, not “{decile[:20]}”."
        )
    return canonical(postcode), Area(ward, lsoa, int(decile))
