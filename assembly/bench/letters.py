"""Letters per CPU-second: stamped on a shared body, beside each laid out whole by WeasyPrint.

The run is a real one: rows, claims, files, manifest, audit chain, in a database of its own and a
process of its own, so that memory is that of one printer.
"""

import json
import os
import resource
from dataclasses import replace
from datetime import date, datetime, timedelta
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from django.core.management import call_command
from django.db import connection

from assembly.models import Assembly, Organisation, Part
from assembly.permissions import SYSTEM
from recruitment import codes, letters
from recruitment.letters import body, fields, sheet, window, wording
from recruitment.letters.wording import Text, Wording
from recruitment.models import LetterKind, LetterRun

from . import apart, invented
from .row import Row, cpu

LETTERS, QUICK = 2_000, 500
RUN, QUICK_RUN = 100_000, 2_000
BATCH = 1_000
WHOLE = 8
GOAL = 180.0
GOAL_RATIO = 25.0
MOST = 300.0
NAME = "assembly_bench_letters"
WRITTEN_AT = datetime(2024, 1, 8, 9, tzinfo=ZoneInfo("Europe/London"))
BODIES = {
    Part.Kind.COMMISSIONER.value: "The Council",
    Part.Kind.DELIVERY.value: "Common Table",
    Part.Kind.RECRUITER.value: "Fairdraw",
}


def measure(*, quick: bool) -> list[Row]:
    return [*_stamping(QUICK if quick else LETTERS), *_run(QUICK_RUN if quick else RUN)]


def assembly() -> Assembly:
    """Return an assembly that is in no database."""
    return Assembly(
        slug="bench", name="Citizens’ Assembly", question="How should we look after our streets?",
        area_name="Waltham Forest", seats=50, gift_pence=7_500, first_day=date(2024, 2, 24),
        registration_opens=WRITTEN_AT, registration_closes=WRITTEN_AT + timedelta(days=21),
        contact_email="assembly@example.org", contact_phone="020 7946 0000", stage="setup",
        stage_since=WRITTEN_AT,
    )  # fmt: skip


def says(of: Assembly) -> Wording:
    """Return what our own text says for it."""
    ours = wording.first_version(of, LetterKind.INVITATION)
    text = Text("en", ours.front, ours.back, fields.said(of, BODIES, 3, "en", "Royal Mail"))
    return Wording(LetterRun.Layout.STANDARD, (text,), tuple(ours.others), "January 2024")


def stamp(number: int) -> sheet.Stamp:
    code = codes.make(50_000_000 + number, 1, 1)
    return sheet.Stamp(
        window.block((f"{number} Invented Road", "LONDON"), "E17 0ZZ"),
        codes.pretty(code),
        f"http://localhost:8000/bench/register/code/#{code}",
        f"1-01-{number:04d}",
    )


def _stamping(count: int) -> list[Row]:
    """Stamp in one process, with WeasyPrint laying out whole letters beside it."""
    text = says(assembly())
    pages = body.render(text)
    shared = sheet.Body(pages, body.pages(pages))
    stamps = [stamp(number) for number in range(count)]
    with cpu() as clock:
        made = sheet.render(shared, stamps, title="Bench", made_at=WRITTEN_AT)
    with cpu() as whole:
        for _ in range(WHOLE):
            body.render(text)
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


def _run(count: int) -> list[Row]:
    """Print a whole run, stopped in the middle and taken up by another process."""
    with apart.database(NAME) as environment:
        act = f"one({count})"
        first, second = (json.loads(apart.run("letters", act, environment)) for _ in range(2))
    seconds = first["seconds"] + second["seconds"]
    most = max(first["megabytes"], second["megabytes"])
    rate, case = count / seconds, f"run of {count:,} in two processes"
    whole = second["printed"] == count and bool(second["is_complete"])
    return [
        Row("letters", case, rate, "letters/CPU s", GOAL, holds=rate >= GOAL),
        Row("letters", f"memory, {case}", most, "MB", MOST, holds=most <= MOST),
        Row("letters", f"complete, {case}", float(whole), "1 = yes", 1.0, holds=whole),
    ]


def one(count: int) -> None:
    """Print half of a run, or what is left of it; print what came of it."""
    if urlsplit(os.environ["DATABASE_URL"]).path.strip("/") != NAME:
        raise RuntimeError("The run is measured in a database of its own")
    wanted = 0
    if "recruitment_letterrun" not in connection.introspection.table_names():
        call_command("migrate", verbosity=0)
        _start(count)
        wanted = count // BATCH // 2
    before = letters.progress(LetterRun.objects.get()).printed
    with cpu() as clock:
        batches = 0
        while (not wanted or batches < wanted) and letters.print_next(WRITTEN_AT):
            batches += 1
    run = LetterRun.objects.get()
    made = letters.progress(run)
    megabytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(
        json.dumps(
            {
                "seconds": clock.seconds,
                "megabytes": megabytes,
                "printed": made.printed,
                "before": before,
                "is_complete": run.printed_at is not None and bool(run.manifest),
            }
        )
    )


def _start(count: int) -> None:
    """Lay out a run to so many invented addresses."""
    of = assembly()
    of.save()
    for kind, name in BODIES.items():
        organisation = Organisation.objects.create(name=name, slug=kind, short_name=name)
        Part.objects.create(assembly=of, organisation=organisation, kind=kind)
    draw = invented.draw(of, count, WRITTEN_AT)
    invented.letters(draw)
    letters.start(of, draw, batch_size=BATCH, by=SYSTEM, now=WRITTEN_AT)
