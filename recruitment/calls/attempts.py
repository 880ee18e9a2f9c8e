"""Attempts to reach somebody: one caller at a time has an offer, for a while, and notes the end."""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta

from django.db.models import QuerySet
from django.utils import timezone

from assembly import audit
from assembly.errors import BadInput, DomainError
from assembly.models import Assembly, User
from assembly.permissions import Actor

from .. import offers
from ..models import Call, Offer

Outcome = Call.Outcome
LEASE = timedelta(minutes=20)
HOURS = (time(10, 30), time(14, 30), time(18, 30))  # morning, afternoon, evening
APART = timedelta(hours=3)
AFTER_A_MESSAGE = timedelta(hours=20)
EVENING = 21


def take(assembly: Assembly, *, by: Actor, now: datetime) -> Offer | None:
    """Give a caller whoever is due first, and nobody else that person for twenty minutes.

    A caller who has somebody already keeps them. None if nobody is due.
    """
    with audit.act("calls.take", assembly, by=by, now=now) as record:
        _one_at_a_time(by)
        mine = _mine(assembly, by, now)
        if mine is None:
            due = assembly.offers.to_ring(now).select_for_update(skip_locked=True, of=("self",))
            mine = due.select_related("registration", "assembly").first()
            if mine:
                _claim(mine, by, now)
        record.about(mine or assembly, found=mine is not None)
    return mine


def take_one(offer: Offer, *, by: Actor, now: datetime) -> Offer:
    """Give a caller one particular person, unless another caller is ringing them."""
    with audit.act("calls.take", offer.assembly, by=by, now=now) as record:
        _one_at_a_time(by)
        _let_go(_held_by(offer.assembly, by).exclude(pk=offer.pk))
        locked = Offer.objects.select_for_update(of=("self",)).get(pk=offer.pk)
        if locked.status == Offer.Status.OFFERED:
            _refuse_if_anothers(locked, by, now)
            _claim(locked, by, now)
        record.about(locked)
    return locked


def hand_back(offer: Offer, *, by: Actor, now: datetime) -> None:
    """Put a person back in the queue without having rung them."""
    with audit.act("calls.take", offer.assembly, by=by, now=now) as record:
        _let_go(_held_by(offer.assembly, by).filter(pk=offer.pk))
        record.about(offer, handed_back=True)


def note(
    offer: Offer,
    *,
    channel: str,
    outcome: str,
    by: Actor,
    now: datetime,
    text: str = "",
    reason: str = "",
    call_after: datetime | None = None,
) -> Call:
    """Note one attempt. An answer is recorded with it; otherwise it says when to try next.

    `call_after` overrides the time worked out. Refused while another caller has the person.
    """
    with audit.act("calls.note", offer.assembly, by=by, now=now) as record:
        if outcome not in Outcome.values or channel not in Call.Channel.values:
            raise BadInput("Choose what came of it.")
        if outcome == Outcome.CALL_BACK and (call_after is None or call_after <= now):
            raise BadInput("Say when to call back: a time that is still to come.")
        if outcome == Outcome.ACCEPTED:
            offers.accept(offer, by=by, now=now)
        elif outcome == Outcome.DECLINED:
            offers.decline(offer, reason=reason, by=by, now=now)
        locked = Offer.objects.select_for_update(of=("self",)).get(pk=offer.pk)
        earlier = list(locked.calls.order_by("number"))
        if outcome not in (Outcome.ACCEPTED, Outcome.DECLINED):
            if locked.status != Offer.Status.OFFERED:
                raise DomainError("This offer has been answered already.")
            _refuse_if_anothers(locked, by, now)
            tried = [call.at for call in earlier] + [now]
            locked.call_after = call_after or next_attempt(outcome, tried, now)
            locked.caller, locked.caller_until = "", None
            locked.is_promised = outcome == Outcome.CALL_BACK
        locked.tried = len(earlier) + 1
        locked.save(update_fields=["tried", "is_promised", "call_after", "caller", "caller_until"])
        made = Call.objects.create(
            offer=locked,
            number=locked.tried,
            channel=channel,
            outcome=outcome,
            note=text.strip()[:300],
            at=now,
            by=by.label,
        )
        record.about(locked, attempt=made.number, outcome=outcome)
    return made


def next_attempt(outcome: str, tried: Iterable[datetime], now: datetime) -> datetime:
    """Return when to try next: the part of the day tried least, not too soon, the sooner first.

    Parts are morning, afternoon and evening in local time. After a message the person has a day to
    ring back; after a wrong number somebody must first find another way, so it waits a day too.
    """
    parts = [_part(moment) for moment in tried]
    patience = APART if outcome == Outcome.NO_ANSWER else AFTER_A_MESSAGE
    coming = [moment for moment in _slots(now) if moment >= now + patience][: len(HOURS)]
    return min(coming, key=lambda moment: (parts.count(_part(moment)), moment))


def _part(moment: datetime) -> int:
    """Return 0 for morning, 1 for afternoon, 2 for evening."""
    hour = timezone.localtime(moment).hour
    return 0 if hour < 12 else 1 if hour < 17 else 2


def _slots(now: datetime) -> list[datetime]:
    today = timezone.localtime(now).date()
    days: list[date] = [today + timedelta(days=number) for number in range(4)]
    return [timezone.make_aware(datetime.combine(day, hour)) for day in days for hour in HOURS]


def _one_at_a_time(by: Actor) -> None:
    """Let the same caller’s two clicks follow one another."""
    if by.user:
        User.objects.select_for_update().get(pk=by.user.pk)


def _mine(assembly: Assembly, by: Actor, now: datetime) -> Offer | None:
    """Return whom a caller has now; one they have had for too long goes back to the queue."""
    held = _held_by(assembly, by)
    _let_go(held.filter(caller_until__lte=now))
    return held.select_related("registration", "assembly").first()


def _held_by(assembly: Assembly, by: Actor) -> QuerySet[Offer]:
    return Offer.objects.select_for_update(of=("self",)).filter(assembly=assembly, caller=by.label)


def _let_go(held: QuerySet[Offer]) -> None:
    for offer in held:
        offer.caller, offer.caller_until = "", None
        offer.save(update_fields=["caller", "caller_until"])


def _claim(offer: Offer, by: Actor, now: datetime) -> None:
    offer.caller, offer.caller_until = by.label, now + LEASE
    offer.save(update_fields=["caller", "caller_until"])


def _refuse_if_anothers(offer: Offer, by: Actor, now: datetime) -> None:
    if offer.caller not in ("", by.label) and offer.caller_until and offer.caller_until > now:
        raise DomainError("Another caller is ringing this person now.")
