"""Letters per CPU-second: stamped on a shared body, beside each laid out whole by WeasyPrint."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from assembly.models import Assembly
from recruitment import codes
from recruitment.letters import body, fields, languages, sheet, wording
from recruitment.letters.wording import Wording
from recruitment.models import LetterKind, LetterRun

from .row import Row, cpu

LETTERS, QUICK = 2_000, 500
WHOLE = 8
GOAL = 180.0
GOAL_RATIO = 25.0
WRITTEN_AT = datetime(2024, 1, 8, 9, tzinfo=ZoneInfo("Europe/London"))


def text() -> Wording:
    """Return what the letters say, of an assembly that is in no database."""
    assembly = Assembly(
        slug="bench", name="Citizens’ Assembly", question="How should we look after our streets?",
        area_name="Waltham Forest", seats=50, gift_pence=7_500, first_day=date(2024, 2, 24),
        registration_opens=WRITTEN_AT, registration_closes=WRITTEN_AT + timedelta(days=21),
        contact_email="assembly@example.org", contact_phone="020 7946 0000",
    )  # fmt: skip
    bodies = {"commissioner": "The Council", "delivery": "Common Table", "recruiter": "Fairdraw"}
    says = wording.first_version(assembly, LetterKind.INVITATION)
    values = fields.said(assembly, bodies, 3, languages.ENGLISH)
    written = wording.Text(languages.ENGLISH, says.front, says.back, values)
    return Wording(LetterRun.Layout.STANDARD, (written,), tuple(says.others), "January 2024")


def stamp(number: int) -> sheet.Stamp:
    code = codes.make(50_000_000 + number, 1, 1)
    return sheet.Stamp(
        ("The Resident(s)", f"{number} Invented Road", "LONDON", "E17 0ZZ"),
        codes.pretty(code),
        f"http://localhost:8000/bench/register/code/#{code}",
        f"01-{number:04d}",
    )


def measure(*, quick: bool) -> list[Row]:
    count = QUICK if quick else LETTERS
    says = text()
    content = body.render(says)
    shared = sheet.Body(content, body.pages(content), body.code_pages(says))
    stamps = [stamp(number) for number in range(count)]
    with cpu() as clock:
        made = sheet.render(shared, stamps, title="Bench", made_at=WRITTEN_AT)
    with cpu() as whole:
        for _ in range(WHOLE):
            body.render(says)
    ours, theirs = count / clock.seconds, WHOLE / whole.seconds
    rate = Row("letters", f"{count:,} stamped", ours, "letters/CPU s", GOAL, theirs, ours / theirs)
    again = sheet.render(shared, stamps, title="Bench", made_at=WRITTEN_AT)
    ratio, same = ours / theirs, made == again
    times = replace(rate, case="times plain WeasyPrint", figure=ratio, unit="×", goal=GOAL_RATIO)
    return [
        replace(rate, holds=ours >= GOAL),
        replace(times, holds=ratio >= GOAL_RATIO),
        Row("letters", "size of each", len(made) / count / 1024, "KB"),
        Row("letters", "same bytes again", float(same), "1 = yes", 1.0, holds=same),
    ]
