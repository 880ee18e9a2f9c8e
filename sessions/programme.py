"""Acts on the programme: weekends, sessions, items, speakers, and its release to everybody."""

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any

from django.db import models

from assembly import audit
from assembly.errors import BadInput, DomainError
from assembly.models import Assembly
from assembly.permissions import Actor

from . import agenda, rows
from .models import AgendaItem, ProgrammeRelease, Session, Speaker, Weekend
from .queries.programme import draft


def add_weekend(
    assembly: Assembly, number: int, title: str, *, by: Actor, now: datetime
) -> Weekend:
    """Add a weekend."""
    with audit.act("programme.add_weekend", assembly, by=by, now=now) as record:
        weekend = Weekend(assembly=assembly, number=number, title=title)
        rows.save(weekend, otherwise=f"There is a weekend {number} already.")
        record.about(weekend, number=number)
    return weekend


def set_venue(weekend: Weekend, venue: str, directions: str, *, by: Actor, now: datetime) -> None:
    """Say where a weekend is and how to get there. Members see it after the next release."""
    with audit.act("programme.set_venue", weekend.assembly, by=by, now=now) as record:
        locked = Weekend.objects.select_for_update().get(pk=weekend.pk)
        locked.venue, locked.directions = venue, directions
        rows.save(locked, otherwise="The venue cannot be kept.")
        record.about(locked, number=locked.number)


def add_session(
    weekend: Weekend,
    title: str,
    *,
    room: str,
    starts_at: datetime,
    ends_at: datetime,
    by: Actor,
    now: datetime,
) -> Session:
    """Add a half-day to a weekend. Half-days of a weekend never overlap."""
    if ends_at <= starts_at:
        raise BadInput("The session must end after it starts.")
    with audit.act("programme.add_session", weekend.assembly, by=by, now=now) as record:
        session = Session(
            weekend=weekend, title=title, room=room, starts_at=starts_at, ends_at=ends_at
        )
        rows.save(session, otherwise="Another session of this weekend is at the same time.")
        record.about(session, weekend=weekend.number)
    return session


def add_item(
    session: Session,
    title: str,
    *,
    kind: str,
    starts_at: datetime,
    minutes: int,
    description: str = "",
    speakers: Collection[Speaker] = (),
    by: Actor,
    now: datetime,
) -> AgendaItem:
    """Add an item to a session's programme, inside its hours and clear of the other items."""
    with audit.act("programme.add_item", session.weekend.assembly, by=by, now=now) as record:
        item = AgendaItem(session=session)
        fields = {"title": title, "kind": kind, "starts_at": starts_at, "minutes": minutes}
        _set_item(item, speakers, **fields, description=description)
        record.about(item, session=session.pk)
    return item


def edit_item(
    item: AgendaItem, *, speakers: Collection[Speaker], by: Actor, now: datetime, **fields: Any
) -> None:
    """Change an item: any of title, kind, starts_at, minutes, description, and its speakers."""
    with audit.act("programme.edit_item", item.session.weekend.assembly, by=by, now=now) as record:
        _set_item(item, speakers, **fields)
        record.about(item, fields=sorted(fields))


def _set_item(item: AgendaItem, speakers: Collection[Speaker], **fields: Any) -> None:
    session = Session.objects.select_for_update().get(pk=item.session_id)
    for name, value in fields.items():
        setattr(item, name, value)
    _check_place(item, session)
    if any(speaker.assembly_id != session.weekend.assembly_id for speaker in speakers):
        raise BadInput("A speaker belongs to another assembly.")
    rows.save(item, otherwise="Another item starts at the same time.")
    item.speakers.set(speakers)


def _check_place(item: AgendaItem, session: Session) -> None:
    ends_at = item.starts_at + timedelta(minutes=item.minutes)
    if item.starts_at < session.starts_at or ends_at > session.ends_at:
        raise BadInput("The item must lie within the hours of its session.")
    for other in session.items.exclude(pk=item.pk):
        if item.starts_at < other.starts_at + timedelta(minutes=other.minutes) and (
            other.starts_at < ends_at
        ):
            raise BadInput(f"The item overlaps with “{other.title}”.")


def add_speaker(
    assembly: Assembly,
    name: str,
    *,
    sector: str,
    position: str,
    post: str = "",
    organisation: str = "",
    interests: str = "",
    by: Actor,
    now: datetime,
) -> Speaker:
    """Add a speaker with the view they bring and the interests they declare."""
    with audit.act("programme.add_speaker", assembly, by=by, now=now) as record:
        speaker = Speaker(
            assembly=assembly,
            name=name,
            post=post,
            organisation=organisation,
            sector=sector,
            position=position,
            interests=interests,
        )
        rows.save(speaker, otherwise="There is a speaker of that name already.")
        record.about(speaker, sector=sector)
    return speaker


def release(assembly: Assembly, *, by: Actor, now: datetime) -> ProgrammeRelease:
    """Release the programme as it stands: from now on members and the public see this version."""
    with audit.act("programme.release", assembly, by=by, now=now) as record:
        Assembly.objects.select_for_update().get(pk=assembly.pk)
        programme = draft(assembly)
        if not programme.sessions:
            raise DomainError("There is no session to release yet.")
        last = assembly.programme_releases.aggregate(last=models.Max("version"))["last"] or 0
        made = ProgrammeRelease.objects.create(
            assembly=assembly,
            version=last + 1,
            content=agenda.dump(programme),
            released_at=now,
            released_by=by.label,
        )
        record.about(made, version=made.version, sessions=len(programme.sessions))
    return made
