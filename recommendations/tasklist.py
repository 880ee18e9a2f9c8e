"""What staff have to do from the first draft to the last promise."""

from datetime import datetime

from django.urls import reverse

from assembly import stages
from assembly.models import Assembly
from assembly.tasklist import State, Task

from .queries.home import Summary, summary


def tasks(assembly: Assembly, now: datetime) -> list[Task]:
    """Return this app's tasks in order, each with where it stands."""
    found = summary(assembly, now)
    return [
        _draft(assembly, found),
        _vote(assembly, found, now),
        _publish(assembly, found),
        _answer(assembly, found),
        _do(assembly, found),
    ]


def _url(name: str, assembly: Assembly) -> str:
    return reverse(name, args=[assembly.slug])


def _draft(assembly: Assembly, found: Summary) -> Task:
    stage = stages.MEET
    if found.ballot:
        state = State.DONE
    elif assembly.stage == stage.key:
        state = State.UNDER_WAY if found.recommendations else State.NEXT
    else:
        state = State.LATER
    detail = f"{found.locked} of {found.recommendations} locked" if found.recommendations else ""
    return Task(
        stage.name, "Draft and lock the recommendations",
        _url("staff.recommendations", assembly), state, "Organiser, facilitators", detail,
    )  # fmt: skip


def _vote(assembly: Assembly, found: Summary, now: datetime) -> Task:
    ballot = found.ballot
    detail = ""
    if ballot and ballot.closed_at:
        state = State.DONE
        detail = f"{ballot.result['papers']} of {ballot.entitled} voted" if ballot.result else ""
    elif ballot:
        state = State.UNDER_WAY if now < ballot.closes_at else State.LATE
        detail = f"{ballot.roll.count()} of {ballot.entitled} have voted"
    elif assembly.stage == stages.MEET.key and found.locked:
        state = State.NEXT
    else:
        state = State.LATER
    return Task(
        stages.MEET.name, "Hold the vote", _url("staff.ballot", assembly), state,
        "Organiser", detail,
    )  # fmt: skip


def _publish(assembly: Assembly, found: Summary) -> Task:
    if found.report:
        state = State.DONE
    elif assembly.stage == stages.REPORT.key:
        state = State.NEXT
    else:
        state = State.LATER
    return Task(
        stages.REPORT.name, "Publish the report", _url("staff.report", assembly), state, "Organiser"
    )


def _answer(assembly: Assembly, found: Summary) -> Task:
    clocks = [body.clock for body in found.progress.bodies] if found.progress else []
    answered, asked = sum(one.answered for one in clocks), sum(one.asked for one in clocks)
    if not asked:
        state = State.LATER
    elif answered == asked:
        state = State.DONE
    else:
        state = State.LATE if any(one.days_late for one in clocks) else State.UNDER_WAY
    detail = f"{answered} of {asked} answers given" if asked else ""
    return Task(
        stages.REVIEW.name, "Collect the answers", _url("staff.responses", assembly), state,
        "Responders", detail,
    )  # fmt: skip


def _do(assembly: Assembly, found: Summary) -> Task:
    progress = found.progress
    total = len(progress.doings) if progress else 0
    if not progress or not total:
        state, detail = State.LATER, ""
    else:
        detail = f"{progress.done} of {total} done, {progress.late} late"
        over = all(doing.action.is_over for doing in progress.doings)
        state = State.DONE if over else State.LATE if progress.late else State.UNDER_WAY
    return Task(
        stages.REVIEW.name, "Keep the promises", _url("staff.responses", assembly), state,
        "Responders", detail,
    )  # fmt: skip
