"""Erasure: a person's data goes, a certificate stays. At their wish, or when its time is over.

The row itself stays empty, because the audit chain and a lottery that was held point at it. Those
hold a number and a sealed commitment: with the secret number erased, the commitment says nothing
about the person, and the lottery can still be checked.
"""

import secrets
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from assembly import audit, mail_addresses
from assembly.errors import DomainError
from assembly.models import OutboxMessage, User
from assembly.permissions import Actor
from assembly.templatetags.assembly import apart

from .. import codes, members
from ..models import Call, Erasure, Member, Offer, Pool, PoolEntry, Registration
from . import links, lost, registered

FIELDS = ("draft", "name", "email", "phone", "date_of_birth", "needs", "added", "guardian")
UNDRAWN = (Pool.Status.FROZEN, Pool.Status.SOLVING, Pool.Status.SOLVED, Pool.Status.COMMITTED)
MESSAGES = (
    "registered", "withdrawn", "offer", "offer_reminder", "not_picked", "welcome", "guardian",
    "consented", "link", "later",
)  # fmt: skip
LOST = ("new_code", "no_code")  # written to whoever asked for a code, before they had registered
FAREWELL = "erased"
Status = Registration.Status
LIVE = (Status.REGISTERED, Status.CONSENT)
Cause = Erasure.Cause


def erase(
    registration: Registration,
    *,
    by: Actor,
    now: datetime,
    channel: str = "",
    random_bytes: links.RandomBytes = secrets.token_bytes,
) -> Erasure:
    """Empty everything that says who the person is; return the certificate.

    By their own link, or by staff for somebody who asked by phone or post (`channel`).

    Whoever is registered is withdrawn by it. Someone in a lottery that is under way keeps their
    answers, without a name, until it has been held. Who holds or was offered a seat is refused;
    whoever gave theirs up is not.
    """
    act = "registrations.erase_for" if by.user else "registrations.erase"
    with audit.act(act, registration.assembly, by=by, now=now) as record:
        locked = Registration.objects.select_for_update(of=("self",)).select_related("assembly")
        current = locked.get(pk=registration.pk)
        _refuse_if_seated(current)
        if current.email:
            registered.tell(current, FAREWELL, now)
        lost.forget(current, by=by, now=now)
        status = Status.WITHDRAWN if current.status in LIVE else Status(current.status)
        certificate = _forget(current, Cause.ASKED, status, now, random_bytes)
        record.about(current, certificate=certificate.number, **registered.by_way_of(channel))
    registration.refresh_from_db()
    return certificate


def forget(
    current: Registration, *, now: datetime, random_bytes: links.RandomBytes = secrets.token_bytes
) -> Erasure:
    """Empty a registration whose time is over; part of an act, in its transaction.

    Whoever was registered goes on being counted. Nothing is written to the person: they were told
    when they registered how long their data is kept.
    """
    ends = {Status.REGISTERED: Status.FORGOTTEN, Status.CONSENT: Status.WITHDRAWN}
    status = Status(current.status)
    return _forget(current, Cause.TIME, ends.get(status, status), now, random_bytes)


def complete_due(now: datetime) -> int:
    """Erase the answers that waited for a lottery to be held; return of how many people."""
    due = Erasure.objects.filter(answers_due=True).exclude(
        registration__pool_entries__pool__status__in=UNDRAWN
    )
    finished = list(due.select_related("registration"))
    for certificate in finished:
        _complete(certificate, now)
    return len(finished)


def forget_farewells() -> int:
    """Delete the last messages to people whose data is erased, once they have left."""
    gone, _kinds = OutboxMessage.objects.filter(
        kind=FAREWELL, status=OutboxMessage.Status.SENT
    ).delete()
    return gone


def _refuse_if_seated(current: Registration) -> None:
    if current.status == Status.DRAFT or hasattr(current, "erasure"):
        raise DomainError(_("There is nothing here to erase."))
    offer = getattr(current, "offer", None)
    member = getattr(current, "member", None)
    if member and member.status == Member.Status.CONFIRMED:
        raise DomainError(
            _("You are a member. We need some of your data to pay you. Call us on %(phone)s.")
            % {"phone": apart(current.assembly.contact_phone)}
        )
    if offer and offer.status == Offer.Status.OFFERED:
        raise DomainError(_("You have been offered a seat. Answer the offer first."))


def _forget(
    current: Registration,
    cause: Erasure.Cause,
    status: Registration.Status,
    now: datetime,
    random_bytes: links.RandomBytes,
) -> Erasure:
    entries = PoolEntry.objects.filter(registration=current)
    under_way = entries.filter(pool__status__in=UNDRAWN).exists()
    _forget_messages(current)
    _forget_calls(current)
    if member := Member.objects.filter(registration=current).first():
        members.forget(member)
    _empty(current, status, now)
    certificate = Erasure.objects.create(
        assembly=current.assembly,
        registration=current,
        number=_number(random_bytes),
        cause=cause,
        erased=[*FIELDS, "link", *(["member"] if member else [])],
        kept=_kept(in_pool=entries.exists(), was_member=member is not None),
        answers_due=under_way,
        erased_at=now,
    )
    if not under_way:
        _complete(certificate, now)
    return certificate


def _empty(current: Registration, status: Registration.Status, now: datetime) -> None:
    for field in FIELDS:
        setattr(current, field, None)
    current.link_hash = current.draft_hash = current.email_hash = current.consent_hash = None
    if status != current.status:
        current.status, current.place = status, None
        current.withdrawn_at = now if status == Status.WITHDRAWN else None
    current.save()


def _complete(certificate: Erasure, now: datetime) -> None:
    person = certificate.registration
    person.answers = None
    person.save(update_fields=["answers"])
    for entry in PoolEntry.objects.filter(registration=person):
        entry.salt = entry.answers = None
        entry.save(update_fields=["salt", "answers"])
    certificate.erased = [*certificate.erased, "answers"]
    certificate.answers_due, certificate.completed_at = False, now
    certificate.save(update_fields=["erased", "answers_due", "completed_at"])


def _forget_messages(current: Registration) -> None:
    """Delete what was written to the person, sent or not. Only the farewell still leaves.

    What went to their e-mail address about this assembly goes too. Others may read it as well: a
    code that has not left yet goes only if it names the person. Where others are known to read
    it, only what was written about a lost letter goes, and only if it names the person.
    """
    for kind in MESSAGES:
        OutboxMessage.objects.filter(key__startswith=f"{kind}:{current.pk}").delete()
    if not current.email:
        return
    same = OutboxMessage.objects.filter(
        assembly=current.assembly, address_hash=mail_addresses.index(current.email)
    ).exclude(kind=FAREWELL)
    if _is_shared(current):
        same = same.filter(kind__in=LOST)
        kept = [message.pk for message in same if not lost.names(current, message.body)]
    else:
        waiting = same.filter(kind__in=LOST).exclude(status=OutboxMessage.Status.SENT)
        kept = [message.pk for message in waiting if not lost.names(current, message.body)]
    same.exclude(pk__in=kept).delete()


def _is_shared(current: Registration) -> bool:
    """Tell whether another registration, or an account, has the same e-mail address."""
    others = Registration.objects.filter(
        assembly=current.assembly, email_hash=links.email_index(current.email or "")
    ).exclude(pk=current.pk)
    return others.exists() or User.objects.filter(email__iexact=current.email).exists()


def _forget_calls(current: Registration) -> None:
    """Empty what callers noted and the reason the person gave; that they were called stays."""
    for call in Call.objects.filter(offer__registration=current):
        call.note = ""
        call.save(update_fields=["note"])
    Offer.objects.filter(registration=current).update(reason="")


def _kept(*, in_pool: bool, was_member: bool) -> dict[str, str]:
    """Return what stays and why, in English; the certificate's page says it in any language."""
    kept = {
        gettext_noop("Your reference, and when you registered and left"): gettext_noop(
            "so that this erasure can be proved"
        ),
        gettext_noop("The record of who did what"): gettext_noop(
            "so that we can account for what we do; it holds no name"
        ),
    }
    if in_pool:
        kept[gettext_noop("A number and a sealed mark in the lottery’s record")] = gettext_noop(
            "so that anyone can check that the lottery was fair; nobody can find you in it"
        )
    if was_member:
        kept[gettext_noop("The number of your badge, and on which days it was there")] = (
            gettext_noop("so that we can account for what members were paid; it holds no name")
        )
    return kept


def _number(random_bytes: links.RandomBytes) -> str:
    drawn = "".join(codes.ALPHABET[byte & 31] for byte in random_bytes(10))
    return f"ER-{drawn[:5]}-{drawn[5:]}"
