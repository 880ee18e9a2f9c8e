"""Small address files for the tests."""

import csv
import gzip
from pathlib import Path
from typing import Any

from assembly.models import Assembly
from recruitment import addresses, frames
from recruitment.models import AddressDraw

from . import make

COLUMNS = [
    "postcode",
    "town",
    "locality",
    "inner_locality",
    "street",
    "inner_street",
    "number",
    "name",
    "sub",
    "po_box",
    "department",
    "organisation",
    "udprn",
    "kind",
    "indicator",
    "suffix",
    "address_key",
    "organisation_key",
    "households",
    "locality_key",
]
CORE = frames.FORMATS["addressbase"].columns
FIRST = 99_000_000
POSTCODES = "postcode,ward22_name,lsoa21_code,imd2025_decile\n" + "".join(
    f"E17 {n}AA,{'Leyton' if n < 4 else 'Chingford Green'},E0100000{n},{n}\n" for n in range(1, 10)
)


def row(place: int = 0, *, columns: int = 20, **fields: str) -> list[str]:
    """Return one PAF row; what is not named is that of an ordinary house."""
    house = {
        "postcode": f"E17 {place % 9 + 1}AA",
        "town": "LONDON",
        "street": "YARROW ROAD",
        "number": str(place + 1),
        "udprn": str(FIRST + place),
        "kind": "S",
        "suffix": "1A",
        "households": "1",
    }
    return [{**house, **fields}.get(name, "") for name in COLUMNS][:columns]


def core_row(place: int = 0, **fields: str) -> list[str]:
    """Return one row of AddressBase Core; what is not named is that of an ordinary house."""
    house = {
        "uprn": str(100_000_000_000 + place),
        "udprn": str(FIRST + place),
        "classification_code": "RD04",
        "single_line_address": f"{place + 1}, YARROW ROAD, LONDON, E17 {place % 9 + 1}AA",
        "building_number": str(place + 1),
        "street_name": "YARROW ROAD",
        "town_name": "LONDON",
        "post_town": "LONDON",
        "postcode": f"E17 {place % 9 + 1}AA",
        "change_code": "I",
    }
    return [{**house, **fields}.get(name, "") for name in CORE]


def paf(folder: Path, rows: list[list[str]], *, name: str = "paf.csv") -> Path:
    path = folder / name
    opener = gzip.open if name.endswith(".gz") else open
    with opener(path, "wt", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows(rows)
    return path


def houses(folder: Path, count: int) -> Path:
    return paf(folder, [row(place) for place in range(count)], name=f"houses-{count}.csv")


def postcodes(folder: Path, text: str = POSTCODES) -> Path:
    path = folder / "postcodes.csv"
    path.write_text(text, encoding="utf-8")
    return path


def draw(
    assembly: Assembly, folder: Path, *, houses_in_file: int = 90, **options: Any
) -> AddressDraw:
    """Draw from a file of so many houses, a ninth of them in each decile from 1 to 9."""
    given = {
        "file": houses(folder, houses_in_file),
        "postcodes": postcodes(folder),
        "edition": "January 2024",
        "licence": "Test licence 1",
        "size": 20,
        "seed": "20240110",
        "by": make.actor_with(assembly, "recruiter"),
        "now": make.NOW,
    }
    return addresses.draw(assembly, **{**given, **options})
