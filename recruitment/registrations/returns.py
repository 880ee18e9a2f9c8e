"""Paper answers typed up elsewhere: a file of them, taken as a whole or not at all.

One row a person, the first row names the columns: `code name email phone date_of_birth`, one column
for each question of the lottery, and if wanted one for each need, each added question and
`guardian_name guardian_email guardian_phone`.
"""

import csv
import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from openpyxl import load_workbook

from assembly import audit
from assembly.errors import BadInput, DomainError
from assembly.models import Assembly
from assembly.permissions import Actor

from .. import categories
from ..models import Category, Registration
from . import answers as rules
from . import drafts, gate, registered
from .drafts import Channel

MOST_BYTES = 2_000_000
MOST_UNPACKED = 40_000_000
MOST_ROWS = 2_000
MOST_COLUMNS = 60
LONGEST = 300
OWN = ("code", "name", "email", "phone", "date_of_birth")
GUARDIAN = ("guardian_name", "guardian_email", "guardian_phone")
_BRITISH = re.compile(r"(\d{1,2})[/.\-](\d{1,2})[/.\-](\d{4})")

Row = dict[str, str]


@dataclass(frozen=True)
class Problem:
    """What is wrong in one row of a file, as its reader counts rows, from 1."""

    row: int
    message: str


class FileRefused(BadInput):
    """A file that cannot be taken. Nothing of it has been kept; `problems` says what to mend."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__("The file was not taken. Nothing in it has been kept.")
        self.problems = problems


def columns(assembly: Assembly) -> list[str]:
    """Return the names of all the columns that a file for this assembly may have."""
    asked = [category.key for category in categories.asked(assembly)]
    added = [f"added_{question.key}" for question in assembly.added_questions.order_by("place")]
    guardian = GUARDIAN if assembly.consent_below else ()
    return [*OWN, *asked, *added, *rules.NEEDS, *guardian]


def read(name: str, content: bytes) -> list[tuple[int, Row]]:
    """Return the rows of a CSV or XLSX file with their numbers; empty ones are left out.

    Raise `FileRefused` for a file that is neither, too big, or holds formulas.
    """
    if len(content) > MOST_BYTES:
        raise FileRefused([Problem(1, f"The file is larger than {MOST_BYTES // 1_000_000} MB")])
    table = _xlsx(content) if content.startswith(b"PK") else _csv(name, content)
    header: list[str] = []
    rows: list[tuple[int, Row]] = []
    for number, cells in enumerate(table, start=1):
        texts = [_text(number, cell) for cell in cells]
        if not any(texts):
            continue
        if not header:
            header = _header(number, texts)
            continue
        if len(rows) >= MOST_ROWS:
            raise FileRefused([Problem(number, f"More than {MOST_ROWS:,} rows. Split the file")])
        if any(texts[len(header) :]):
            raise FileRefused([Problem(number, "There are more cells than columns in row 1")])
        rows.append((number, dict(zip(header, texts, strict=False))))
    if not rows:
        raise FileRefused([Problem(1, "The file has no rows below the names of its columns")])
    return rows


def _csv(name: str, content: bytes) -> Iterator[list[Any]]:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise FileRefused(
            [Problem(1, f"{name} is neither XLSX nor CSV in UTF-8. Save it again as one of them")]
        ) from None
    if "\0" in text:
        raise FileRefused([Problem(1 + text[: text.index("\0")].count("\n"), "A zero byte")])
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        yield from reader
    except csv.Error as error:
        raise FileRefused([Problem(reader.line_num, f"This is not CSV: {error}")]) from None


def _xlsx(content: bytes) -> Iterator[list[Any]]:
    unreadable = FileRefused([Problem(1, "The XLSX file cannot be read. Save it again, or as CSV")])
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            unpacked = sum(entry.file_size for entry in packed.infolist())
        if unpacked > MOST_UNPACKED:
            raise FileRefused([Problem(1, "The XLSX file is too large when unpacked")])
        sheet = load_workbook(io.BytesIO(content), read_only=True).worksheets[0]
        # What a hostile file says of its own size is not believed.
        sheet.reset_dimensions()
        table = [
            [cell.value for cell in row]
            for row in sheet.iter_rows(max_row=MOST_ROWS + 2, max_col=MOST_COLUMNS + 1)
        ]
    except FileRefused:
        raise
    except Exception:  # whatever a broken file makes its reader raise
        raise unreadable from None
    for number, row in enumerate(table, start=1):
        if any(isinstance(cell, str) and cell.startswith("=") for cell in row):
            raise FileRefused([Problem(number, "A cell holds a formula. Paste values only")])
        yield row


def _text(number: int, cell: Any) -> str:
    if isinstance(cell, datetime | date):
        return cell.strftime("%Y-%m-%d")
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    text = "" if cell is None else str(cell).strip()
    if len(text) > LONGEST:
        raise FileRefused([Problem(number, f"A cell has more than {LONGEST} characters")])
    if any(0xD800 <= ord(c) <= 0xDFFF or c == "\0" for c in text):
        raise FileRefused([Problem(number, "A cell holds characters that are none")])
    return text


def _header(number: int, texts: list[str]) -> list[str]:
    names = [re.sub(r"[\s-]+", "_", text.lower()) for text in texts]
    while names and not names[-1]:
        names.pop()
    if len(names) > MOST_COLUMNS:
        raise FileRefused([Problem(number, f"More than {MOST_COLUMNS} columns")])
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        raise FileRefused([Problem(number, f"A column stands here twice: {', '.join(twice)}")])
    return names


def take(
    assembly: Assembly, rows: list[tuple[int, Row]], *, by: Actor, now: datetime
) -> list[Registration]:
    """Register everyone in the rows as answers by post; return them.

    Every row is tried, so that all that is wrong is told at once; if anything is, nobody is
    registered and `FileRefused` says what, row by row.
    """
    _check_columns(assembly, rows)
    asked = categories.asked(assembly)
    made: list[Registration] = []
    problems: list[Problem] = []
    with audit.act("registrations.import", assembly, by=by, now=now) as record:
        gate.require_open(assembly, now)
        for number, row in rows:
            try:
                with transaction.atomic():
                    made.append(_take_one(assembly, row, asked, by, now))
            except gate.WrongCode as wrong:
                problems.append(Problem(number, wrong.reason))
            except DomainError as error:
                problems.append(Problem(number, error.message))
        if problems:
            raise FileRefused(problems)
        record.about(assembly, people=len(made))
    return made


def _check_columns(assembly: Assembly, rows: list[tuple[int, Row]]) -> None:
    known = columns(assembly)
    given = list(rows[0][1]) if rows else []
    needed = [*OWN, *(category.key for category in categories.asked(assembly))]
    problems = [
        *(Problem(1, f"Unknown column “{name}”") for name in given if name not in known),
        *(Problem(1, f"The column “{name}” is missing") for name in needed if name not in given),
    ]
    if problems:
        raise FileRefused(problems)


def _take_one(
    assembly: Assembly, row: Row, asked: list[Category], by: Actor, now: datetime
) -> Registration:
    answers = _answers(row, asked)
    draft, _token = drafts.begin(assembly, row["code"], channel=Channel.POST, by=by, now=now)
    _refuse_twice(draft, answers)
    drafts.save_answers(draft, answers, by=by, now=now)
    return registered.register(draft, by=by, now=now)


def _answers(row: Row, asked: list[Category]) -> dict[str, Any]:
    return {
        "lives_here": True,
        "name": row["name"],
        "email": row["email"],
        "phone": row["phone"],
        "date_of_birth": _birth_date(row["date_of_birth"]),
        "categories": {category.key: _value(category, row[category.key]) for category in asked},
        "needs": {kind: text for kind in rules.NEEDS if (text := row.get(kind, ""))},
        "added": {
            name.removeprefix("added_"): text
            for name, text in row.items()
            if name.startswith("added_") and text
        },
        "guardian": {
            name.removeprefix("guardian_"): text
            for name, text in row.items()
            if name in GUARDIAN and text
        },
    }


def _birth_date(text: str) -> str:
    """Return ISO 8601 for 27/3/1985 or 1985-03-27."""
    found = _BRITISH.fullmatch(text)
    day = f"{found[3]}-{int(found[2]):02d}-{int(found[1]):02d}" if found else text
    try:
        return date.fromisoformat(day).isoformat()
    except ValueError:
        raise BadInput(f"“{text}” is not a date of birth like 27/03/1985") from None


def _value(category: Category, text: str) -> str:
    """Return the key of a value that was given by its key or its name."""
    for value in category.values.all():
        if text.casefold() in (value.key.casefold(), value.name.casefold()):
            return value.key
    raise BadInput(f"{category.name}: “{text}” is none of its answers")


def _refuse_twice(draft: Registration, answers: dict[str, Any]) -> None:
    """The same person in the same home, so that a file sent twice registers nobody twice."""
    others = draft.invitation.registrations.exclude(place=None)
    for other in others:
        same_name = (other.name or "").casefold() == answers["name"].casefold()
        if same_name and other.date_of_birth == answers["date_of_birth"]:
            raise BadInput("This person has registered already, with the same code")
