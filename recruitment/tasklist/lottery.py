"""From the targets to a full panel."""

from datetime import datetime

from django.urls import reverse

from assembly.models import Assembly
from assembly.stages import DRAW, SETUP, Stage
from assembly.tasklist import State, Task

from ..models import Pool
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
    return f"{pool.entries.count():,} people for {pool.seats} seats" if pool else ""


def _step(pool: Pool | None, is_done: bool) -> State:
    if is_done:
        return State.DONE
    return State.NEXT if pool else State.LATER


def _seats(assembly: Assembly, now: datetime) -> Task:
    counts = member_queries.overview(assembly)
    waiting, confirmed = len(counts["waiting"]), counts["confirmed"]
    late = any(offer.deadline < now for offer in counts["waiting"])
    if confirmed >= assembly.seats or assembly.stage not in (DRAW.key, "meet"):
        state = State.DONE if counts["members"] else State.LATER
    elif late:
        state = State.LATE
    elif waiting:
        state = State.UNDER_WAY
    else:
        state = State.NEXT if counts["unoffered"] or counts["members"] else State.LATER
    detail = f"{confirmed} of {assembly.seats} confirmed" if counts["members"] or waiting else ""
    return _task(
        assembly, DRAW, "Fill every seat", "staff.members", state, "Recruiter and callers", detail
    )
