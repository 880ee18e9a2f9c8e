"""Offers: a seat for each person drawn, until they answer or someone releases it."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from assembly import audit, languages, outbox
from assembly.errors import DomainError
from assembly.models import Assembly, Mailing
from assembly.permissions import Actor

from . import commitments, draws, members
from .models import Draw, Member, Offer, Pool, Registration

Status = Offer.Status
REMIND = timedelta(days=3)


def make(drawn: Draw, *, deadline: datetime, by: Actor, now: datetime) -> list[Offer]:
    """Offer a seat to everyone on the drawn panel, by one message each.

    Whoever withdrew between the freeze and the draw counts as having declined and hears nothing.
    """
    assembly = drawn.pool.assembly
    with audit.act("offers.make", assembly, by=by, now=now) as record:
        Assembly.objects.select_for_update(no_key=True).get(pk=assembly.pk)
        if drawn.offers.exists():
            raise DomainError("These offers have been made already.")
        if drawn.pool.status == Pool.Status.ABANDONED:
            raise DomainError("This draw was given up: its seats cannot be offered.")
        people = [entry.registration for entry in draws.panel(drawn)]
        if not people:
            raise DomainError("The draw has not been confirmed yet.")
        offers = put(drawn, people, deadline=deadline, by=by, now=now)
        record.about(drawn, offers=len(offers))
    return offers


def put(
    drawn: Draw, people: list[Registration], *, deadline: datetime, by: Actor, now: datetime
) -> list[Offer]:
    """Offer these people of a draw a seat; part of the act that chose them, in its transaction."""
    made = [
        Offer(
            assembly=drawn.pool.assembly,
            draw=drawn,
            registration=person,
            offered_at=now,
            deadline=deadline,
        )
        for person in people
    ]
    for offer in made:
        if offer.registration.status != Registration.Status.REGISTERED:
            offer.status, offer.reason = Status.DECLINED, "Withdrew before the draw"
            offer.answered_at, offer.answered_by = now, by.label
    Offer.objects.bulk_create(made)
    many = outbox.begin_mailing(drawn.pool.assembly, "Offers of a seat", by=by, now=now)
    for offer in made:
        if offer.status == Status.OFFERED:
            _tell(offer, "offer", now, bulk=many)
    return made


def accept(offer: Offer, *, by: Actor, now: datetime) -> Member:
    """Take the seat: the person becomes a member with an account."""
    with audit.act("offers.answer", offer.assembly, by=by, now=now) as record:
        # One after the other, so that badge numbers differ.
        Assembly.objects.select_for_update(no_key=True).get(pk=offer.assembly_id)
        offer = _waiting(offer)
        _close(offer, Status.ACCEPTED, "", by, now)
        member = members.confirm(offer.registration, now=now)
        commitments.promise(member, now=now)
        _tell(offer, "welcome", now)
        record.about(offer, answer="accepted", member=member.number)
    return member


def decline(offer: Offer, *, reason: str, by: Actor, now: datetime) -> None:
    """Refuse the seat, with the person's reason."""
    with audit.act("offers.answer", offer.assembly, by=by, now=now) as record:
        offer = _waiting(offer)
        _close(offer, Status.DECLINED, reason, by, now)
        record.about(offer, answer="declined")


def release(offer: Offer, *, by: Actor, now: datetime) -> None:
    """Free a seat whose deadline has passed. Silence alone never does it: a person decides."""
    with audit.act("offers.answer", offer.assembly, by=by, now=now) as record:
        offer = _waiting(offer)
        if now < offer.deadline:
            raise DomainError("The deadline has not passed yet.")
        if offer.caller != by.label and offer.caller_until and offer.caller_until > now:
            raise DomainError("Somebody is ringing this person now. Wait for what comes of it.")
        _close(offer, Status.RELEASED, "No answer by the deadline", by, now)
        record.about(offer, answer="released")


def renew(offer: Offer, *, deadline: datetime, by: Actor, now: datetime) -> None:
    """Offer a person the seat again that they refused or let go, while nobody else can have it.

    Refused once a pool has been frozen for that seat, or if somebody they live with has a seat.
    """
    with audit.act("offers.renew", offer.assembly, by=by, now=now) as record:
        Assembly.objects.select_for_update(no_key=True).get(pk=offer.assembly_id)
        offer = _locked(offer)
        if offer.status not in (Status.DECLINED, Status.RELEASED):
            raise DomainError("Only a seat that was refused or released can be offered again.")
        if deadline <= now:
            raise DomainError("The last day to answer must be in the future.")
        members.refuse_unless_free(offer.registration, since=offer.answered_at or now)
        offer.status, offer.deadline, offer.offered_at = Status.OFFERED, deadline, now
        offer.reason, offer.answered_at, offer.answered_by = "", None, ""
        offer.reminded_at = offer.call_after = None
        offer.save()
        _tell(offer, "offer", now, again=f"{now:%Y%m%d%H%M%S}")
        record.about(offer, again=True)


def remind_due(now: datetime) -> int:
    """Write to those whose deadline is three days away or less and has not passed; return how many.

    Each is reminded once, and nobody within three days of having been offered the seat.
    """
    due = Offer.objects.filter(
        status=Status.OFFERED,
        reminded_at=None,
        deadline__gt=now,
        deadline__lte=now + REMIND,
        offered_at__lte=now - REMIND,
    )
    pks = list(due.values_list("pk", flat=True))
    return sum(_remind(pk, now) for pk in pks)


@transaction.atomic
def _remind(pk: int, now: datetime) -> bool:
    waiting = Offer.objects.select_for_update(skip_locked=True, of=("self",)).filter(
        pk=pk, status=Status.OFFERED, reminded_at=None
    )
    offer = waiting.select_related("assembly", "registration").first()
    if offer is None:
        return False
    offer.reminded_at = now
    offer.save(update_fields=["reminded_at"])
    _tell(offer, "offer_reminder", now, again=f"{offer.offered_at:%Y%m%d%H%M%S}")
    return bool(offer.registration.email)


def open_one(offer: Offer, *, by: Actor, now: datetime) -> None:
    """Let staff read how a person can be reached; the person will see that they did."""
    with audit.act("offers.view", offer.assembly, by=by, now=now) as record:
        record.about(offer)


def _locked(offer: Offer) -> Offer:
    locked = Offer.objects.select_for_update(of=("self",))
    return locked.select_related("assembly", "registration").get(pk=offer.pk)


def _waiting(offer: Offer) -> Offer:
    offer = _locked(offer)
    if offer.status == Status.RELEASED:
        raise DomainError(_("This seat was released after the deadline."))
    if offer.status != Status.OFFERED:
        raise DomainError(_("This offer has been answered already."))
    return offer


def _close(offer: Offer, status: Offer.Status, reason: str, by: Actor, now: datetime) -> None:
    offer.status, offer.reason = status, reason[:200]
    offer.answered_at, offer.answered_by = now, by.label
    offer.caller, offer.caller_until, offer.call_after = "", None, None
    offer.save()


def _tell(
    offer: Offer, kind: str, now: datetime, *, again: str = "", bulk: Mailing | None = None
) -> None:
    """Write to the person, in the language in which they registered."""
    person = offer.registration
    if person.email:
        with languages.reading(person.language):
            outbox.put(
                key=f"{kind}:{person.pk}:{again}".rstrip(":"),
                kind=kind,
                to=person.email,
                assembly=offer.assembly,
                now=now,
                context={"offer": offer, "person": person},
                bulk=bulk,
            )
