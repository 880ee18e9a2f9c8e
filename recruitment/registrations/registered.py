"""A registration from the moment it is sent in."""

from datetime import date, datetime
from typing import Any

from django.db import transaction

from assembly import audit, outbox
from assembly.errors import BadInput, DomainError
from assembly.models import Assembly
from assembly.permissions import Actor

from .. import categories
from ..models import Invitation, Registration
from . import answers as rules
from . import drafts, links
from .drafts import Channel, Status


def register(registration: Registration, *, by: Actor, now: datetime) -> Registration:
    """Turn a complete draft into a registration, tell the person and return it.

    Sending it in twice is the same as sending it in once. Whoever comes later with the same letter
    waits for its row, so that the letter's limit holds however many send at the same moment.
    """
    with transaction.atomic():
        invitation = lock(registration.invitation_id)
        current = Registration.objects.select_related("assembly").get(pk=registration.pk)
        current.invitation = invitation
        if current.status == Status.REGISTERED:
            return current
        if current.status == Status.WITHDRAWN:
            raise DomainError("You have withdrawn. To register again, start with your code.")
        _register(current, by=by, now=now)
    return current


def lock(invitation_id: int) -> Invitation:
    """Hold a letter until the end of the transaction."""
    letters = Invitation.objects.select_for_update(of=("self",)).select_related("address")
    return letters.get(pk=invitation_id)


def _register(current: Registration, *, by: Actor, now: datetime) -> None:
    assembly, draft = current.assembly, current.draft or {}
    drafts.require_open(assembly, now)
    drafts.require_channel(assembly, current.channel, by)
    if current.invitation.cancelled_at is not None:
        raise BadInput("This code no longer works. Use the code on the newest letter you have")
    born = rules.check(assembly, draft)
    place = drafts.free_place(current.invitation, assembly)
    if place is None:
        raise BadInput(drafts.used_up(assembly))
    with audit.act("registrations.register", assembly, by=by, now=now) as record:
        current.status, current.registered_at, current.place = Status.REGISTERED, now, place
        current.name = draft["name"].strip()
        current.email, current.phone = draft.get("email", ""), draft.get("phone", "")
        current.date_of_birth = born.isoformat()
        current.answers = _counted(current, draft["categories"], born)
        current.needs = draft.get("needs", {})
        current.draft = None
        current.link_hash = links.link_index(links.personal_token(current))
        current.save()
        record.about(current, channel=current.channel, place=place)
        _tell(current, "registered", now)


def _counted(current: Registration, given: dict[str, str], born: date) -> dict[str, str]:
    """Return what the lottery counts: what was asked, and what age and address say."""
    asked = {category.key: given[category.key] for category in categories.asked(current.assembly)}
    return asked | categories.derive(current.assembly, current.invitation.address, born)


def register_with_code(
    assembly: Assembly,
    code: str,
    answers: dict[str, Any],
    *,
    by: Actor,
    now: datetime,
    channel: str = Channel.WEB,
) -> Registration:
    """Register in one go: begin, answer, send in."""
    registration, _ = drafts.begin(assembly, code, by=by, now=now, channel=channel)
    drafts.save_answers(registration, answers, by=by, now=now)
    return register(registration, by=by, now=now)


def correct(
    registration: Registration, *, name: str, email: str, phone: str, by: Actor, now: datetime
) -> None:
    """Correct how the person is called and reached."""
    with audit.act("registrations.correct", registration.assembly, by=by, now=now) as record:
        current = _registered(registration)
        if not name.strip():
            raise BadInput("Enter your name")
        rules.check_contact(email, phone)
        new = {"name": name.strip(), "email": email, "phone": phone}
        changed = sorted(field for field, value in new.items() if getattr(current, field) != value)
        for field in changed:
            setattr(current, field, new[field])
        current.save(update_fields=changed or None)
        record.about(current, changed=changed)
    registration.refresh_from_db()


def withdraw(registration: Registration, *, by: Actor, now: datetime) -> None:
    """Take a person out at their wish. The letter's place is free again."""
    act = "registrations.withdraw_for" if by.user else "registrations.withdraw"
    with audit.act(act, registration.assembly, by=by, now=now) as record:
        current = _registered(registration)
        current.status, current.withdrawn_at, current.place = Status.WITHDRAWN, now, None
        current.save(update_fields=["status", "withdrawn_at", "place"])
        record.about(current)
        _tell(current, "withdrawn", now)
    registration.refresh_from_db()


def open_one(registration: Registration, *, by: Actor, now: datetime) -> Registration:
    """Let staff read one person's details; the person will see that they did."""
    with audit.act("registrations.open_one", registration.assembly, by=by, now=now) as record:
        record.about(registration)
    return registration


def _registered(registration: Registration) -> Registration:
    found = Registration.objects.select_for_update(of=("self",)).select_related("assembly")
    current = found.get(pk=registration.pk)
    if current.status != Status.REGISTERED:
        raise DomainError("This registration has been withdrawn.")
    return current


def _tell(current: Registration, kind: str, now: datetime) -> None:
    if current.email:
        outbox.put(
            key=f"{kind}:{current.pk}",
            kind=kind,
            to=current.email,
            context={"registration": current, "link": links.personal_link(current)},
            assembly=current.assembly,
            now=now,
        )
