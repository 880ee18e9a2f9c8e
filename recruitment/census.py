"""Categories and their populations, read from a census table and a file that says how to count."""

import csv
import json
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from assembly.errors import BadInput


@dataclass(frozen=True)
class ValueCount:
    """One value of a category; `population` is None for a value that has no census count."""

    key: str
    name: str
    population: int | None
    from_age: int | None = None
    wards: tuple[str, ...] = ()


@dataclass(frozen=True)
class CategoryCount:
    key: str
    name: str
    question: str
    source: str
    values: tuple[ValueCount, ...]


def read(folder: Path) -> list[CategoryCount]:
    """Read `categories.json` and the census tables of boroughs and wards of one area's folder."""
    census: dict[str, dict[str, int]] = defaultdict(dict)
    for row in _rows(folder, "*_borough_census2021.csv"):
        census[row["variable"]][row["category"]] = int(float(row["count"]))
    wards = {row["ward_name"]: int(row["residents"]) for row in _rows(folder, "*_wards22.csv")}
    plan = json.loads((folder / "categories.json").read_text(encoding="utf-8"))
    return [
        CategoryCount(
            category["key"],
            category["name"],
            category["question"],
            category["source"],
            tuple(_value(value, census, wards) for value in category["values"]),
        )
        for category in plan["categories"]
    ]


def ward_names(data: Path) -> dict[str, str]:
    """Return ward code → name, of the wards of all areas whose census figures are in a folder."""
    tables = [_rows(file.parent, file.name) for file in sorted(data.glob("*/*_wards22.csv"))]
    return {row["ward_code"]: row["ward_name"] for table in tables for row in table}


def _rows(folder: Path, pattern: str) -> list[dict[str, str]]:
    found = sorted(folder.glob(pattern))
    if len(found) != 1:
        raise BadInput(
            f"There must be one file {pattern} with the census figures; found {len(found)}."
        )
    with found[0].open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _value(
    value: dict[str, Any], census: dict[str, dict[str, int]], wards: dict[str, int]
) -> ValueCount:
    try:
        population: int | None
        if "census" in value:
            variable, names = value["census"]
            population = sum(census[variable][name] for name in names)
        else:
            population = sum(wards[name] for name in value.get("wards", ())) or None
    except KeyError as error:
        raise BadInput(f"{value['name']}: the census table has no row {error}.") from None
    return ValueCount(
        value["key"],
        value["name"],
        population,
        value.get("from_age"),
        tuple(value.get("wards", ())),
    )
