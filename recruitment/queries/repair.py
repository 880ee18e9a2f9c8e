"""Seats that fell empty: how far the panel is off its targets, and the best ways to go on.

Only a lottery may choose a person. So every option is a draw, alternates whom the lottery named
beforehand, a second question to somebody whom it has chosen already, patience, or fewer members.
"""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from assembly.models import Assembly

from .. import alternates
from ..lottery import Repair
from ..models import Draw, Offer, Pool, Value
from ..pools import Outlook, outlook, seated
from . import alternates as alternates_shown

BEST = 3
USUAL = timedelta(days=14)
PUBLISHED = (
    "Why seats are drawn again, how many people and seats, everyone’s chance by pseudonym, and the "
    "draw itself, chained to the draw before. No name."
)


@dataclass(frozen=True)
class Balance:
    """One value: seats held or offered, and its target."""

    category: str
    value: str
    held: int
    low: int
    high: int

    @property
    def short(self) -> int:
        return max(self.low - self.held, 0)

    @property
    def over(self) -> int:
        return max(self.held - self.high, 0)

    @property
    def is_off(self) -> bool:
        return bool(self.short or self.over)

    @property
    def words(self) -> str:
        if self.short:
            return f"{self.short} too few “{self.value}” ({self.category})"
        return f"{self.over} too many “{self.value}” ({self.category})"


@dataclass(frozen=True)
class Option:
    """One way to go on. `key` says what the button does; `facts` are label and text."""

    key: str
    title: str
    seats: int
    why: str
    facts: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class State:
    """What the options are made from."""

    assembly: Assembly
    now: datetime
    ahead: Outlook
    balance: list[Balance]
    waiting: list[Offer]
    answered: Counter[str]
    usual: timedelta
    repairs: list[Repair]

    @property
    def off(self) -> list[Balance]:
        return [each for each in self.balance if each.is_off]


def balance(assembly: Assembly) -> list[Balance]:
    """Return every value that has a target with the seats held or offered."""
    held: Counter[tuple[str, str]] = Counter()
    for person in seated(assembly):
        held.update((person.answers or {}).items())
    values = Value.objects.filter(category__assembly=assembly, low__isnull=False)
    return [
        Balance(
            value.category.name,
            value.name,
            held[value.category.key, value.key],
            value.low or 0,
            value.high or 0,
        )
        for value in values.select_related("category").order_by("category__place", "place")
    ]


def off_targets(assembly: Assembly) -> list[Balance]:
    """Return the targets that the panel misses as it is now: what a page must flag."""
    return [each for each in balance(assembly) if each.is_off]


def state(assembly: Assembly, now: datetime) -> State:
    offers = list(Offer.objects.filter(assembly=assembly).select_related("registration"))
    return State(
        assembly,
        now,
        outlook(assembly),
        balance(assembly),
        [offer for offer in offers if offer.status == Offer.Status.OFFERED],
        Counter(offer.status for offer in offers),
        _usual(assembly),
        alternates.options(assembly),
    )


def _usual(assembly: Assembly) -> timedelta:
    """Return how long it took last time from the freeze to the last day to answer."""
    last = Draw.objects.filter(pool__assembly=assembly, offers__isnull=False)
    drawn = last.select_related("pool").order_by("-pool__number").first()
    if drawn is None or drawn.confirmed_at is None:
        return USUAL
    offer = drawn.offers.order_by("-deadline").first()
    answering = offer.deadline - offer.offered_at if offer else timedelta()
    return (drawn.confirmed_at - drawn.pool.frozen_at) + answering


def best(state: State) -> list[Option]:
    """Return the three best ways to go on, the best first; none if no seat is empty.

    To wait comes first when everyone must have answered before a draw could be over; to go on with
    fewer when a draw would be over after the first day.
    """
    if state.ahead.seats == 0:
        return []
    found = [option for way in WAYS if (option := way(state))]
    soon = bool(state.waiting) and _last_deadline(state) <= state.now + state.usual
    too_late = (state.now + state.usual).date() > state.assembly.first_day
    first = "wait" if soon else "fewer" if too_late else found[0].key
    return sorted(found, key=lambda option: option.key != first)[:BEST]


def _draw(state: State) -> Option | None:
    ahead = state.ahead
    if not ahead.is_possible or ahead.changes:
        return None
    return Option(
        "draw",
        "Draw replacements and keep every target",
        ahead.seats,
        "The fair way: everyone who registered and was not offered a seat can be drawn, and the "
        "full panel meets every target again.",
        (*_chances(state), ("Time", _time(state)), ("Published", PUBLISHED)),
    )


def _relaxed(state: State) -> Option | None:
    ahead = state.ahead
    if not ahead.is_possible or not ahead.changes:
        return None
    return Option(
        "relax",
        "Draw replacements with the smallest change of the targets",
        ahead.seats,
        "Nobody left can make the panel meet every target. This is the cheapest change that makes "
        "a draw possible. The Advisory Board signs it off before anything is drawn.",
        (
            ("Change", "; ".join(ahead.words) + "."),
            *_chances(state),
            ("Time", _time(state)),
            ("Published", f"The change and its reason. {PUBLISHED}"),
        ),
    )


def _alternates(state: State) -> Option | None:
    """Ask those whom the lottery named for this, before anybody dropped out."""
    if not state.repairs:
        return None
    best = state.repairs[0]
    missed = "; ".join(alternates_shown.missed(state.assembly, best))
    return Option(
        "alternates",
        f"Ask {_people(len(best.ids))} whom the lottery named as alternates",
        len(best.ids),
        "They were chosen from the same pool before anybody dropped out, to keep the panel near "
        "its targets, and are published by pseudonym. It is the quickest way.",
        (
            ("Targets", f"{missed}." if missed else "The full panel meets every target again."),
            ("Chances", "Nobody new is chosen: the record of the draw names them."),
            ("Time", "As long as you give them to answer."),
            ("Published", "That alternates were asked, and how many. No name."),
        ),
    )


def _again(state: State) -> Option | None:
    """Ask those again who were released in silence, while no draw has their seats."""
    last = Pool.objects.filter(assembly=state.assembly).exclude(status=Pool.Status.ABANDONED)
    frozen = last.order_by("-frozen_at").values_list("frozen_at", flat=True).first()
    released = Offer.objects.filter(assembly=state.assembly, status=Offer.Status.RELEASED)
    count = released.filter(answered_at__gt=frozen).count() if frozen else 0
    if not count:
        return None
    return Option(
        "again",
        "Ask again those who did not answer",
        min(count, state.ahead.seats),
        f"{_people(count)} chosen by the lottery never answered, and nobody has their seats yet. "
        "Try another way of reaching them before somebody else is drawn.",
        (
            ("Targets", "As the draw left them, for each one who says yes."),
            ("Chances", "Nobody new is chosen: the lottery has chosen these people already."),
            ("Time", "As long as you give them."),
            ("Published", "Nothing new."),
        ),
    )


def _wait(state: State) -> Option | None:
    if not state.waiting:
        return None
    refused = state.answered[Offer.Status.DECLINED] + state.answered[Offer.Status.RELEASED]
    done = refused + state.answered[Offer.Status.ACCEPTED]
    more = round(len(state.waiting) * refused / done) if done else 0
    return Option(
        "wait",
        "Wait until everyone has answered, then draw once",
        state.ahead.seats,
        f"{_people(len(state.waiting))} may still answer. One draw for all seats empty then "
        "is quicker for everyone than several.",
        (
            ("Targets", "The draw afterwards keeps them, if those left can."),
            (
                "Expected",
                f"About {more} more empty seat{'' if more == 1 else 's'}, "
                "if those who are left answer like those before."
                if done
                else "Nobody has answered yet.",
            ),
            ("Time", f"The last deadline is {_day(_last_deadline(state))}."),
            ("Published", "Nothing yet."),
        ),
    )


def _fewer(state: State) -> Option | None:
    held = state.assembly.seats - state.ahead.seats
    off = "; ".join(each.words for each in state.off)
    return Option(
        "fewer",
        f"Go on with {held} members",
        state.ahead.seats,
        "Costs nothing and takes no time. Fair only if the panel still mirrors the area, or if no "
        "time is left before the first day.",
        (
            ("Targets", f"{off}." if off else "All are met."),
            ("Chances", "Nobody is chosen."),
            ("Time", "None."),
            ("Published", "The number of members, and the targets missed."),
        ),
    )


WAYS: tuple[Callable[[State], Option | None], ...] = (
    _draw,
    _relaxed,
    _alternates,
    _again,
    _wait,
    _fewer,
)


def _chances(state: State) -> tuple[tuple[str, str], ...]:
    ahead = state.ahead
    there = Counter(pair for person in ahead.people for pair in (person.answers or {}).items())
    sought = []
    for name, (low, _high) in ahead.relaxed.items():
        if low:
            category, _, key = name.partition("/")
            sought.append((there[category, key] / low, low, category, key))
    text = (
        f"{ahead.seats} of {len(ahead.people):,} people are drawn. Everyone’s exact chance is "
        "worked out once the pool is frozen, and signed off before the draw."
    )
    if sought:
        _ratio, low, category, key = min(sought)
        values = Value.objects.filter(category__assembly=state.assembly)
        value = values.get(category__key=category, key=key)
        text += f" Most sought: “{value.name}”, {low} of {there[category, key]:,} people."
    return (("Chances", text),)


def _time(state: State) -> str:
    days = max(round(state.usual / timedelta(days=1)), 1)
    left = (state.assembly.first_day - state.now.date()).days
    until = f" The first day is in {left} days." if left > 0 else " The first day is past."
    return f"About {days} days until they have answered, going by last time.{until}"


def _last_deadline(state: State) -> datetime:
    return max(offer.deadline for offer in state.waiting)


def _day(moment: datetime) -> str:
    return f"{moment.day} {moment:%B}"


def _people(count: int) -> str:
    return f"{count} {'person' if count == 1 else 'people'}"
