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
        enter_details(current, draft["name"], draft.get("email", ""), draft.get("phone", ""))
        current.date_of_birth = born.isoformat()
        current.answers = count(current, draft["categories"], asked, born)
        current.needs = draft.get("needs", {})
        current.added = draft.get("added", {})
        current.draft = None
        current.link_hash = links.link_index(links.personal_token(current))
        if current.status == Status.CONSENT:
            await_guardian(current, draft["guardian"])
        current.save()
        record.about(current, channel=current.channel, place=current.place)
        tell(current, "registered", now)
        ask_guardian(current, now, key=f"guardian:{current.pk}")


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


def enter_details(current: Registration, name: str, email: str, phone: str) -> None:
    current.name, current.email, current.phone = name.strip(), email, phone
    current.email_hash = None if current.is_test else links.email_index(email)


def count(
    current: Registration, given: dict[str, str], asked: Questionnaire, born: date
) -> dict[str, str]:
    """Return what the lottery counts: what was asked, and what age and address say."""
    said = {one.key: given[one.key] for one in asked.categories if one.key in given}
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


def withdraw(registration: Registration, *, by: Actor, now: datetime, channel: str = "") -> None:
    """Take a person out at their wish. The letter's place is free again.

    Whoever has been offered a seat answers the offer; a member gives up their seat first.
    """
    act = "registrations.withdraw_for" if by.user else "registrations.withdraw"
    with audit.act(act, registration.assembly, by=by, now=now) as record:
        current = live(registration)
        _refuse_if_chosen(current)
        current.status, current.withdrawn_at, current.place = Status.WITHDRAWN, now, None
        current.consent_hash = None
        current.save(update_fields=["status", "withdrawn_at", "place", "consent_hash"])
        record.about(current, **by_way_of(channel))
        tell(current, "withdrawn", now)
    registration.refresh_from_db()


def open_one(registration: Registration, *, by: Actor, now: datetime) -> Registration:
    """Let staff read one person's details; the person will see that they did."""
    with audit.act("registrations.open_one", registration.assembly, by=by, now=now) as record:
        record.about(registration)
    return registration


def consent(registration: Registration, *, by: Actor, now: datetime, channel: str = "") -> None:
    """Take the word of a parent or carer, by their link or as staff heard or read it."""
    act = "registrations.consent_for" if by.user else "registrations.consent"
    with audit.act(act, registration.assembly, by=by, now=now) as record:
        gate.require_no_pool(registration.assembly)
        current = live(registration)
        if current.status != Status.CONSENT:
            raise DomainError(_("This has been answered already. Thank you."))
        current.status, current.consent_hash = Status.REGISTERED, None
        current.consented_at, current.consented_by = now, by.label
        current.save(update_fields=["status", "consent_hash", "consented_at", "consented_by"])
        record.about(current, **by_way_of(channel))
        tell(current, "consented", now)
    registration.refresh_from_db()


def by_way_of(channel: str) -> dict[str, str]:
    """Return how a person’s wish reached staff, for the record; of their own act, nothing."""
    return {"channel": channel} if channel else {}


def _refuse_if_chosen(current: Registration) -> None:
    if Member.objects.filter(registration=current, status=Member.Status.CONFIRMED).exists():
        raise DomainError(
            _("You are a member. Give up your seat on your member pages, or call us on %(phone)s.")
            % {"phone": apart(current.assembly.contact_phone)}
        )
    if Offer.objects.filter(registration=current, status=Offer.Status.OFFERED).exists():
        raise DomainError(_("You have been offered a seat. Answer the offer first."))


def live(registration: Registration) -> Registration:
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


def await_guardian(current: Registration, guardian: dict[str, str]) -> None:
    current.status, current.guardian = Status.CONSENT, guardian
    current.consent_hash = links.consent_index(links.consent_token(current))


def ask_guardian(current: Registration, now: datetime, *, key: str) -> None:
    if current.status == Status.CONSENT and (guardian := current.guardian or {}).get("email"):
        with translation.override(current.language):
            outbox.put(
                key=key,
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
