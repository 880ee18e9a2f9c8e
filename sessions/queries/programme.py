"""What is on, for whom, and where they sit."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from assembly.models import Assembly
from recruitment.models import Member

from ..agenda import HalfDay, Meeting, Programme, Slot, Voice, load
from ..models import AgendaItem, ProgrammeRelease, Session, Speaker
from .tables import tables_of


def draft(assembly: Assembly) -> Programme:
    """Return the programme as staff have it now, as version 0."""
    weekends = assembly.weekends.order_by("number").prefetch_related("sessions__items__speakers")
    return Programme(
        0,
        tuple(
            Meeting(
                weekend.number,
                weekend.title,
                _sessions([*weekend.sessions.all()]),
                weekend.venue,
                weekend.directions,
            )
            for weekend in weekends
        ),
    )


def _sessions(sessions: list[Session]) -> tuple[HalfDay, ...]:
    return tuple(
        HalfDay(
            id=session.pk,
            title=session.title,
            name=session.name,
            room=session.room,
            starts_at=session.starts_at,
            ends_at=session.ends_at,
            slots=tuple(
                _slot(item) for item in sorted(session.items.all(), key=lambda item: item.starts_at)
            ),
        )
        for session in sorted(sessions, key=lambda session: session.starts_at)
    )


def _slot(item: AgendaItem) -> Slot:
    speakers = sorted(item.speakers.all(), key=lambda speaker: speaker.name)
    return Slot(
        id=item.pk,
        starts_at=item.starts_at,
        minutes=item.minutes,
        title=item.title,
        kind=item.kind,
        kind_name=item.get_kind_display(),
        description=item.description,
        speakers=tuple(_voice(speaker) for speaker in speakers),
    )


def _voice(speaker: Speaker) -> Voice:
    return Voice(
        id=speaker.pk,
        name=speaker.name,
        from_where=speaker.from_where,
        sector=speaker.get_sector_display(),
        interests=speaker.interests,
    )


def last_release(assembly: Assembly) -> ProgrammeRelease | None:
    return assembly.programme_releases.order_by("-version").first()


def released_programme(assembly: Assembly) -> Programme | None:
    """Return the programme that members and the public see, or None before the first release."""
    last = last_release(assembly)
    return load(last.content, version=last.version) if last else None


def is_changed(assembly: Assembly) -> bool:
    """Tell whether the draft differs from what was last released."""
    last = released_programme(assembly)
    return last is None or last.weekends != draft(assembly).weekends


@dataclass(frozen=True)
class Place:
    """Where one or several weekends are, and the way there, told once."""

    venue: str
    directions: str
    weekends: list[Meeting]


def places(weekends: Iterable[Meeting], now: datetime) -> list[Place]:
    """Return the places of the weekends, those first to which one still has to go."""
    found: dict[tuple[str, str], list[Meeting]] = {}
    for weekend in weekends:
        found.setdefault((weekend.venue, weekend.directions), []).append(weekend)
    made = [Place(venue, directions, there) for (venue, directions), there in found.items()]
    return sorted(made, key=lambda place: all(_is_over(each, now) for each in place.weekends))


def _is_over(weekend: Meeting, now: datetime) -> bool:
    return all(session.ends_at <= now for session in weekend.sessions)


@dataclass(frozen=True)
class Next:
    """A member's next half-day; `table` is None until tables are released."""

    session: HalfDay
    table: int | None


def next_for(member: Member, now: datetime) -> Next | None:
    """Return the member's next session by the released programme, with their table."""
    programme = released_programme(member.assembly)
    coming = (
        [session for session in programme.sessions if session.ends_at > now] if programme else []
    )
    if not coming:
        return None
    session = min(coming, key=lambda session: session.starts_at)
    return Next(session, tables_of(member).get(session.id))
