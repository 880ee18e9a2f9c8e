"""Who answers the letters, by place and by value, what to expect at the close, and what to post."""

from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property

import numpy as np
from django.core.cache import cache
from django.db.models import Count
from django.db.models.functions import TruncDate
from django.utils import timezone
from numpy.typing import NDArray

from assembly import stages
from assembly.models import Assembly

from .. import lottery, response, totals
from ..addresses import DEPRIVED, EVEN
from ..models import AddressDraw, Invitation, LetterKind, LetterRun, Value
from ..response import Cell, Interval, Mailing, Room
from ..totals import Tally
from .registrations import registered

LEAD = 7  # days from the decision until a further wave is drawn, printed, released and posted
FULL_DAYS = 3  # before so many are over, what to expect is told but nothing is advised
LEAST_TIME = 4  # days that a letter must have before the close to be worth posting
HOUR = 3_600
OTHER = "other"
TENTHS = ["1, most deprived", *map(str, range(2, 10)), "10, least deprived"]


@dataclass(frozen=True)
class ValueRow:
    """One value: people so far, at the close, wanted there for a choice, and the chance of that."""

    value: Value
    registered: int
    close: Interval
    wanted: int | None
    chance: float | None


@dataclass(frozen=True)
class PlaceRow:
    """A ward or a tenth of deprivation: letters out, people so far and at the close."""

    name: str
    letters: int
    registered: int
    close: Interval


@dataclass(frozen=True)
class _Who:
    """One registration as far as the forecast needs it."""

    person: lottery.Person
    ward: str
    decile: int
    day: date


@dataclass(frozen=True)
class Watch:
    """Letters and answers of one assembly at one moment; everything on the page follows from it."""

    assembly: Assembly
    now: datetime
    first: date
    campaign: response.Campaign
    letters: Counter[tuple[str, int]]
    people: list[_Who]
    erased: Tally  # the answers of those of them whose answers we no longer hold
    values: list[Value]

    @cached_property
    def told(self) -> response.Forecast:
        return response.forecast(self.campaign, self.rng("forecast"))

    def rng(self, purpose: str) -> np.random.Generator:
        """Return chance that is the same for the same figures, so that a page can be read again."""
        seed = [self.assembly.pk, self.campaign.so_far, len(self.campaign.daily), *purpose.encode()]
        return np.random.default_rng(seed)

    @property
    def is_over(self) -> bool:
        return self.campaign.days_left == 0

    @property
    def is_early(self) -> bool:
        return len(self.campaign.daily) < FULL_DAYS

    @property
    def wave_day(self) -> int:
        """The day of the campaign on which a further wave could be posted."""
        return len(self.campaign.daily) + LEAD

    @property
    def post_by(self) -> date:
        return self.first + timedelta(days=self.wave_day)

    @cached_property
    def waiting(self) -> int:
        """Letters of a further wave that are drawn and not posted yet."""
        letters = Invitation.objects.live().filter(assembly=self.assembly, posted_at__isnull=True)
        return letters.count()

    @property
    def is_late(self) -> bool:
        """Tell whether letters posted in a week would have too little time to be answered."""
        return self.wave_day + LEAST_TIME > self.campaign.close

    @cached_property
    def categories(self) -> list[tuple[str, list[ValueRow]]]:
        """Return each category's name with its values."""
        needs = dict(zip(self._wanted, self.advice.chances, strict=True))
        counts, rng = self._counts, self.rng("values")
        tables: dict[str, list[ValueRow]] = defaultdict(list)
        for value in self.values:
            count = counts[_pair(value)]
            close = response.of_value(self.told, count, self._share(value), rng)
            tables[value.category.name].append(
                ValueRow(
                    value,
                    count,
                    Interval.of(close),
                    self._wanted[value].wanted if value in self._wanted else None,
                    needs.get(value),
                )
            )
        return list(tables.items())

    @cached_property
    def wards(self) -> list[PlaceRow]:
        names = sorted({ward for ward, _decile in self.letters})
        return self._places(names, lambda ward, _decile: ward, "wards")

    @cached_property
    def tenths(self) -> list[PlaceRow]:
        return self._places(TENTHS, lambda _ward, decile: TENTHS[decile - 1], "tenths")

    def _places(
        self, names: Sequence[str], name: Callable[[str, int], str], use: str
    ) -> list[PlaceRow]:
        out: Counter[str] = Counter()
        for (ward, decile), count in self.letters.items():
            out[name(ward, decile)] += count
        came = Counter(name(one.ward, one.decile) for one in self.people)
        letters, people = [out[key] for key in names], [came[key] for key in names]
        close = response.of_places(self.told, letters, people, self.rng(use)).T
        return [
            PlaceRow(key, out[key], came[key], Interval.of(counts))
            for key, counts in zip(names, close, strict=True)
        ]

    @cached_property
    def standing(self) -> response.Standing:
        """If registration closed today."""
        return response.standing(
            [one.person for one in self.people], list(self._targets.values()), self.assembly.seats
        )

    @cached_property
    def advice(self) -> response.Advice:
        """The chance of enough people for every target, and the wave that would bring it."""
        quiet = self.is_early or self.is_late or self.waiting
        rooms = [] if quiet else self._rooms
        return response.second_wave(
            self.told, rooms, list(self._wanted.values()), day=self.wave_day, rng=self.rng("wave")
        )

    @cached_property
    def feasible(self) -> float:
        """In what share of simulated pools the lottery meets all targets, the wave posted."""
        plan = self.advice.plan
        shares: dict[str, dict[str, float]] = defaultdict(dict)
        for value in self.values:
            if share := self._share(value):
                shares[value.category.key][value.key] = share
        return response.feasible(
            self.told,
            [one.person for one in self.people],
            shares,
            list(self._targets.values()),
            self.assembly.seats,
            self.rng("pools"),
            more=plan.registrations if plan else 0,
        )

    @cached_property
    def _counts(self) -> Counter[tuple[str, str]]:
        held = Counter(pair for one in self.people for pair in one.person.values.items())
        return held + self.erased.pairs

    @cached_property
    def _wanted(self) -> dict[Value, response.Need]:
        return {
            value: response.Need(
                *_pair(value),
                self._counts[_pair(value)],
                self._share(value),
                response.enough(target),
                frozenset(value.wards),
            )
            for value, target in self._targets.items()
        }

    @cached_property
    def _targets(self) -> dict[Value, lottery.Target]:
        return {
            value: lottery.Target(*_pair(value), value.low, value.high)
            for value in self.values
            if value.low is not None and value.high is not None
        }

    def _share(self, value: Value) -> float:
        """Return the share of the population by the category’s source; alike if it has none."""
        same = [other for other in self.values if other.category_id == value.category_id]
        total = sum(other.population or 0 for other in same)
        if not total:
            return 1 / len(same)
        return (value.population or 0) / total

    @cached_property
    def first_draw(self) -> AddressDraw | None:
        return self.assembly.address_draws.select_related("frame").order_by("wave").first()

    @cached_property
    def _rooms(self) -> list[Room]:
        """Each ward's more deprived part and the rest, with the homes still to draw there.

        Homes are estimated: those the first wave could draw from, shared out as its even part,
        a random sample of them, fell.
        """
        first = self.first_draw
        if first is None:
            return []
        everywhere = self.assembly.address_draws.filter(wards=[])
        sample: Counter[tuple[str, str]] = Counter()
        drawn: Counter[tuple[str, str]] = Counter()
        rows = self.assembly.addresses.values_list("ward", "decile", "stratum", "draw_id")
        free = set(everywhere.values_list("pk", flat=True))
        for ward, decile, stratum, draw, count in rows.annotate(Count("pk")).order_by():
            cell = ward, _band(decile, first.deprived_deciles)
            drawn[cell] += count
            if stratum == EVEN and draw in free:
                sample[cell] += count
        homes = first.counts.get("available", first.frame.residential)
        letters, came, values = self._cells(first.deprived_deciles)
        return [
            Room(
                Cell(*cell, letters[cell], came[cell], values[cell]),
                max(0, homes * count // sample.total() - drawn[cell]),
            )
            for cell, count in sorted(sample.items())
        ]

    def _cells(
        self, deprived: int
    ) -> tuple[
        Counter[tuple[str, str]],
        Counter[tuple[str, str]],
        dict[tuple[str, str], Counter[tuple[str, str]]],
    ]:
        letters: Counter[tuple[str, str]] = Counter()
        for (ward, decile), count in self.letters.items():
            letters[ward, _band(decile, deprived)] += count
        came: Counter[tuple[str, str]] = Counter()
        values: dict[tuple[str, str], Counter[tuple[str, str]]] = defaultdict(Counter)
        for one in self.people:
            cell = one.ward, _band(one.decile, deprived)
            came[cell] += 1
            values[cell].update(one.person.values.items())
        return letters, came, values


def watch(assembly: Assembly, now: datetime) -> Watch | None:
    """Return what is known now, or None while no letter is out or nobody could have answered."""
    out, posted = _posted(assembly)
    if not posted:
        return None
    first = max(min(posted), timezone.localdate(assembly.registration_opens))
    close = (timezone.localdate(assembly.registration_closes - timedelta(seconds=1)) - first).days
    today = (timezone.localdate(now) - first).days
    if close < 0 or today < 0:
        return None
    if assembly.has_reached(stages.DRAW):
        close = max(0, min(close, today - 1))
    values = list(
        Value.objects.filter(category__assembly=assembly)
        .select_related("category")
        .order_by("category__place", "place")
    )
    people = _people(assembly, values)
    days = _by_day(people, first, max(close, today))
    over = min(today, close + 1)
    mailings = [Mailing((day - first).days, count) for day, count in sorted(posted.items())]
    campaign = response.Campaign(
        [*mailings, *_reminders(assembly, first)],
        np.append(days[:over], days[close + 1 :].sum()) if today > close else days[:over],
        close,
        int(days[over]) if today <= close else 0,
    )
    erased = totals.erased(assembly, totals.Column.REGISTERED)
    return Watch(assembly, now, first, campaign, out, people, erased, values)


def _posted(assembly: Assembly) -> tuple[Counter[tuple[str, int]], Counter[date]]:
    """Return letters out by ward and decile, and by local day; those returned can bring nobody."""
    letters = Invitation.objects.live().filter(
        assembly=assembly, posted_at__isnull=False, returned_at__isnull=True
    )
    rows = letters.annotate(day=TruncDate("posted_at")).values_list(
        "address__ward", "address__decile", "day"
    )
    places: Counter[tuple[str, int]] = Counter()
    days: Counter[date] = Counter()
    for ward, decile, day, count in rows.annotate(Count("pk")).order_by():
        places[ward, decile] += count
        days[day] += count
    return places, days


def _reminders(assembly: Assembly, first: date) -> list[Mailing]:
    runs = LetterRun.objects.filter(
        assembly=assembly, kind=LetterKind.REMINDER, released_at__isnull=False
    )
    return [
        Mailing((timezone.localdate(run.released_at) - first).days, run.letters, is_reminder=True)
        for run in runs.order_by("released_at")
    ]


def _people(assembly: Assembly, values: list[Value]) -> list[_Who]:
    """Return who is registered, never a test and nobody who withdrew."""
    blank = dict.fromkeys((value.category.key for value in values), "")
    rows = (
        registered(assembly)
        .select_related("invitation__address")
        .only(
            "reference",
            "answers",
            "registered_at",
            "invitation__address__ward",
            "invitation__address__decile",
        )
        .order_by("reference")
    )
    return [
        _Who(
            lottery.Person(row.reference, {**blank, **(row.answers or {})}, str(row.invitation_id)),
            row.invitation.address.ward,
            row.invitation.address.decile,
            timezone.localdate(row.registered_at),
        )
        for row in rows
    ]


def _by_day(people: list[_Who], first: date, last: int) -> NDArray[np.int64]:
    """Return int64[last + 1]: registrations on each local day; those before the first, on it."""
    places = [min(max((one.day - first).days, 0), last) for one in people]
    return np.bincount(np.array(places, np.int64), minlength=last + 1)


def _pair(value: Value) -> tuple[str, str]:
    return value.category.key, value.key


def _band(decile: int, deprived: int) -> str:
    return DEPRIVED if decile <= deprived else OTHER


def advised(assembly: Assembly, now: datetime) -> int:
    """Return how many letters a further wave should have, 0 if none is advised.

    Asked on the overview, so the answer is kept for an hour: the number alone, nothing of anybody.
    """
    key = f"response:{assembly.pk}:{timezone.localtime(now):%Y-%m-%d-%H}"
    letters = cache.get(key)
    if letters is None:
        seen = watch(assembly, now)
        plan = seen.advice.plan if seen else None
        letters = plan.letters if plan else 0
        cache.set(key, letters, HOUR)
    return int(letters)
