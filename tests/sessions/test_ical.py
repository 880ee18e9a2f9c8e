from datetime import UTC, datetime

from icalendar import Calendar

from sessions import ical
from sessions.agenda import HalfDay, Meeting, Programme


def half(number: int, starts_at: datetime) -> HalfDay:
    ends_at = starts_at.replace(hour=starts_at.hour + 3)
    return HalfDay(number, f"Session {number}", "", "Hall", starts_at, ends_at, ())


def test_sessions_keep_their_local_time_across_the_clock_change():
    saturday, sunday = (
        datetime(2026, 3, 28, 9, 30, tzinfo=UTC),
        datetime(2026, 3, 29, 8, 30, tzinfo=UTC),
    )
    programme = Programme(2, (Meeting(1, "Deciding", (half(1, saturday), half(2, sunday))),))
    made = ical.calendar(
        programme, name="Assembly", place="example.org", now=saturday, tables={2: 4}
    )
    read = Calendar.from_ical(made)
    events = read.walk("VEVENT")
    assert [event["dtstart"].dt.isoformat() for event in events] == [
        "2026-03-28T09:30:00+00:00",
        "2026-03-29T09:30:00+01:00",
    ]
    assert [str(event.get("description", "")) for event in events] == ["", "You sit at table 4."]
    assert [str(event["uid"]) for event in events] == [
        "session-1@example.org",
        "session-2@example.org",
    ]
    assert {event["sequence"] for event in events} == {2}
    assert [str(zone["tzid"]) for zone in read.walk("VTIMEZONE")] == ["Europe/London"]
