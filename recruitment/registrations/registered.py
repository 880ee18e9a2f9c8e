"""A registration from the moment it is sent in."""

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from assembly import audit, outbox
from assembly.errors import BadInput, DomainError
from assembly.models import Assembly
from assembly.permissions import Actor
from assembly.templatetags.assembly import apart

from .. import categories, questionnaire
from ..models import Invitation, Member, Offer, Registration
from ..questionnaire import Questionnaire
from . import answers as rules
from . import drafts, gate, links
from .drafts import Channel

Status = Registration.Status


def register(registration: Registration, *, by: Actor, now: datetime) -> Registration:
    """Turn a complete draft into a registration, tell the person and return it.

    Sending it in twice is the same as sending it in once. Whoever comes later with the same letter
    waits for its row, so that the letter's limit holds however many send at the same moment.
    """
    with transaction.atomic():
        invitation = lock(registration.invitation_id)
        current = Registration.objects.select_related("assembly").get(pk=registration.pk)
        current.invitation = invitation
        if current.status == Status.WITHDRAWN:
            raise DomainError(_("You have withdrawn. To register again, start with your code."))
        if current.status == Status.DRAFT:
            _register(current, by=by, now=now)
    return current


def lock(invitation_id: int) -> Invitation:
    """Hold a letter until the end of the transaction; others may still point at it."""
    letters = Invitation.objects.select_for_update(of=("self",), no_key=True).select_related(
        "address"
    )
    return letters.get(pk=invitation_id)


def _register(current: Registration, *, by: Actor, now: datetime) -> None:
    assembly, draft = current.assembly, current.draft or {}
    gate.require_passage(current, by, now)
    asked = questionnaire.read(assembly)
    born = rules.check(assembly, draft, asked)
    current.place = None if current.is_test else _place(current)
    with audit.act(gate.act_of(current), assembly, by=by, now=now) as record:
        current.status = _status(current, born)
        current.registered_at = None if current.is_test else now
        _enter_details(current, draft["name"], draft.get("email", ""), draft.get("phone", ""))
        current.date_of_birth = born.isoformat()
        current.answers = _counted(current, draft["categories"], asked, born)
        current.needs = draft.get("needs", {})
        current.added = draft.get("added", {})
        current.draft = None
        current.link_hash = links.link_index(links.personal_token(current))
        if current.status == Status.CONSENT:
            current.guardian = draft["guardian"]
            current.consent_hash = links.consent_index(links.consent_token(current))
        current.save()
        record.about(current, channel=current.channel, place=current.place)
        tell(current, "registered", now)
        _ask_guardian(current, now)


def _place(current: Registration) -> int:
    """Return the place on its letter that this registration takes; raise if it can have none."""
    letter = current.invitation
    if letter.cancelled_at is not None or letter.issue != current.issue:
        raise BadInput(gate.replaced())
    place = gate.free_place(letter, current.assembly)
    if place is None:
        raise BadInput(gate.used_up(current.assembly))
    return place


def _status(current: Registration, born: date) -> Registration.Status:
    if current.is_test:
        return Status.TEST
    return Status.CONSENT if current.assembly.needs_consent(born) else Status.REGISTERED


def _enter_details(current: Registration, name: str, email: str, phone: str) -> None:
    current.name, current.email, current.phone = name.strip(), email, phone
    current.email_hash = None if current.is_test else links.email_index(email)


def _counted(
    current: Registration, given: dict[str, str], asked: Questionnaire, born: date
) -> dict[str, str]:
    """Return what the lottery counts: what was asked, and what age and address say."""
    said = {category.key: given[category.key] for category in asked.categories}
    return said | categories.derive(current.assembly, current.invitation.address, born)


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
    registration, _token = drafts.begin(assembly, code, by=by, now=now, channel=channel)
    drafts.save_answers(registration, answers, by=by, now=now)
    return register(registration, by=by, now=now)


def correct(
    registration: Registration, *, name: str, email: str, phone: str, by: Actor, now: datetime
) -> None:
    """Correct how the person is called and reached. Nothing changed leaves nothing behind."""
    if not name.strip():
        raise BadInput(_("Enter your name"))
    rules.check_contact(email, phone)
    new = {"name": name.strip(), "email": email, "phone": phone}
    with transaction.atomic():
        current = _live(registration)
        changed = sorted(field for field, value in new.items() if getattr(current, field) != value)
        if changed:
            with audit.act("registrations.correct", current.assembly, by=by, now=now) as record:
                _enter_details(current, name, email, phone)
                current.save(update_fields=["email_hash", *changed])
                record.about(current, changed=changed)
    registration.refresh_from_db()


def correct_answers(
    registration: Registration, given: dict[str, str], *, by: Actor, now: datetime
) -> None:
    """Correct what the lottery counts a person as; possible until the lottery's list is final."""
    with audit.act("registrations.correct", registration.assembly, by=by, now=now) as record:
        gate.require_no_pool(registration.assembly)
        current = _live(registration)
        asked = questionnaire.read(current.assembly)
        rules.check_categories(asked, given)
        before = current.answers or {}
        said = {category.key: given[category.key] for category in asked.categories}
        current.answers = before | said
        current.save(update_fields=["answers"])
        changed = sorted(key for key in said if before.get(key) != said[key])
        record.about(current, changed=changed)
    registration.refresh_from_db()


def withdraw(registration: Registration, *, by: Actor, now: datetime) -> None:
    """Take a person out at their wish. The letter's place is free again.

    Whoever has been offered a seat answers the offer; a member gives up their seat first.
    """
    act = "registrations.withdraw_for" if by.user else "registrations.withdraw"
    with audit.act(act, registration.assembly, by=by, now=now) as record:
        current = _live(registration)
        _refuse_if_chosen(current)
        current.status, current.withdrawn_at, current.place = Status.WITHDRAWN, now, None
        current.consent_hash = None
        current.save(update_fields=["status", "withdrawn_at", "place", "consent_hash"])
        record.about(current)
        tell(current, "withdrawn", now)
    registration.refresh_from_db()


def open_one(registration: Registration, *, by: Actor, now: datetime) -> Registration:
    """Let staff read one person's details; the person will see that they did."""
    with audit.act("registrations.open_one", registration.assembly, by=by, now=now) as record:
        record.about(registration)
    return registration


def consent(registration: Registration, *, by: Actor, now: datetime) -> None:
    """Take the word of a parent or carer, by their link or as staff heard or read it."""
    act = "registrations.consent_for" if by.user else "registrations.consent"
    with audit.act(act, registration.assembly, by=by, now=now) as record:
        gate.require_no_pool(registration.assembly)
        current = _live(registration)
        if current.status != Status.CONSENT:
            raise DomainError(_("This has been answered already. Thank you."))
        current.status, current.consent_hash = Status.REGISTERED, None
        current.consented_at, current.consented_by = now, by.label
        current.save(update_fields=["status", "consent_hash", "consented_at", "consented_by"])
        record.about(current)
        tell(current, "consented", now)
    registration.refresh_from_db()


def _refuse_if_chosen(current: Registration) -> None:
    if Member.objects.filter(registration=current, status=Member.Status.CONFIRMED).exists():
        raise DomainError(
            _("You are a member. Give up your seat on your member pages, or call us on %(phone)s.")
            % {"phone": apart(current.assembly.contact_phone)}
        )
    if Offer.objects.filter(registration=current, status=Offer.Status.OFFERED).exists():
        raise DomainError(_("You have been offered a seat. Answer the offer first."))


def _live(registration: Registration) -> Registration:
    found = Registration.objects.select_for_update(of=("self",)).select_related("assembly")
    current = found.get(pk=registration.pk)
    if current.status not in (Status.REGISTERED, Status.CONSENT):
        raise DomainError(_("This registration has been withdrawn."))
    return current


def tell(current: Registration, kind: str, now: datetime, *, key: str = "") -> None:
    """Write to the person, in the language in which they registered."""
    if current.email:
        with translation.override(current.language):
            outbox.put(
                key=key or f"{kind}:{current.pk}",
                kind=kind,
                to=current.email,
                context={"registration": current, "link": links.personal_link(current)},
                assembly=current.assembly,
                now=now,
            )


def _ask_guardian(current: Registration, now: datetime) -> None:
    if current.status == Status.CONSENT and (guardian := current.guardian or {}).get("email"):
        with translation.override(current.language):
            outbox.put(
                key=f"guardian:{current.pk}",
                kind="guardian",
                to=guardian["email"],
                context={
                    "registration": current,
                    "guardian": guardian,
                    "link": links.consent_link(current),
                },
                assembly=current.assembly,
                now=now,
            )
