"""What the weekends ask of staff, in order."""

from datetime import datetime

from django.urls import reverse

from assembly import stages
from assembly.models import Assembly
from assembly.tasklist import State, Task

from .models import EvidenceItem, Honorarium
from .queries.attendance import attendance_by_session
from .queries.programme import is_changed, last_release
from .queries.tables import present_plans, unplanned

STAGE = stages.MEET.name


def tasks(assembly: Assembly, now: datetime) -> list[Task]:
    """Return this app's tasks in the order in which they are done."""
    return [
        _programme(assembly),
        _evidence(assembly),
        _tables(assembly),
        _attendance(assembly, now),
        _honoraria(assembly, now),
    ]


def _task(assembly: Assembly, title: str, page: str, state: State, who: str, detail: str) -> Task:
    return Task(STAGE, title, reverse(page, args=[assembly.slug]), state, who, detail)


def _programme(assembly: Assembly) -> Task:
    last = last_release(assembly)
    weekends = assembly.weekends.count()
    changed = bool(last) and is_changed(assembly)
    state = State.DONE if last and not changed else State.NEXT
    detail = f"{weekends} weekends planned, not released yet" if weekends else "No weekend yet"
    if last:
        detail = f"Version {last.version} is out" + (", changes wait" if changed else "")
    title = "Build and release the programme"
    return _task(assembly, title, "staff.programme", state, "Organiser", detail)


def _evidence(assembly: Assembly) -> Task:
    items = EvidenceItem.objects.filter(assembly=assembly)
    total, released = items.count(), items.released().count()
    state = State.DONE if total and total == released else State.NEXT
    detail = f"{released} of {total} items released" if total else "No evidence yet"
    return _task(
        assembly,
        "Collect evidence and have it reviewed",
        "staff.evidence",
        state,
        "Evidence editor",
        detail,
    )


def _tables(assembly: Assembly) -> Task:
    plans, without = present_plans(assembly), unplanned(assembly)
    unreleased = [plan for plan in plans if plan.released_at is None]
    ready = assembly.members.filter(status="confirmed").exists()
    state = State.NEXT if ready else State.LATER
    detail = f"{len(plans)} of {len(plans) + len(without)} sessions planned"
    if plans and not without and not unreleased:
        state = State.DONE
    elif unreleased:
        detail += ", not released yet"
    return _task(assembly, "Plan the tables", "staff.tables", state, "Facilitator", detail)


def _attendance(assembly: Assembly, now: datetime) -> Task:
    rows = attendance_by_session(assembly)
    recorded = sum(bool(row.recorded) for row in rows)
    begun = any(row.session.starts_at <= now for row in rows)
    state = State.UNDER_WAY if begun else State.LATER
    if any(row.is_late(now) for row in rows):
        state = State.LATE
    elif rows and recorded == len(rows):
        state = State.DONE
    detail = f"{recorded} of {len(rows)} half-days recorded"
    return _task(assembly, "Record who is there", "staff.attendance", state, "Facilitator", detail)


def _honoraria(assembly: Assembly, now: datetime) -> Task:
    rows = attendance_by_session(assembly)
    counted = Honorarium.objects.filter(member__assembly=assembly).count()
    over = bool(rows) and all(row.recorded for row in rows)
    state = (State.DONE if counted else State.NEXT) if over else State.LATER
    detail = f"Worked out for {counted} members" if counted else "From attendance"
    title = "Work out the thank-you gifts"
    return _task(assembly, title, "staff.honoraria", state, "Finance preparer", detail)
