"""A registration before it is sent in."""

import secrets
from datetime import datetime
from typing import Any

from django.db import transaction

from assembly import audit, permissions, stages
from assembly.errors import BadInput, WrongStage
from assembly.models import Assembly
from assembly.permissions import Actor
from assembly.templatetags.assembly import day, deadline

from .. import codes
from ..models import Invitation, Registration
from . import answers as rules
from . import links

Status, Channel = Registration.Status, Registration.Channel


def begin(
    assembly: Assembly,
    code: str,
    *,
    by: Actor,
    now: datetime,
    channel: str = Channel.WEB,
    random_bytes: links.RandomBytes = secrets.token_bytes,
) -> tuple[Registration, str]:
    """Start a registration with a letter's code; return it with the secret of its draft.

    Whoever holds the letter starts afresh: a code never leads to answers given before.
    """
    require_open(assembly, now)
    require_channel(assembly, channel, by)
    invitation = _invitation(assembly, code)
    if free_place(invitation, assembly) is None:
        raise BadInput(used_up(assembly))
    token = links.new_draft_token(random_bytes)
    with audit.act("registrations.begin", assembly, by=by, now=now) as record:
        registration = Registration.objects.create(
            assembly=assembly,
            invitation=invitation,
            channel=channel,
            reference=links.new_reference(assembly, random_bytes),
            draft_hash=links.draft_index(token),
            draft={},
            started_at=now,
        )
        record.about(registration, channel=channel)
    return registration, token


def save_answers(
    registration: Registration, answers: dict[str, Any], *, by: Actor, now: datetime
) -> None:
    """Keep a step's answers in the encrypted draft.

    This leaves no entry in the audit chain: nothing has been decided before the person sends it in.
    """
    permissions.require(by, "registrations.register", registration.assembly)
    require_open(registration.assembly, now)
    with transaction.atomic():
        draft = Registration.objects.select_for_update().get(pk=registration.pk)
        if draft.status != Status.DRAFT:
            raise BadInput("You have already registered. Use your personal link to change it.")
        draft.draft = rules.merge(draft.draft or {}, answers)
        draft.save(update_fields=["draft"])
    registration.draft = draft.draft


def require_open(assembly: Assembly, now: datetime) -> None:
    """Raise `WrongStage` with the dates unless residents can register at this moment."""
    if assembly.is_open(now):
        return
    if assembly.stage == stages.SETUP.key or now < assembly.registration_opens:
        opens = day(assembly.registration_opens)
        raise WrongStage(f"Registration has not opened yet. It opens on {opens}.")
    raise WrongStage(f"Registration closed at the end of {deadline(assembly.registration_closes)}.")


def require_channel(assembly: Assembly, channel: str, by: Actor) -> None:
    """Registering for someone else, by phone or post, is for staff."""
    if channel != Channel.WEB:
        permissions.require(by, "registrations.assist", assembly)


def free_place(invitation: Invitation, assembly: Assembly) -> int | None:
    """Return the first place that a letter still has, or None when all are taken."""
    taken = set(invitation.registrations.exclude(place=None).values_list("place", flat=True))
    allowed = range(1, assembly.registrations_per_letter + 1)
    return next((place for place in allowed if place not in taken), None)


def used_up(assembly: Assembly) -> str:
    allowed = assembly.registrations_per_letter
    people = "one person" if allowed == 1 else f"{allowed} people"
    return (
        f"This code has already been used by {people}, which is as many as can register "
        f"at one address. If that was not you, call us on {assembly.contact_phone}."
    )


def _invitation(assembly: Assembly, text: str) -> Invitation:
    try:
        index = codes.index(codes.normalise(text))
    except codes.Mistyped as error:
        raise BadInput(str(error)) from None
    found = Invitation.objects.filter(assembly=assembly, code_hash=index).first()
    if found is None:
        raise BadInput("We do not recognise this code. Check it against your letter")
    if found.cancelled_at is not None:
        raise BadInput("This code no longer works. Use the code on the newest letter you have")
    return found
