"""Offers: a seat for each person drawn, until they answer or someone releases it."""

from datetime import datetime

from assembly import audit, outbox
from assembly.errors import DomainError
from assembly.permissions import Actor

from . import draws, members
from .models import Draw, Member, Offer, Pool

Status = Offer.Status


def make(drawn: Draw, *, deadline: datetime, by: Actor, now: datetime) -> list[Offer]:
    """Offer a seat to everyone on the drawn panel, by one message each."""
    assembly = drawn.pool.assembly
    with audit.act("offers.make", assembly, by=by, now=now) as record:
        if drawn.offers.exists():
            raise DomainError("These offers have been made already.")
        if drawn.pool.status == Pool.Status.ABANDONED:
            raise DomainError("This draw was given up: its seats cannot be offered.")
        entries = draws.panel(drawn)
        if not entries:
            raise DomainError("The draw has not been confirmed yet.")
        offers = [
            Offer(
                assembly=assembly,
                draw=drawn,
                registration=entry.registration,
                offered_at=now,
                deadline=deadline,
            )
            for entry in entries
        ]
        Offer.objects.bulk_create(offers)
        for offer in offers:
            _tell(offer, "offer", now)
        record.about(drawn, offers=len(offers))
    return offers


def accept(offer: Offer, *, by: Actor, now: datetime) -> Member:
    """Take the seat: the person becomes a member with an account."""
    with audit.act("offers.answer", offer.assembly, by=by, now=now) as record:
        offer = _waiting(offer)
        _close(offer, Status.ACCEPTED, "", by, now)
        member = members.confirm(offer.registration, now=now)
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
        _close(offer, Status.RELEASED, "No answer by the deadline", by, now)
        record.about(offer, answer="released")


def open_one(offer: Offer, *, by: Actor, now: datetime) -> None:
    """Let staff read how a person can be reached; the person will see that they did."""
    with audit.act("offers.view", offer.assembly, by=by, now=now) as record:
        record.about(offer)


def _waiting(offer: Offer) -> Offer:
    offer = (
        Offer.objects.select_for_update(of=("self",))
        .select_related("assembly", "registration")
        .get(pk=offer.pk)
    )
    if offer.status != Status.OFFERED:
        raise DomainError("This offer has been answered already.")
    return offer


def _close(offer: Offer, status: Offer.Status, reason: str, by: Actor, now: datetime) -> None:
    offer.status, offer.reason = status, reason[:200]
    offer.answered_at, offer.answered_by = now, by.label
    offer.save(update_fields=["status", "reason", "answered_at", "answered_by"])


def _tell(offer: Offer, kind: str, now: datetime) -> None:
    person = offer.registration
    if person.email:
        outbox.put(
            key=f"{kind}:{person.pk}",
            kind=kind,
            to=person.email,
            assembly=offer.assembly,
            now=now,
            context={"offer": offer, "person": person},
        )
