"""Where a postcode lies: ward, LSOA and deprivation decile, from a CSV file with a header.

Either our own columns (`OWN`), or those of ONS's postcode directories (ONSPD, NSPL), old or new
names. A directory gives no decile but the rank of the LSOA in its own country's index of
deprivation; decile 1 is the tenth with the lowest ranks. It gives wards by their codes; one whose
name is known goes by its name.
"""

import re
from array import array
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, NamedTuple

import numpy as np
from numpy.typing import NDArray

from assembly.errors import BadInput

from .source import Source, name_of, opened, rows

LONGEST_POSTCODE, LONGEST_WARD, LONGEST_LSOA = 8, 80, 9
# What a column holds: a name to suggest, and the names it may have (patterns, the best first).
OWN = {
    "postcode": ("postcode", "postcode|pcds"),
    "ward": ("ward22_name", r"ward\d\d_name|ward_name|ward"),
    "LSOA": ("lsoa21_code", r"lsoa\d\d_code|lsoa\d\d|lsoa"),
    "deprivation decile": ("imd2025_decile", r"imd\d{4}_decile|imd_decile|decile"),
}
DIRECTORY = {
    "postcode": ("pcds", "pcds"),
    "ward": ("wd25cd", r"wd\d\dcd|osward|ward"),
    "LSOA": ("lsoa21cd", "lsoa21cd|lsoa21|lsoa11cd|lsoa11"),
    "LSOA of the index": ("lsoa11cd", "lsoa11cd|lsoa11|lsoa21cd|lsoa21"),
    "rank of deprivation": ("imd20ind", r"imd\d\dind|imd"),
    "local authority": ("lad25cd", r"lad\d\dcd|oslaua|laua"),
}
# How many areas each country's index ranks: English 2019, Welsh 2019, Scottish 2020, Northern
# Irish 2017 (MHCLG, Welsh Government, Scottish Government, NISRA), by the first letter of the LSOA.
RANKED = {"E": 32_844, "W": 1_909, "S": 6_976, "9": 890, "N": 890}
LATER_INDEX = re.compile(r"imd(2[1-9]|[3-9]\d)ind")
_DISTRICT = re.compile(r"[EWSN]\d{8}")
NOWHERE = 0


class Area(NamedTuple):
    """Where an address lies. Decile 1 is the most deprived tenth of its country, 10 the least."""

    ward: str
    lsoa: str
    decile: int


@dataclass(frozen=True)
class Lookup:
    """Postcodes as sorted numbers (`packed`), and the area of each. Area 0 is nowhere."""

    keys: NDArray[np.uint64]
    places: NDArray[np.uint32]
    areas: list[Area | None]
    file_name: str
    sha256: str

    def __len__(self) -> int:
        return len(self.keys)

    @property
    def deciles(self) -> NDArray[np.uint8]:
        return np.array([area.decile if area else 0 for area in self.areas], np.uint8)

    def within(self, wards: Collection[str]) -> NDArray[np.bool_]:
        """Return for each area whether it lies in these wards. Raise `BadInput` for an unknown one.

        Names are compared as they are written in the postcode file.
        """
        known = {area.ward for area in self.areas if area}
        for ward in sorted(set(wards) - known):
            raise BadInput(f"The postcode file has no ward “{ward}”.")
        return np.array([bool(area and area.ward in wards) for area in self.areas])

    def find(self, postcode: str) -> Area | None:
        return self.areas[self.place(postcode)]

    def place(self, postcode: str) -> int:
        """Return which area a postcode lies in, however it is written; 0 if in none."""
        text = canonical(postcode)
        if len(text) > LONGEST_POSTCODE or not text.isascii():
            return NOWHERE
        return int(self.find_packed(np.array([packed(text)], np.uint64))[0])

    def find_packed(self, postcodes: NDArray[np.uint64]) -> NDArray[np.uint32]:
        """Return the areas of many postcodes, packed as they are written."""
        found = np.searchsorted(self.keys, postcodes)
        found[found == len(self.keys)] = 0
        return np.where(self.keys[found] == postcodes, self.places[found], np.uint32(NOWHERE))


def canonical(postcode: str) -> str:
    """Return a postcode in capitals with one space before its last three characters."""
    bare = "".join(postcode.split()).upper()
    return f"{bare[:-3]} {bare[-3:]}" if len(bare) > 3 else bare


def packed(postcode: str) -> int:
    """Return a postcode of at most eight characters as a number."""
    return int.from_bytes(postcode.encode().ljust(LONGEST_POSTCODE, b"\0"), "big")


def read_lookup(
    file: Path | BinaryIO, districts: str = "", names: Mapping[str, str] | None = None
) -> Lookup:
    """Read a postcode file whole (a country's 1.7 million postcodes stay in about 25 MB).

    `districts` are codes of local authorities, by commas: of a directory only their postcodes are
    the area. `names` are those of wards, by code. Raise `BadInput`, naming the row, if anything in
    the file is not as it should be.
    """
    keys, places = array("Q"), array("L")
    areas: dict[Area | None, int] = {None: NOWHERE}
    with opened(file) as handle:
        source = Source(handle)
        for postcode, area in _areas(source, _codes(districts), names or {}):
            keys.append(packed(postcode))
            places.append(areas.setdefault(area, len(areas)))
    if not keys:
        raise BadInput("The postcode file is empty.")
    if len(areas) == 1:
        raise BadInput("The postcode file has no postcode in the area.")
    found = np.frombuffer(keys, np.uint64)
    order = np.argsort(found, kind="stable")
    _require_once(found[order], order)
    of = np.frombuffer(places, np.dtype(f"u{places.itemsize}"))[order].astype(np.uint32)
    return Lookup(found[order], of, list(areas), name_of(file), source.sha256)


def _codes(districts: str) -> frozenset[str]:
    codes = frozenset(districts.replace(",", " ").upper().split())
    for code in sorted(codes):
        if not _DISTRICT.fullmatch(code):
            raise BadInput(f"“{code[:20]}” is not a local authority’s code, such as E09000031.")
    return codes


def _require_once(keys: NDArray[np.uint64], order: NDArray[np.int64]) -> None:
    twice = np.flatnonzero(keys[1:] == keys[:-1]) + 1
    if len(twice):
        place = twice[np.argmin(order[twice])]
        postcode = int(keys[place]).to_bytes(LONGEST_POSTCODE, "big").rstrip(b"\0").decode()
        raise BadInput(
            f"Postcode file, row {order[place] + 2:,}: the postcode {postcode} is there twice."
        )


def _areas(
    source: Source, districts: frozenset[str], names: Mapping[str, str]
) -> Iterator[tuple[str, Area | None]]:
    """Yield each postcode with its area, or with None where it lies outside."""
    lines = _lines(source)
    header = [name.strip().lower() for name in next(lines, [])]
    if not header:
        return
    row_of = (
        _Directory(header, districts, names) if _is_directory(header) else _Own(header, districts)
    )
    for number, row in enumerate(lines, start=2):
        if len(row) != len(header):
            raise _wrong(number, f"{len(row)} columns where {len(header)} belong")
        try:
            postcode, area = row_of.read(row)
        except ValueError as error:
            raise _wrong(number, str(error)) from None
        yield _checked(postcode, number), area


def _lines(source: Source) -> Iterator[list[str]]:
    first = 1
    try:
        for block in source.blocks():
            yield from rows(block, first)
            first += block.count(b"\n")
    except BadInput as error:
        raise BadInput(f"Postcode file: {error.message[:1].lower()}{error.message[1:]}") from error


def _is_directory(header: Sequence[str]) -> bool:
    """Whether these are a directory's columns: a rank, and no decile of our own."""
    return (
        _place(header, DIRECTORY["rank of deprivation"][1]) is not None
        and _place(header, OWN["deprivation decile"][1]) is None
    )


def _place(header: Sequence[str], names: str) -> int | None:
    """Return the place of the first of the names (patterns) that the header has."""
    for name in names.split("|"):
        for place, column in enumerate(header):
            if re.fullmatch(name, column):
                return place
    return None


def _need(header: Sequence[str], what: str, suggested: str, names: str) -> int:
    place = _place(header, names)
    if place is None:
        raise BadInput(f"The postcode file has no column for the {what}: call it “{suggested}”.")
    return place


class _Own:
    """Rows in our own columns."""

    def __init__(self, header: Sequence[str], districts: frozenset[str]) -> None:
        if districts:
            raise BadInput(
                "Local authorities can be chosen only where the postcode file is ONS’s directory."
            )
        self.places = [_need(header, what, *names) for what, names in OWN.items()]

    def read(self, row: Sequence[str]) -> tuple[str, Area]:
        postcode, ward, lsoa, decile = (row[place].strip() for place in self.places)
        if decile not in _DECILES:
            raise ValueError(f"the decile must be 1 to 10, not “{decile[:20]}”")
        if len(ward) > LONGEST_WARD or len(lsoa) > LONGEST_LSOA:
            raise ValueError("a value is too long")
        return postcode, Area(ward, lsoa, int(decile))


class _Directory:
    """Rows in the columns of ONSPD or NSPL. A postcode without a rank lies in no area: the Channel
    Islands, the Isle of Man."""

    def __init__(
        self, header: Sequence[str], districts: frozenset[str], names: Mapping[str, str]
    ) -> None:
        self.places = [_need(header, what, *columns) for what, columns in DIRECTORY.items()]
        for name in header:
            if LATER_INDEX.fullmatch(name):
                raise BadInput(
                    f"The postcode file ranks areas by an index of deprivation (“{name}”) later "
                    "than those of 2017 to 2020, of which the number of areas is known here. Use "
                    "an edition before it, or a file of your own with deciles."
                )
        self.districts = districts
        self.names = names

    def read(self, row: Sequence[str]) -> tuple[str, Area | None]:
        postcode, ward, lsoa, ranked, rank, district = (row[place].strip() for place in self.places)
        if not rank.isascii() or not (rank.isdigit() or not rank):
            raise ValueError(f"the rank must be a number, not “{rank[:20]}”")
        if len(ward) > LONGEST_LSOA or len(lsoa) > LONGEST_LSOA:
            raise ValueError("a code is too long")
        if not rank.strip("0") or (self.districts and district not in self.districts):
            return postcode, None
        return postcode, Area(self.names.get(ward, ward), lsoa, decile_of(int(rank), ranked))


def decile_of(rank: int, lsoa: str) -> int:
    """Return the decile of a rank in the index of the country that the LSOA lies in.

    Raise `ValueError` where the country has no index or fewer areas than the rank.
    """
    count = RANKED.get(lsoa[:1], 0)
    if not 1 <= rank <= count:
        raise ValueError(f"no index of deprivation has a rank {rank} for “{lsoa[:20]}”")
    return -(-rank * 10 // count)


_DECILES = frozenset(str(value) for value in range(1, 11))


def _checked(postcode: str, number: int) -> str:
    if not postcode:
        raise _wrong(number, "the postcode is missing")
    text = canonical(postcode)
    if len(text) > LONGEST_POSTCODE or not (text.isascii() and text.replace(" ", "").isalnum()):
        raise _wrong(number, f"“{postcode[:20]}” is not a postcode")
    return text


def _wrong(number: int, what: str) -> BadInput:
    return BadInput(f"Postcode file, row {number:,}: {what}.")
