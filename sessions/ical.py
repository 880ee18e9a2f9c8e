"""The programme as an iCalendar file (RFC 5545), right across the clock change. Pure."""

from collections.abc import Mapping
from datetime import datetime
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event

from .agenda import Programme

LONDON = ZoneInfo("Europe/London")


def calendar(
    programme: Programme, *, name: str, place: str, now: datetime, tables: Mapping[int, int]
) -> bytes:
    """Return one event a session in local time, with its time zone's rules.

    `place` makes the events' identifiers unique; `tables` is session id → table, where known.
    A later release raises SEQUENCE, so that calendars replace the event instead of adding one.
    """
    made = Calendar()
    made.add("prodid", "-//Citizens’ assembly//EN")
    made.add("version", "2.0")
    made.add("x-wr-calname", name)
    places = {session.id: week.venue for week in programme.weekends for session in week.sessions}
    for session in programme.sessions:
        event = Event()
        event.add("uid", f"session-{session.id}@{place}")
        event.add("sequence", programme.version)
        event.add("dtstamp", now)
        event.add("dtstart", session.starts_at.astimezone(LONDON))
        event.add("dtend", session.ends_at.astimezone(LONDON))
        event.add("summary", f"{name}: {session.title}")
        event.add("location", ", ".join(filter(None, (session.room, places[session.id]))))
        if session.id in tables:
            event.add("description", f"You sit at table {tables[session.id]}.")
        made.add_component(event)
    made.add_missing_timezones()
    return bytes(made.to_ical())
