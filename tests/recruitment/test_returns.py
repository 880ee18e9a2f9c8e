"""Paper answers from a file: taken as a whole, or refused with the row of each problem."""

import csv
import io
import zipfile
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from assembly.errors import NotAllowed
from assembly.models import AuditEntry, OutboxMessage
from recruitment.models import Registration
from recruitment.registrations import returns
from tests import make
from tests import make_recruitment as recruit
from tests.make_pages import text

pytestmark = pytest.mark.usefixtures("today")


@pytest.fixture
def assembly(db):
    return recruit.open_assembly()


@pytest.fixture
def recruiter(assembly):
    return make.actor_with(assembly, "recruiter")


NAMES = ["code", "name", "email", "phone", "date_of_birth", "gender", "ethnicity", "disability"]


def row(code, name="Paper Person", **fields):
    given = {
        "code": code,
        "name": name,
        "email": "paper@example.org",
        "phone": "",
        "date_of_birth": "27/03/1985",
        "gender": "Woman",
        "ethnicity": "white",
        "disability": "no",
        **fields,
    }
    return [given[key] for key in NAMES]


def as_csv(rows, header=NAMES) -> bytes:
    out = io.StringIO()
    csv.writer(out).writerows([header, *rows])
    return out.getvalue().encode("utf-8-sig")


def as_xlsx(rows, header=NAMES) -> bytes:
    book = Workbook()
    for line in [header, *rows]:
        book.active.append(line)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def take(assembly, recruiter, content, name="answers.csv"):
    return returns.take(assembly, returns.read(name, content), by=recruiter, now=make.NOW)


@pytest.mark.parametrize("write", [as_csv, as_xlsx])
def test_a_file_registers_everyone_in_it_as_answers_by_post(assembly, recruiter, write):
    letters = [recruit.invitation(assembly)[1] for _ in range(3)]
    rows = [row(code.lower(), f"Person {place}") for place, code in enumerate(letters)]
    made = take(assembly, recruiter, write(rows))
    assert [(one.status, one.channel, one.entered_by) for one in made] == [
        ("registered", "post", recruiter.label)
    ] * 3
    assert made[0].answers["age"] == "30-44"
    assert AuditEntry.objects.filter(act="registrations.import").count() == 1


def test_dates_and_numbers_of_a_spreadsheet_are_understood(assembly, recruiter):
    _, code = recruit.invitation(assembly)
    rows = [row(code, date_of_birth=date(1985, 3, 27), phone=2079460123.0, email="")]
    made = take(assembly, recruiter, as_xlsx(rows))[0]
    assert (made.date_of_birth, made.phone) == ("1985-03-27", "2079460123")


def test_every_problem_is_told_with_its_row_and_nobody_is_registered(assembly, recruiter):
    good, used, twice = (recruit.invitation(assembly)[1] for _ in range(3))
    for name in ("Alice", "Bob"):
        recruit.registration(assembly, used, name=name)
    rows = [
        row(good),
        row(used, "Charlie"),
        row(twice, date_of_birth="30/02/1985"),
        [],
        row("nonsense"),
        row(twice, gender="martian"),
        row(twice, email="", phone=""),
        row(twice, name=" "),
        row(twice, date_of_birth="2020-01-01"),
    ]
    before = (Registration.objects.count(), OutboxMessage.objects.count())
    with pytest.raises(returns.FileRefused) as refusal:
        take(assembly, recruiter, as_csv(rows))
    assert [(one.row, one.message) for one in refusal.value.problems] == [
        (3, "As many people as one letter allows have registered with this code."),
        (4, "“30/02/1985” is not a date of birth like 27/03/1985"),
        (6, "The code has 13 letters and numbers. You entered 8"),
        (7, "Gender: “martian” is none of its answers"),
        (8, "Enter an e-mail address or a phone number"),
        (9, "Enter your name"),
        (10, "You must be 16 or over on 24 February 2024"),
    ]
    assert (Registration.objects.count(), OutboxMessage.objects.count()) == before


def test_a_file_sent_twice_registers_nobody_twice(assembly, recruiter):
    content = as_csv([row(recruit.invitation(assembly)[1])])
    take(assembly, recruiter, content)
    with pytest.raises(returns.FileRefused) as refusal:
        take(assembly, recruiter, content)
    assert refusal.value.problems == [
        returns.Problem(2, "This person has registered already, with the same code")
    ]
    assert Registration.objects.count() == 1


def zip_bomb() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("xl/worksheets/sheet1.xml", b"0" * 60_000_000)
    return out.getvalue()


def entity_bomb() -> bytes:
    """A workbook whose sheet names an entity that grows when it is read."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(as_xlsx([row("x")]))) as good,
        zipfile.ZipFile(out, "w") as bad,
    ):
        for name in good.namelist():
            content = good.read(name)
            if name.endswith("sheet1.xml"):
                lines = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 9))
                content = (
                    f'<?xml version="1.0"?><!DOCTYPE w [<!ENTITY l0 "ha">{lines}]>'
                    '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
                    "<sheetData><row><c t='inlineStr'><is><t>&l8;</t></is></c></row></sheetData>"
                    "</worksheet>"
                ).encode()
            bad.writestr(name, content)
    return out.getvalue()


@pytest.mark.parametrize(
    ("content", "number", "message"),
    [
        (b"", 1, "The file has no rows below the names of its columns"),
        (as_csv([]), 1, "The file has no rows below the names of its columns"),
        (b"\xff\xfe\x00bad", 1, "answers.csv is neither XLSX nor CSV in UTF-8"),
        (b"%PDF-1.7 not a table", 1, "The file has no rows"),
        (b"PK\x03\x04 broken", 1, "The XLSX file cannot be read"),
        (zip_bomb(), 1, "The XLSX file is too large when unpacked"),
        (entity_bomb(), 1, "The XLSX file cannot be read"),
        (as_xlsx([row("x", name="=1+1")]), 2, "A cell holds a formula"),
        (as_csv([row("x", name="n" * 301)]), 2, "A cell has more than 300 characters"),
        (as_csv([[*row("x"), "more"]]), 2, "There are more cells than columns in row 1"),
        (as_csv([row("x")], header=[*NAMES[:7], "code"]), 1, "A column stands here twice: code"),
        (as_csv([row("x")]) + b'"open\n', None, "This is not CSV"),
        (as_csv([row("a\0b")]), 2, "A zero byte"),
        (b"x" * 2_000_001, 1, "The file is larger than 2 MB"),
    ],
    ids=[
        "empty", "header only", "not UTF-8", "a PDF", "a broken zip", "a zip bomb",
        "an entity bomb", "a formula", "a long cell", "more cells", "a column twice",
        "an open quotation", "a zero byte", "too big",
    ],
)  # fmt: skip
def test_a_hostile_file_is_refused_with_the_row(content, number, message):
    with pytest.raises(returns.FileRefused) as refusal:
        returns.read("answers.csv", content)
    problem = refusal.value.problems[0]
    assert problem.message.startswith(message)
    assert number is None or problem.row == number


def test_more_rows_than_a_file_may_have_are_refused_at_that_row():
    with pytest.raises(returns.FileRefused) as refusal:
        returns.read("a.csv", as_csv([row("x")] * 2_001))
    assert refusal.value.problems[0].row == 2_002


def test_unknown_and_missing_columns_are_named(assembly, recruiter):
    content = as_csv([row("x")], header=[*NAMES[:7], "shoe size"])
    with pytest.raises(returns.FileRefused) as refusal:
        take(assembly, recruiter, content)
    assert [one.message for one in refusal.value.problems] == [
        "Unknown column “shoe_size”",
        "The column “disability” is missing",
    ]


def rows_or_problems(name: str, content: bytes) -> list:
    try:
        return returns.read(name, content)
    except returns.FileRefused as refusal:
        return refusal.problems


@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(content=st.one_of(st.binary(max_size=400), st.text(max_size=400).map(str.encode)))
def test_whatever_bytes_are_sent_reading_ends_in_rows_or_a_refusal(content):
    assert rows_or_problems("any.csv", content)


@settings(max_examples=100, deadline=None, suppress_health_check=list(HealthCheck))
@given(place=st.integers(0, 5_000), byte=st.integers(0, 255))
def test_a_workbook_with_one_wrong_byte_is_read_or_refused(place, byte):
    content = bytearray(as_xlsx([row("x")]))
    content[place % len(content)] = byte
    assert rows_or_problems("any.xlsx", bytes(content))


def test_only_a_recruiter_takes_a_file(assembly):
    _, code = recruit.invitation(assembly)
    with pytest.raises(NotAllowed):
        take(assembly, make.actor_with(assembly, "organiser"), as_csv([row(code)]))


def test_a_text_that_looks_like_a_formula_stays_text(assembly, recruiter):
    _, code = recruit.invitation(assembly)
    made = take(assembly, recruiter, as_csv([row(code, name="=HYPERLINK(1)")]))
    assert made[0].name == "=HYPERLINK(1)"


def test_staff_send_a_file_see_the_problems_and_send_it_again(assembly, signed_in):
    staff = signed_in(make.role(assembly, "recruiter"))
    path = reverse("staff.registrations.import", args=[assembly.slug])
    _, code = recruit.invitation(assembly)
    bad = SimpleUploadedFile("a.csv", as_csv([row(code), row("0" * 13, "Bob")]))
    page = text(staff.post(path, {"file": bad}))
    assert "Nothing in it has been kept" in page
    assert '<td class="govuk-table__cell numbers">3</td>' in page
    assert not Registration.objects.exists()
    good = SimpleUploadedFile("a.xlsx", as_xlsx([row(code)]))
    assert staff.post(path, {"file": good}).status_code == 302
    assert Registration.objects.get().channel == "post"
    empty = staff.get(reverse("staff.registrations.import.template", args=[assembly.slug]))
    assert empty.content.decode().startswith("code,name,email,phone,date_of_birth,gender")
