"""From the targets to a full panel."""

from datetime import datetime

from django.template.defaultfilters import pluralize
from django.urls import reverse

from assembly.models import Assembly
from assembly.stages import DRAW, MEET, SETUP, Stage, until
from assembly.tasklist import State, Task

from .. import not_picked, retention
from ..models import Offer, Pool
from ..queries import members as member_queries
from ..queries.lottery import latest_pool

Status = Pool.Status


def tasks(assembly: Assembly, now: datetime) -> list[Task]:
    """Return the tasks of the lottery and the offers."""
    pool = latest_pool(assembly)
    return [
        _task(
            assembly,
            SETUP,
            "Set the targets",
            "staff.targets",
            State.DONE if assembly.categories.exists() else State.NEXT,
            "Organiser or recruiter",
            f"{assembly.categories.count()} categories",
        ),
        _task(
            assembly,
            DRAW,
            "Freeze the pool",
            "staff.lottery",
            _freeze(assembly, pool),
            "Recruiter",
            _people(pool),
        ),
        _task(
            assembly,
            DRAW,
            "Sign off the lottery",
            "staff.lottery",
            _step(pool, bool(pool and pool.signed_off_at)),
            "Advisory Board",
            "",
        ),
        _task(
            assembly,
            DRAW,
            "Publish the fingerprint",
            "staff.lottery",
            _step(pool, bool(pool and pool.committed_at)),
            "Recruiter",
            "",
        ),
        _task(
            assembly,
            DRAW,
            "Draw the three balls",
            "staff.lottery",
            _step(pool, bool(pool and pool.status == Status.DRAWN)),
            "Two officials",
            "",
        ),
        _seats(assembly, now),
        _tell_others(assembly),
    ]


def _task(
    assembly: Assembly, stage: Stage, title: str, page: str, state: State, who: str, detail: str
) -> Task:
    return Task(stage.name, title, reverse(page, args=[assembly.slug]), state, who, detail)


def _freeze(assembly: Assembly, pool: Pool | None) -> State:
    if pool:
        return State.DONE
    return State.NEXT if assembly.stage == DRAW.key else State.LATER


def _people(pool: Pool | None) -> str:
    if pool is None:
        return ""
    return f"{pool.entries.count():,} people for {pool.seats} seat{pluralize(pool.seats)}"


def _step(pool: Pool | None, is_done: bool) -> State:
    if is_done:
        return State.DONE
    return State.NEXT if pool else State.LATER


def _seats(assembly: Assembly, now: datetime) -> Task:
    counts = member_queries.overview(assembly)
    waiting, confirmed = len(counts["waiting"]), counts["confirmed"]
    late = any(offer.deadline < now for offer in counts["waiting"])
    detail = f"{confirmed} of {assembly.seats} confirmed" if counts["members"] or waiting else ""
    if assembly.stage not in until(MEET) or confirmed >= assembly.seats:
        state = State.DONE
    elif retention.nobody_left(assembly):
        state, detail = State.DONE, f"{confirmed} of {assembly.seats}, nobody is left to draw"
    elif late:
        state = State.LATE
    elif waiting:
        state = State.UNDER_WAY
    else:
        state = State.NEXT if counts["unoffered"] or counts["members"] else State.LATER
    return _task(
        assembly, DRAW, "Fill every seat", "staff.members", state, "Recruiter and callers", detail
    )


def _tell_others(assembly: Assembly) -> Task:
    """Tell those who were not picked: once nobody who was still thinks it over, and in time."""
    offers = Offer.objects.filter(assembly=assembly)
    untold = not_picked.waiting(assembly)
    by_mail = untold.filter(email__isnull=False).count()
    others = untold.filter(email__isnull=True).count()
    if by_mail:
        state = State.LATER if offers.waiting().exists() else State.NEXT
        state = state if assembly.stage == DRAW.key else State.LATE
        detail = f"{by_mail:,} wait for an e-mail"
    else:
        state = State.DONE if offers.exists() else State.LATER
        detail = f"{others:,} without an e-mail address" if others else ""
    title = "Tell those who were not picked"
    return _task(assembly, DRAW, title, "staff.offers.tell_others", state, "Recruiter", detail)
