"""The practitioners' CSV files: targets, and one row a person.

Files are UTF-8, with or without a byte order mark. Headers and values are compared without regard
to case and to spaces around or doubled inside; what is kept is the spelling of the targets.
"""

import csv
import io
from collections.abc import Sequence
from pathlib import Path

from .problem import Person, Target

HEADS = (("category", "name"), ("category", "feature"), ("feature", "value"), ("category", "value"))
COUNTS = ("min", "max", "min_flex", "max_flex")
BIGGEST_CELL = 10_000


class BadFile(ValueError):
    """A file cannot be used; the message names the file, the row and the column."""


def read_targets(path: Path) -> list[Target]:
    """Read `category,value,min,max[,min_flex,max_flex]`; raise `BadFile` for anything amiss.

    The first two columns may also be headed `category,name`, `category,feature` or
    `feature,value`. An empty `min_flex` or `max_flex` puts no limit on advice.
    """
    header, rows = _read(path)
    pair = next((pair for pair in HEADS if all(name in header for name in pair)), None)
    if pair is None:
        raise BadFile(f"{path.name}: no columns “category” and “value” in row 1")
    for name in COUNTS[:2]:
        if name not in header:
            raise BadFile(f"{path.name}: no column “{name}” in row 1")
    targets: list[Target] = []
    seen: dict[tuple[str, str], int] = {}
    spelt: dict[str, str] = {}
    for number, row in rows:
        category, value = (row[header.index(name)] for name in pair)
        for name, cell in zip(pair, (category, value), strict=True):
            if not cell:
                raise BadFile(f"{path.name}, row {number}, column “{name}”: empty")
        category = spelt.setdefault(_key(category), category)
        key = _key(category), _key(value)
        if key in seen:
            raise BadFile(
                f"{path.name}, row {number}: “{value}” of “{category}” "
                f"stands in row {seen[key]} too"
            )
        seen[key] = number
        targets.append(_target(path, number, header, row, category, value))
    if not targets:
        raise BadFile(f"{path.name}: no targets below the header")
    return targets


def _target(
    path: Path, number: int, header: list[str], row: list[str], category: str, value: str
) -> Target:
    counts: dict[str, int | None] = dict.fromkeys(COUNTS)
    for name in COUNTS:
        cell = row[header.index(name)] if name in header else ""
        if cell == "" and name in COUNTS[2:]:
            continue
        if not (cell.isascii() and cell.isdigit() and len(cell) < 10):
            raise BadFile(
                f"{path.name}, row {number}, column “{name}”: “{cell}” is not a whole number"
            )
        counts[name] = int(cell)
    low, high = counts["min"] or 0, counts["max"] or 0
    low_flex, high_flex = counts["min_flex"] or 0, counts["max_flex"]
    if low > high:
        raise BadFile(
            f"{path.name}, row {number}, column “min”: {low} is more than the max, {high}"
        )
    if low_flex > low:
        raise BadFile(
            f"{path.name}, row {number}, column “min_flex”: {low_flex} is more than the min, {low}"
        )
    if high_flex is not None and high_flex < high:
        raise BadFile(
            f"{path.name}, row {number}, column “max_flex”: "
            f"{high_flex} is less than the max, {high}"
        )
    return Target(category, value, low, high, low_flex, high_flex)


def read_people(
    path: Path,
    targets: Sequence[Target],
    *,
    id_column: str | None = None,
    address_columns: Sequence[str] = (),
) -> list[Person]:
    """Read one person a row; raise `BadFile` for anything amiss.

    `id_column` is the first unless named. People whose `address_columns` say the same live
    together; where they are all empty a person is a household of their own.
    """
    header, rows = _read(path)
    identity = _column(path, header, id_column) if id_column else 0
    homes = [_column(path, header, name) for name in address_columns]
    categories = {target.category: _column(path, header, target.category) for target in targets}
    values = {(_key(each.category), _key(each.value)): each.value for each in targets}
    seen: dict[str, int] = {}
    people = []
    for number, row in rows:
        name = row[identity]
        if not name:
            raise BadFile(f"{path.name}, row {number}, column “{header[identity]}”: empty")
        if name in seen:
            raise BadFile(
                f"{path.name}, row {number}, column “{header[identity]}”: "
                f"“{name}” stands in row {seen[name]} too"
            )
        seen[name] = number
        found = {}
        for category, place in categories.items():
            value = values.get((_key(category), _key(row[place])))
            if value is None:
                raise BadFile(
                    f"{path.name}, row {number}, column “{category}”: "
                    f"“{row[place]}” is not a value of the targets"
                )
            found[category] = value
        address = "\x1f".join(_key(row[place]) for place in homes)
        people.append(Person(name, found, address if address.strip("\x1f") else None))
    return people


def _column(path: Path, header: list[str], name: str) -> int:
    if _key(name) not in header:
        raise BadFile(f"{path.name}: no column “{name}” in row 1")
    return header.index(_key(name))


def _key(text: str) -> str:
    return " ".join(text.split()).casefold()


def _read(path: Path) -> tuple[list[str], list[tuple[int, list[str]]]]:
    """Return the header, lower case, and (row number as a spreadsheet counts, cells)."""
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise BadFile(f"{path}: {error.strerror}") from error
    except UnicodeDecodeError as error:
        line = path.read_bytes()[: error.start].count(b"\n") + 1
        raise BadFile(f"{path.name}, row {line}: not UTF-8 text") from error
    if "\0" in text:
        line = text[: text.index("\0")].count("\n") + 1
        raise BadFile(f"{path.name}, row {line}: a zero byte stands in the text")
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), strict=True))
    except csv.Error as error:
        raise BadFile(f"{path.name}: {error}") from error
    if not rows or not any(cell.strip() for cell in rows[0]):
        raise BadFile(f"{path.name}: no header in row 1")
    header = [_key(cell) for cell in rows[0]]
    for name in header:
        if name and header.count(name) > 1:
            raise BadFile(f"{path.name}: two columns are headed “{name}”")
    found = []
    for number, row in enumerate(rows[1:], start=2):
        cells = [" ".join(cell.split()) for cell in row]
        if not any(cells):
            continue
        if len(cells) != len(header):
            raise BadFile(
                f"{path.name}, row {number}: {len(cells)} cells under {len(header)} headers"
            )
        for name, cell in zip(header, cells, strict=True):
            if len(cell) > BIGGEST_CELL:
                raise BadFile(f"{path.name}, row {number}, column “{name}”: too long")
        found.append((number, cells))
    return header, found
