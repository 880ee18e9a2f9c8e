"""Whoever lost the letter asks for a new code; staff compare addresses and issue one, or refuse."""

import re
from datetime import datetime

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from assembly import audit, outbox
from assembly.errors import BadInput, DomainError
from assembly.models import Assembly
from assembly.permissions import Actor

from .. import codes
from ..models import Invitation, LinkRequest, LostCode, Registration
from . import answers as rules
from . import gate, links, matching, registered

Status = LostCode.Status
PERSONAL = ("name", "address", "postcode", "email", "phone")


def ask(
    assembly: Assembly,
    *,
    name: str,
    address: str,
    postcode: str,
    email: str,
    phone: str,
    attempt: str,
    language: str = "en-gb",
    by: Actor,
    now: datetime,
) -> LostCode:
    """Put a request into the queue, for oneself or as staff for a caller.

    The same form sent twice is one request.
    """
    gate.require_open(assembly, now)
    for value, message in (
        (name, _("Enter your name")),
        (address, _("Enter your address")),
        (postcode, _("Enter your postcode")),
    ):
        if not value.strip():
            raise BadInput(message)
    rules.check_contact(email, phone)
    earlier = LostCode.objects.filter(assembly=assembly, attempt=attempt).first()
    if earlier:
        return earlier
    act = "registrations.ask_for_caller" if by.user else "registrations.ask_for_code"
    with audit.act(act, assembly, by=by, now=now) as record:
        asked, _is_new = LostCode.objects.get_or_create(
            assembly=assembly,
            attempt=attempt,
            defaults={
                "name": name.strip(),
                "address": address.strip(),
                "postcode": matching.tidy_postcode(postcode),
                "email": email,
                "phone": phone,
                "language": language,
                "asked_at": now,
            },
        )
        record.about(asked)
    return asked


def look_into(asked: LostCode, *, by: Actor, now: datetime) -> list[matching.Match]:
    """Let staff read one request, on record; return the letters whose address agrees."""
    with audit.act("registrations.answer_lost", asked.assembly, by=by, now=now) as record:
        record.about(asked, step="read")
    return matching.find(asked.assembly, asked.address or "", asked.postcode or "")


def reissue(
    asked: LostCode, invitation: Invitation, *, sent_by: str, by: Actor, now: datetime
) -> str:
    """Give an address a new code and return it; from this moment the old one opens nothing.

    Drafts begun with the old code cannot be sent in any more; who has registered stays registered.
    """
    with audit.act("registrations.answer_lost", asked.assembly, by=by, now=now) as record:
        current, letter = _waiting(asked), registered.lock(invitation.pk)
        gate.require_open(current.assembly, now)
        if letter.assembly_id != current.assembly_id or letter.cancelled_at is not None:
            raise DomainError("That letter does not belong to this request.")
        if sent_by == LostCode.By.EMAIL and not current.email:
            raise BadInput("No e-mail address was given. Read the code out by phone.")
        agrees = matching.find(current.assembly, current.address or "", current.postcode or "")
        match = next((m for m in agrees if m.address.pk == letter.address_id), None)
        if match is None:
            raise DomainError("That address does not agree with the one that was given.")
        code = renew(letter)
        current.invitation, current.sent_by, current.match = letter, sent_by, match.kind
        current.reason = "; ".join(match.reasons)
        if sent_by == LostCode.By.EMAIL:
            _tell(current, "new_code", now, code=codes.pretty(code))
        _close(current, Status.REISSUED, by, now)
        record.about(current, issue=letter.issue, match=match.kind, sent_by=sent_by)
    asked.refresh_from_db()
    return code


def renew(letter: Invitation) -> str:
    """Raise the issue of a locked letter's code and return the code of the new issue."""
    letter.issue += 1
    code = letter.address.code(letter.issue)
    letter.code_hash = codes.index(code)
    letter.save(update_fields=["issue", "code_hash"])
    return code


def refuse(asked: LostCode, *, reason: str, by: Actor, now: datetime) -> None:
    """Say no to a request, with a reason that the person is told."""
    if not reason.strip():
        raise BadInput("Say why. The person is told the reason.")
    with audit.act("registrations.answer_lost", asked.assembly, by=by, now=now) as record:
        current = _waiting(asked)
        current.reason = reason.strip()[:300]
        _tell(current, "no_code", now)
        _close(current, Status.REFUSED, by, now)
        record.about(current, refused=True)
    asked.refresh_from_db()


def forget(person: Registration, *, by: Actor, now: datetime) -> int:
    """Close what a person whose data is erased still asks for; return how many requests it was.

    Theirs is a request in their name that gives their e-mail address, phone number or address.
    """
    waiting = LostCode.objects.select_for_update(of=("self",)).filter(
        assembly=person.assembly_id, status=Status.WAITING
    )
    theirs = [asked for asked in waiting if _is_theirs(asked, person)]
    for asked in theirs:
        asked.reason = "The person had their data erased."
        _close(asked, Status.REFUSED, by, now)
    return len(theirs)


def forget_waiting(assembly: Assembly, *, by: Actor, now: datetime) -> int:
    """Close what nobody answered before the end; part of an act. Return how many requests."""
    waiting = LostCode.objects.select_for_update(of=("self",)).filter(
        assembly=assembly, status=Status.WAITING
    )
    for asked in waiting:
        asked.reason = "Registration is over."
        _close(asked, Status.REFUSED, by, now)
    return len(waiting)


def _is_theirs(asked: LostCode, person: Registration) -> bool:
    if not names(person, asked.name or ""):
        return False
    if asked.email and links.email_index(asked.email) == links.email_index(person.email or ""):
        return True
    if asked.phone and _digits(asked.phone) == _digits(person.phone or ""):
        return True
    agrees = matching.find(person.assembly, asked.address or "", asked.postcode or "")
    return any(match.address.pk == person.invitation.address_id for match in agrees)


def _digits(phone: str) -> str:
    return re.sub(r"[^0-9]", "", phone)


def names(person: Registration, text: str) -> bool:
    """Tell whether a text names the person: first name or its initial, then the last name."""
    words = re.findall(r"\w[\w'’-]*", (person.name or "").casefold())
    if not words:
        return False
    first, last = re.escape(words[0]), re.escape(words[-1])
    between = r"(?:\w[\w'’-]*\.?\s+){0,2}"
    called = rf"(?:{first}|{first[0]}\.?)\s+{between}{last}" if len(words) > 1 else last
    return re.search(rf"(?<!\w){called}(?!\w)", text.casefold()) is not None


def _waiting(asked: LostCode) -> LostCode:
    current = LostCode.objects.select_for_update(of=("self",)).select_related("assembly")
    found = current.get(pk=asked.pk)
    if found.status != Status.WAITING:
        raise DomainError("Somebody has answered this request already.")
    return found


def _close(current: LostCode, status: str, by: Actor, now: datetime) -> None:
    """Record the decision. Name and address have served; they are not kept."""
    current.status, current.decided_at, current.decided_by = status, now, by.label
    for field in PERSONAL:
        setattr(current, field, None)
    current.save()


def _tell(current: LostCode, kind: str, now: datetime, **context: str) -> None:
    if current.email:
        with translation.override(current.language):
            outbox.put(
                key=f"{kind}:{current.pk}",
                kind=kind,
                to=current.email,
                context={"asked": current, **context},
                assembly=current.assembly,
                now=now,
            )


# The personal link, sent again


def ask_for_link(assembly: Assembly, email: str, *, now: datetime) -> None:
    """Note that someone asks for their personal link.

    This does the same whether or not the address is known: the worker finds that out later, so that
    neither the page nor its time can tell.
    """
    LinkRequest.objects.create(assembly=assembly, email=email.strip(), asked_at=now)


def send_links(now: datetime, *, limit: int = 100) -> int:
    """Answer waiting requests and forget them; return how many.

    Each registration with the address gets its own link, at most once an hour.
    """
    done = 0
    while done < limit and _send_link(now):
        done += 1
    return done


def _send_link(now: datetime) -> bool:
    with transaction.atomic():
        waiting = LinkRequest.objects.select_for_update(skip_locked=True, of=("self",))
        request = waiting.select_related("assembly").order_by("asked_at").first()
        if request is None:
            return False
        known = Registration.objects.filter(
            assembly=request.assembly, email_hash=links.email_index(request.email)
        )
        for person in known.exclude(link_hash=None).select_related("assembly"):
            hour = int(now.timestamp() // 3600)
            registered.tell(person, "link", now, key=f"link:{person.pk}:{hour}")
        request.delete()
    return True
