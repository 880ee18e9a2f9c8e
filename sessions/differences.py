"""What a reader must know of a new release of the programme, in words. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass

from assembly.templatetags.assembly import clock_time

from .agenda import HalfDay, Meeting, Programme


@dataclass(frozen=True)
class Difference:
    """One sentence, about a half-day that is still on the programme, or about the way to it."""

    text: str
    session: int | None = None
    is_way: bool = False


def between(before: Programme, after: Programme) -> list[Difference]:
    """Return what changed: half-days that came, went, moved or have another programme; venues."""
    old = {session.id: session for session in before.sessions}
    new = {session.id: session for session in after.sessions}
    weekends = {weekend.number: weekend for weekend in before.weekends}
    return [
        *(Difference(f"Not taking place: {old[id].name}") for id in old if id not in new),
        *(each for session in new.values() for each in _session(old.get(session.id), session)),
        *(
            each
            for weekend in after.weekends
            if weekend.number in weekends
            for each in _weekend(weekends[weekend.number], weekend)
        ),
    ]


def _session(before: HalfDay | None, after: HalfDay) -> Iterator[Difference]:
    hours = f"{clock_time(after.starts_at)} to {clock_time(after.ends_at)}"
    if before is None:
        yield Difference(f"New half-day: {after.name}, {hours}, {after.room}", after.id)
        return
    if (before.starts_at, before.ends_at) != (after.starts_at, after.ends_at):
        moved = before.name != after.name
        text = f"{before.name}: moved to {after.name}" if moved else f"{after.name}: other hours"
        yield Difference(f"{text}, {hours}", after.id)
    if before.room != after.room:
        yield Difference(f"{after.name}: now in {after.room}", after.id)
    if (before.title, _agenda(before)) != (after.title, _agenda(after)):
        yield Difference(f"{after.name}: the programme has changed", after.id)


def _agenda(session: HalfDay) -> list[tuple[object, ...]]:
    """Return what is on, counted from the start: what moves with its half-day is the same."""
    return [
        (
            slot.starts_at - session.starts_at,
            slot.minutes,
            slot.title,
            slot.kind,
            slot.description,
            [voice.id for voice in slot.speakers],
        )
        for slot in session.slots
    ]


def _weekend(before: Meeting, after: Meeting) -> Iterator[Difference]:
    if before.venue != after.venue:
        place = f"Weekend {after.number}: the place is now {after.venue or 'not known'}"
        yield Difference(place, is_way=True)
    elif before.directions != after.directions:
        yield Difference(f"Weekend {after.number}: the way there has changed", is_way=True)
