"""Chapter three: the draw is held, the seats are offered, callers ring those who were drawn."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from assembly.models import Assembly
from recruitment import calls, draws, not_picked, offers
from recruitment.models import Call, Draw, Offer, Pool
from recruitment.queries.members import confirmed

from . import cast
from .chapters import Say, at, chance, the_assembly
from .draw import prepare

OPENS_AT = at("2024-01-16 10:00")
HELD_AT = at("2024-01-11 19:05")
TOLD_AT = at("2024-02-12 10:00")
TO_ANSWER = timedelta(days=8)
DECLINE = 5
REASONS = (
    "Away on two of the weekends",
    "Started a new job with weekend shifts",
    "Caring for a parent",
    "Ill",
    "Moved out of the borough",
)
Outcome = Call.Outcome


@dataclass(frozen=True)
class Attempt:
    """One call to somebody who was drawn, and what comes of it."""

    at: datetime
    offer: Offer
    outcome: str
    reason: str = ""


def tell(say: Say) -> None:
    """Hold the draw and offer the seats; some have answered by now."""
    assembly = the_assembly()
    drawn = hold(assembly.pools.get(number=1), "417", HELD_AT)
    _offer(assembly, drawn, HELD_AT)
    attempts = _attempts(drawn, HELD_AT, DECLINE)
    _ring(assembly, (one for one in attempts if one.at <= OPENS_AT))
    say(f"Members confirmed: {confirmed(assembly)} of {assembly.seats}")


def go_on(say: Say) -> None:
    """Ring the others; whoever declines is replaced by further draws. Tell those not picked."""
    assembly = the_assembly()
    drawn = Draw.objects.get(pool__assembly=assembly, pool__number=1)
    attempts = _attempts(drawn, HELD_AT, DECLINE)
    _ring(assembly, (one for one in attempts if one.at > OPENS_AT))
    when, rng = HELD_AT, chance("balls")
    while confirmed(assembly) < assembly.seats:
        say(f"Members confirmed: {confirmed(assembly)} of {assembly.seats}")
        when = (when + TO_ANSWER + timedelta(days=1)).replace(hour=10)
        pool = prepare(
            when, when + timedelta(hours=3), when + timedelta(hours=4), say, "Some people declined"
        )
        when += timedelta(hours=5)
        drawn = hold(pool, f"{rng.randrange(1000):03d}", when)
        _offer(assembly, drawn, when)
        _ring(assembly, _attempts(drawn, when, 0))
    say(f"Members confirmed: {assembly.seats} of {assembly.seats}")
    not_picked.tell(assembly, by=cast.of(assembly, "recruiter"), now=TOLD_AT)


def hold(pool: Pool, digits: str, when: datetime) -> Draw:
    """Draw three balls: one official enters the number, another confirms it."""
    assembly = the_assembly()
    draws.enter(pool, digits, by=cast.of(assembly, "recruiter"), now=when)
    return draws.confirm(
        pool, digits, by=cast.of(assembly, "board2"), now=when + timedelta(minutes=1)
    )


def _offer(assembly: Assembly, drawn: Draw, when: datetime) -> None:
    offers.make(drawn, deadline=when + TO_ANSWER, by=cast.of(assembly, "recruiter"), now=when)


def _attempts(drawn: Draw, when: datetime, declining: int) -> list[Attempt]:
    """Return every call about the seats of a draw, in the order of time.

    Some answer at once, some after a try or two; the first `declining` say no.
    """
    rng = chance(f"answers to draw {drawn.pool.number}")
    made = list(drawn.offers.select_related("assembly").order_by("pk"))
    found = []
    for place, offer in enumerate(rng.sample(made, k=len(made))):
        day = when + timedelta(days=rng.randrange(1, 7))
        tries = rng.choice((0, 0, 0, 1, 1, 2))
        answered = day.replace(hour=rng.randrange(9 + 5 * tries, 20), minute=rng.randrange(60))
        for before in range(tries, 0, -1):
            missed = rng.choice((Outcome.NO_ANSWER, Outcome.LEFT_MESSAGE))
            found.append(Attempt(answered - timedelta(hours=5 * before), offer, missed))
        if place < declining:
            why = REASONS[place % len(REASONS)]
            found.append(Attempt(answered, offer, Outcome.DECLINED, why))
        else:
            found.append(Attempt(answered, offer, Outcome.ACCEPTED))
    return sorted(found, key=lambda attempt: (attempt.at, attempt.offer.pk))


def _ring(assembly: Assembly, attempts: Iterable[Attempt]) -> None:
    caller = cast.of(assembly, "deputy")
    for attempt in attempts:
        calls.note(
            attempt.offer,
            channel=Call.Channel.PHONE,
            outcome=attempt.outcome,
            reason=attempt.reason,
            by=caller,
            now=attempt.at,
        )
