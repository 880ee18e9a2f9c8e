"""Chapter one: set up, draw addresses, print and post the letters, take registrations."""

import time
from datetime import date, datetime

from django.conf import settings

from assembly import assemblies
from assembly.models import Assembly
from assembly.permissions import SOMEONE, SYSTEM
from recruitment import addresses, census, letters, registrations, targets
from recruitment.models import Invitation, LetterRun

from . import cast
from .chapters import SEED, SLUG, Say, at, chance, the_assembly
from .residents import Answer, Letter, Wards, respond, until

DATA = settings.DATA_DIR / "waltham_forest"
OPENS, CLOSES = at("2023-11-27 09:00"), at("2023-12-18 23:59")
OPENS_AT = at("2023-12-08 10:30")
ABOUT = 500
QUESTION = (
    "How should the council, the police and residents work together on neighbourhood policing?"
)
SUMMARY = (
    "Fifty residents, chosen by lottery to mirror the borough, meet for three weekends. They hear "
    "evidence, talk it through and make recommendations that the council and the police must "
    "answer."
)


def tell(say: Say) -> None:
    assembly = _set_up(say)
    run = _print(assembly, _draw_addresses(assembly, say), say)
    letters.release(run, by=cast.of(assembly, "organiser"), now=at("2023-11-24 15:00"))
    assemblies.advance(assembly, by=cast.of(assembly, "organiser"), now=OPENS)
    register(assembly, until(answers(assembly), OPENS_AT), say)


def _set_up(say: Say) -> Assembly:
    say("Setting up the assembly")
    now = at("2023-11-06 10:00")
    assembly = assemblies.create(
        slug=SLUG,
        name="Waltham Forest Citizens’ Assembly",
        question=QUESTION,
        area_name="Waltham Forest",
        summary=SUMMARY,
        seats=50,
        letters=10_000,
        registration_opens=OPENS,
        registration_closes=CLOSES,
        first_day=date(2024, 2, 24),
        minimum_age=16,
        gift_pence=7_500,
        contact_email="assembly@example.org",
        contact_phone="020 7946 0321",
        by=SYSTEM,
        now=now,
    )
    cast.enter(assembly, now)
    targets.build(assembly, census.read(DATA), by=cast.of(assembly, "recruiter"), now=now)
    return assembly


def _draw_addresses(assembly: Assembly, say: Say):  # type: ignore[no-untyped-def]
    say("Reading 110,094 rows of the address file and drawing 10,000 addresses")
    return addresses.draw(
        assembly,
        file=DATA / "wf_paf_synthetic.csv.gz",
        postcodes=DATA / "wf_postcodes.csv",
        edition="2023 Q4 (synthetic)",
        licence="Demonstration: no licence needed",
        size=assembly.letters,
        even_share=80,
        seed=SEED,
        by=cast.of(assembly, "recruiter"),
        now=at("2023-11-13 11:00"),
    )


def _print(assembly: Assembly, drawn, say: Say) -> LetterRun:  # type: ignore[no-untyped-def]
    run = letters.start(
        assembly, drawn, by=cast.of(assembly, "recruiter"), now=at("2023-11-14 09:00")
    )
    while not (state := letters.progress(run)).is_complete:
        if state.failed:
            raise RuntimeError("A batch of letters could not be printed")
        say(f"Printing letters: {state.printed:,} of {state.total:,}")
        time.sleep(0.5)
    run.refresh_from_db()
    while run.printed_at is None:
        time.sleep(0.1)
        run.refresh_from_db()
    say(f"Printing letters: {run.letters:,} of {run.letters:,}")
    return run


def answers(assembly: Assembly) -> list[Answer]:
    """Return all the answers that the letters will ever get: the same ones whenever asked."""
    posted = (
        Invitation.objects.filter(assembly=assembly)
        .select_related("address")
        .order_by("address__udprn")
    )
    return respond(
        [
            Letter(
                letter.address.code(letter.issue),
                letter.address.ward,
                letter.address.decile,
            )
            for letter in posted
        ],
        wards=Wards(DATA / "wf_wards22.csv"),
        about=ABOUT,
        first_day=assembly.first_day,
        opens=OPENS.replace(hour=0),
        rng=chance("answers"),
    )


def register(assembly: Assembly, arriving, say: Say) -> None:  # type: ignore[no-untyped-def]
    for number, answer in enumerate(arriving, start=1):
        if number % 25 == 1:
            say(f"Residents registering: {assembly.registrations.count():,}")
        _one(assembly, answer)
    say(f"Residents registered: {the_assembly().registrations.count():,}")


def _one(assembly: Assembly, answer: Answer) -> None:
    registrations.register_with_code(
        assembly, answer.code, answer.answers, by=SOMEONE, now=_moment(answer.at)
    )


def _moment(moment: datetime) -> datetime:
    return min(max(moment, OPENS), CLOSES.replace(hour=22))
