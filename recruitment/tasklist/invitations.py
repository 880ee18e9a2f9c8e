"""From the addresses to the last registration."""

from collections.abc import Callable
from datetime import datetime

from django.urls import reverse

from assembly.models import Assembly
from assembly.stages import REGISTER, SETUP
from assembly.tasklist import State, Task
from assembly.templatetags.assembly import day, deadline

from .. import letters
from ..models import LetterRun
from ..queries.registrations import door, registered
from ..queries.response import advised

ORGANISER_OR_RECRUITER = "Organiser or recruiter"


def draw_addresses(assembly: Assembly, now: datetime) -> Task:
    drawn = assembly.addresses.count()
    return Task(
        SETUP.name,
        "Draw the addresses",
        reverse("staff.addresses", args=[assembly.slug]),
        State.DONE if drawn else State.NEXT,
        ORGANISER_OR_RECRUITER,
        f"{drawn:,} of {assembly.letters:,} drawn",
    )


def print_letters(assembly: Assembly, now: datetime) -> Task:
    run, drawn = _latest(assembly), assembly.addresses.exists()
    waiting = assembly.address_draws.filter(letter_runs__isnull=True).exists()
    if run and not run.printed_at:
        state = State.UNDER_WAY
    elif run and not waiting:
        state = State.DONE
    else:
        state = State.NEXT if drawn else State.LATER
    made = letters.progress(run) if run else None
    detail = f"{made.printed:,} of {made.total:,} printed" if made else ""
    return _letters_task(assembly, "Print the letters", state, detail)


def post_letters(assembly: Assembly, now: datetime) -> Task:
    run = _latest(assembly)
    if run and run.released_at:
        state = State.DONE
    else:
        state = State.NEXT if run and run.printed_at else State.LATER
    posted = assembly.invitations.filter(posted_at__isnull=False).count()
    detail = f"{posted:,} posted" if posted else "A second person releases them"
    return _letters_task(assembly, "Post the letters", state, detail)


def _letters_task(assembly: Assembly, title: str, state: State, detail: str) -> Task:
    url = reverse("staff.letters", args=[assembly.slug])
    return Task(SETUP.name, title, url, state, ORGANISER_OR_RECRUITER, detail)


def take_registrations(assembly: Assembly, now: datetime) -> Task:
    count = registered(assembly).count()
    if assembly.is_open(now):
        last = deadline(assembly.registration_closes)
        state, until = State.UNDER_WAY, f"open until the end of {last}"
    elif door(assembly, now) == "closed":
        state, until = State.DONE, "closed"
    else:
        state, until = State.LATER, f"opens on {day(assembly.registration_opens)}"
    return Task(
        REGISTER.name,
        "Take registrations",
        reverse("staff.registrations", args=[assembly.slug]),
        state,
        "Recruiter",
        f"{count:,} registered, {until}",
    )


def watch_response(assembly: Assembly, now: datetime) -> Task:
    """While registration is open: tell when a further wave is advised."""
    letters = advised(assembly, now) if assembly.is_open(now) else 0
    if assembly.is_open(now):
        state = State.NEXT if letters else State.UNDER_WAY
    else:
        state = State.DONE if door(assembly, now) == "closed" else State.LATER
    return Task(
        REGISTER.name,
        "Watch the response to the letters",
        reverse("staff.watch", args=[assembly.slug]),
        state,
        ORGANISER_OR_RECRUITER,
        f"a second wave of {letters:,} letters is advised" if letters else "",
    )


def _latest(assembly: Assembly) -> LetterRun | None:
    return assembly.letter_runs.order_by("-draw__wave").first()


TASKS: list[Callable[[Assembly, datetime], Task]] = [
    draw_addresses,
    print_letters,
    post_letters,
    take_registrations,
    watch_response,
]


def tasks(assembly: Assembly, now: datetime) -> list[Task]:
    """Return the tasks of addresses, letters and registrations."""
    return [task(assembly, now) for task in TASKS]
