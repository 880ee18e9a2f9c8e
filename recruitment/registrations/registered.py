"""A registration from the moment it is sent in."""

from collections.abc import Iterator
from contextlib import contextmanager
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
            _await_guardian(current, draft["guardian"])
        current.save()
        record.about(current, channel=current.channel, place=current.place)
        tell(current, "registered", now)
        _ask_guardian(current, now, key=f"guardian:{current.pk}")


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
    registration: Registration,
    counted: dict[str, str],
    *,
    added: dict[str, str] | None = None,
    by: Actor,
    now: datetime,
) -> None:
    """Correct what the lottery counts a person as and, if given, the answers to added questions.

    Like the needs and the date of birth, until the lottery's list is final.
    """
    asked = questionnaire.read(registration.assembly)
    rules.check_categories(asked, counted)
    if added is not None:
        rules.check_added(asked, added)
    with _until_the_freeze(registration, by=by, now=now) as current:
        said = {category.key: counted[category.key] for category in asked.categories}
        current.answers = (current.answers or {}) | said
        if added:
            current.added = _answered(current.added or {}, added, asked)


def correct_needs(
    registration: Registration, needs: dict[str, str], *, by: Actor, now: datetime
) -> None:
    """Correct what a person needs to take part. Members say it on their own pages later."""
    rules.check_needs(needs)
    with _until_the_freeze(registration, by=by, now=now) as current:
        current.needs = needs


def _answered(
    before: dict[str, str], given: dict[str, str], asked: Questionnaire
) -> dict[str, str]:
    new = {one.key: given[one.key] for one in asked.added if one.key in given}
    return before | {key: text for key, text in new.items() if text != before.get(key, "")}


def asks_guardian(registration: Registration, born: date) -> bool:
    """Tell whether someone born that day has yet to name the parent or carer who must agree."""
    settled = registration.status == Status.CONSENT or registration.consented_at is not None
    return registration.assembly.needs_consent(born) and not settled


def correct_birth_date(
    registration: Registration,
    born: date,
    *,
    guardian: dict[str, str] | None = None,
    by: Actor,
    now: datetime,
) -> None:
    """Correct the date of birth, and with it the age that is counted and who must agree.

    Someone who turns out to be young waits for their parent or carer from then on; someone who
    turns out to be old enough needs none, and what was said about them goes. A date by which the
    person could not take part is refused: to leave is their own act.
    """
    if not rules.is_old_enough(registration.assembly, born):
        raise BadInput(rules.too_young(registration.assembly))
    with _until_the_freeze(registration, by=by, now=now) as current:
        current.date_of_birth = born.isoformat()
        asked = questionnaire.read(current.assembly)
        current.answers = _counted(current, current.answers or {}, asked, born)
        if asks_guardian(current, born):
            rules.check_guardian(guardian or {})
            _await_guardian(current, guardian or {})
            _ask_guardian(current, now, key=f"guardian:{current.pk}:{int(now.timestamp())}")
        elif not current.assembly.needs_consent(born):
            current.status = Status.REGISTERED
            current.guardian = current.consent_hash = current.consented_at = None
            current.consented_by = ""


CORRECTED = (
    "status", "date_of_birth", "answers", "needs", "added", "guardian", "consent_hash",
    "consented_at", "consented_by",
)  # fmt: skip


@contextmanager
def _until_the_freeze(
    registration: Registration, *, by: Actor, now: datetime
) -> Iterator[Registration]:
    """Keep what the block changes, on record by name. Nothing changed leaves nothing behind."""
    with transaction.atomic():
        gate.require_no_pool(registration.assembly)
        current = _live(registration)
        before = {field: getattr(current, field) for field in CORRECTED}
        yield current
        changed = [field for field in CORRECTED if getattr(current, field) != before[field]]
        if changed:
            with audit.act("registrations.correct", current.assembly, by=by, now=now) as record:
                current.save(update_fields=changed)
                record.about(current, changed=_named(changed, before["answers"], current.answers))
    registration.refresh_from_db()


def _named(
    changed: list[str], before: dict[str, str] | None, after: dict[str, str] | None
) -> list[str]:
    """Return the names of what changed; of what is counted, the categories."""
    old, new = before or {}, after or {}
    counted = {key for key in old | new if old.get(key) != new.get(key)}
    return sorted({*changed, *counted} - {"answers", "consent_hash"})


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


def _await_guardian(current: Registration, guardian: dict[str, str]) -> None:
    current.status, current.guardian = Status.CONSENT, guardian
    current.consent_hash = links.consent_index(links.consent_token(current))


def _ask_guardian(current: Registration, now: datetime, *, key: str) -> None:
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
