"""The programme as a plain value: made from the rows, stored at a release, read by pages. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any


@dataclass(frozen=True)
class Voice:
    """A speaker as the programme names them."""

    id: int
    name: str
    from_where: str
    sector: str
    interests: str


@dataclass(frozen=True)
class Slot:
    """One item of a half-day."""

    id: int
    starts_at: datetime
    minutes: int
    title: str
    kind: str
    kind_name: str
    description: str
    speakers: tuple[Voice, ...]


@dataclass(frozen=True)
class HalfDay:
    """One session."""

    id: int
    title: str
    name: str
    room: str
    starts_at: datetime
    ends_at: datetime
    slots: tuple[Slot, ...]


@dataclass(frozen=True)
class Meeting:
    """One weekend; what was released before venues were kept has none."""

    number: int
    title: str
    sessions: tuple[HalfDay, ...]
    venue: str = ""
    directions: str = ""


@dataclass(frozen=True)
class Programme:
    """All weekends of an assembly, in order; `version` 0 is the draft."""

    version: int
    weekends: tuple[Meeting, ...]

    @property
    def sessions(self) -> tuple[HalfDay, ...]:
        return tuple(session for weekend in self.weekends for session in weekend.sessions)

    @property
    def speakers(self) -> tuple[Voice, ...]:
        """Return each speaker once, by name."""
        found = {
            voice.id: voice
            for session in self.sessions
            for slot in session.slots
            for voice in slot.speakers
        }
        return tuple(sorted(found.values(), key=lambda voice: voice.name))


def dump(programme: Programme) -> list[dict[str, Any]]:
    """Return the weekends as JSON can hold them; datetimes stay for the field's encoder."""
    return [asdict(weekend) for weekend in programme.weekends]


def load(content: Sequence[Mapping[str, Any]], *, version: int) -> Programme:
    """Read back what `dump` gave, from JSON."""
    return Programme(version, tuple(_weekend(weekend) for weekend in content))


def _weekend(data: Mapping[str, Any]) -> Meeting:
    return Meeting(**{**data, "sessions": tuple(_session(each) for each in data["sessions"])})


def _session(data: Mapping[str, Any]) -> HalfDay:
    times = {name: datetime.fromisoformat(data[name]) for name in ("starts_at", "ends_at")}
    return HalfDay(**{**data, **times, "slots": tuple(_slot(each) for each in data["slots"])})


def _slot(data: Mapping[str, Any]) -> Slot:
    starts_at = datetime.fromisoformat(data["starts_at"])
    speakers = tuple(Voice(**voice) for voice in data["speakers"])
    return Slot(**{**data, "starts_at": starts_at, "speakers": speakers})
