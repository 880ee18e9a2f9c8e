"""What a person corrects by their personal link, or staff for them as they asked."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from assembly import audit
from assembly.errors import BadInput
from assembly.permissions import Actor
from assembly.templatetags.assembly import apart

from .. import members, questionnaire
from ..models import Registration
from ..questionnaire import Questionnaire
from . import answers as rules
from . import gate
from .registered import (
    Status,
    ask_guardian,
    await_guardian,
    by_way_of,
    count,
    enter_details,
    live,
)


def correct(
    registration: Registration,
    *,
    name: str,
    email: str,
    phone: str,
    by: Actor,
    now: datetime,
    channel: str = "",
) -> None:
    """Correct how the person is called and reached. Nothing changed leaves nothing behind."""
    if not name.strip():
        raise BadInput(_("Enter your name"))
    rules.check_contact(email, phone)
    new = {"name": name.strip(), "email": email, "phone": phone}
    with transaction.atomic():
        current = live(registration)
        changed = sorted(field for field, value in new.items() if getattr(current, field) != value)
        if changed:
            with audit.act(_act(by), current.assembly, by=by, now=now) as record:
                enter_details(current, name, email, phone)
                current.save(update_fields=["email_hash", *changed])
                members.follow(current)
                record.about(current, changed=changed, **by_way_of(channel))
    registration.refresh_from_db()


def correct_answers(
    registration: Registration,
    counted: dict[str, str],
    *,
    added: dict[str, str] | None = None,
    by: Actor,
    now: datetime,
    channel: str = "",
) -> None:
    """Correct what the lottery counts a person as and, if given, the answers to added questions.

    Like the needs and the date of birth, until the lottery's list is final.
    """
    asked = questionnaire.read(registration.assembly)
    rules.check_categories(asked, counted)
    if added is not None:
        rules.check_added(asked, added)
    with _until_the_freeze(registration, by, now, channel) as current:
        said = {category.key: counted[category.key] for category in asked.categories}
        current.answers = (current.answers or {}) | said
        if added:
            current.added = _answered(current.added or {}, added, asked)


def correct_needs(
    registration: Registration,
    needs: dict[str, str],
    *,
    by: Actor,
    now: datetime,
    channel: str = "",
) -> None:
    """Correct what a person needs to take part. Members say it on their own pages later."""
    rules.check_needs(needs)
    with _until_the_freeze(registration, by, now, channel) as current:
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
    channel: str = "",
) -> None:
    """Correct the date of birth, and with it the age that is counted and who must agree.

    Someone who turns out to be young waits for their parent or carer from then on; someone who
    turns out to be old enough needs none, and what was said about them goes. Whoever waits for
    consent cannot say so alone: they talk to staff. A date by which the person could not take part
    is refused: to leave is their own act.
    """
    if not rules.is_old_enough(registration.assembly, born):
        raise BadInput(rules.too_young(registration.assembly))
    with _until_the_freeze(registration, by, now, channel) as current:
        current.date_of_birth = born.isoformat()
        asked = questionnaire.read(current.assembly)
        current.answers = count(current, current.answers or {}, asked, born)
        if asks_guardian(current, born):
            rules.check_guardian(guardian or {})
            await_guardian(current, guardian or {})
            ask_guardian(current, now, key=f"guardian:{current.pk}:{int(now.timestamp())}")
        elif not current.assembly.needs_consent(born):
            _refuse_without_a_talk(current, by)
            current.status = Status.REGISTERED
            current.guardian = current.consent_hash = current.consented_at = None
            current.consented_by = ""


CORRECTED = (
    "status", "date_of_birth", "answers", "needs", "added", "guardian", "consent_hash",
    "consented_at", "consented_by",
)  # fmt: skip


@contextmanager
def _until_the_freeze(
    registration: Registration, by: Actor, now: datetime, channel: str
) -> Iterator[Registration]:
    """Keep what the block changes, on record by name. Nothing changed leaves nothing behind."""
    with transaction.atomic():
        gate.require_no_pool(registration.assembly)
        current = live(registration)
        before = {field: getattr(current, field) for field in CORRECTED}
        yield current
        changed = [field for field in CORRECTED if getattr(current, field) != before[field]]
        if changed:
            with audit.act(_act(by), current.assembly, by=by, now=now) as record:
                current.save(update_fields=changed)
                named = _named(changed, before["answers"], current.answers)
                record.about(current, changed=named, **by_way_of(channel))
    registration.refresh_from_db()


def _named(
    changed: list[str], before: dict[str, str] | None, after: dict[str, str] | None
) -> list[str]:
    """Return the names of what changed; of what is counted, the categories."""
    old, new = before or {}, after or {}
    counted = {key for key in old | new if old.get(key) != new.get(key)}
    return sorted({*changed, *counted} - {"answers", "consent_hash"})


def _refuse_without_a_talk(current: Registration, by: Actor) -> None:
    if current.status == Status.CONSENT and not by.user:
        raise BadInput(
            _("You said before that you are younger. Call us on %(phone)s to change it.")
            % {"phone": apart(current.assembly.contact_phone)}
        )


def _act(by: Actor) -> str:
    return "registrations.correct_for" if by.user else "registrations.correct"
