"""The response as its page shows it: sentences, tables and charts, small numbers left out."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from urllib.parse import urlencode

import numpy as np

from assembly import disclosure
from assembly.charts import Bar, Fan, chance
from assembly.templatetags.assembly import day as long_day
from assembly.templatetags.assembly import short_day

from .. import response
from ..models import Value
from ..response import Interval, Miss, Plan
from .response import PlaceRow, ValueRow, Watch

MOST_NAMED = 3  # values named where letters alone will not do
MOST_LISTED = 6  # values named where chance has little choice


@dataclass(frozen=True)
class Line:
    """One row of a table. None: too few people to show to this reader."""

    name: str
    letters: int | None
    registered: int | None
    close: Interval | None
    low: int | None = None
    high: int | None = None
    wanted: int | None = None
    chance: float | None = None

    @property
    def percent(self) -> float | None:
        """Registrations of a hundred letters."""
        if not self.letters or self.registered is None:
            return None
        return 100 * self.registered / self.letters


@dataclass(frozen=True)
class Shown:
    """What a reader sees. Who may open single registrations (`is_full`) sees small numbers too."""

    seen: Watch
    is_full: bool

    @property
    def letters(self) -> int:
        return sum(self.seen.letters.values())

    @property
    def registered(self) -> int:
        return self.seen.campaign.so_far

    @property
    def total(self) -> Interval:
        return self.seen.told.total

    @property
    def known(self) -> list[Bar]:
        """Registrations in all at the end of each day that is over."""
        sums = np.cumsum(self.seen.campaign.daily[: self.seen.campaign.close + 1]).tolist()
        return [Bar(self._label(place), (total,)) for place, total in enumerate(sums)]

    @property
    def coming(self) -> list[Fan]:
        start = len(self.seen.campaign.daily)
        return [
            Fan(
                self._label(start + place),
                each.low90,
                each.low50,
                each.middle,
                each.high50,
                each.high90,
            )
            for place, each in enumerate(self.seen.told.days)
        ]

    def _label(self, place: int) -> str:
        return short_day(self._date(place))

    def _date(self, place: int) -> date:
        return self.seen.first + timedelta(days=place)

    @property
    def by_day(self) -> list[Bar]:
        """Registrations on each day, today's so far included."""
        campaign = self.seen.campaign
        counts = [*campaign.daily[: campaign.close + 1].tolist()]
        if not self.seen.is_over:
            counts.append(campaign.today)
        return [Bar(self._label(place), (count,)) for place, count in enumerate(counts)]

    @cached_property
    def wards(self) -> list[Line]:
        return self._places(self.seen.wards)

    @cached_property
    def tenths(self) -> list[Line]:
        return self._places(self.seen.tenths)

    def _places(self, rows: Sequence[PlaceRow]) -> list[Line]:
        counts = self._allowed([row.registered for row in rows])
        return [
            Line(row.name, row.letters, count, row.close if count is not None else None)
            for row, count in zip(rows, counts, strict=True)
        ]

    @cached_property
    def categories(self) -> list[tuple[str, list[Line]]]:
        return [(name, self._values(rows)) for name, rows in self.seen.categories]

    def _values(self, rows: Sequence[ValueRow]) -> list[Line]:
        counts = self._allowed([row.registered for row in rows])
        return [
            Line(
                row.value.name,
                None,
                count,
                row.close if count is not None else None,
                row.value.low,
                row.value.high,
                row.wanted,
                row.chance if count is not None else None,
            )
            for row, count in zip(rows, counts, strict=True)
        ]

    def _allowed(self, counts: list[int]) -> list[int | None]:
        return [*counts] if self.is_full else disclosure.suppress(counts, disclosure.POOL)

    @property
    def today(self) -> list[str]:
        """If registration closed today, in sentences."""
        found = self.seen.standing
        if found.missing:
            opening = (
                f"The seats could not be filled: {found.seats} are to be filled, each from another "
                f"home, and {found.missing} more homes must register."
            )
        elif found.misses:
            opening = "The lottery could not meet every target."
        else:
            opening = "The lottery could meet every target."
        return [opening, *(self._miss(miss) for miss in found.misses), *self._thin()]

    def _miss(self, miss: Miss) -> str:
        name = self._name(miss.target.category, miss.target.value)
        seats = f"{miss.seats} seat{'' if miss.seats == 1 else 's'}"
        if miss.is_over:
            return f"{name}: {seats} more than the target allows, for want of others."
        words = f"{name}: short by {seats}."
        if miss.among:
            scarce = self._name(*miss.among)
            few = f" ({miss.have} so far)" if self.is_full else ""
            words += f" Scarcest among them, for its share of the seats: {scarce}{few}."
        return words

    def _thin(self) -> list[str]:
        found = self.seen.standing
        missed = {miss.target.name for miss in found.misses}
        thin = [self._name(one.category, one.value) for one in found.thin if one.name not in missed]
        if len(thin) > MOST_LISTED:
            every = sum(value.low is not None for value in self.seen.values)
            return [f"There would be little choice for {len(thin)} of {every} values."]
        if thin:
            return [f"There would be little choice for: {listed(thin)}."]
        return [] if found.misses else ["There would be a real choice for every target."]

    def _name(self, category: str, value: str) -> str:
        return next(
            f"{one.name} ({one.category.name.lower()})"
            for one in self.seen.values
            if (one.category.key, one.key) == (category, value)
        )

    @property
    def chance(self) -> str:
        return chance(self.seen.advice.chance)

    @property
    def advice(self) -> str:
        """What to post, in words, or why nothing is advised."""
        seen, found = self.seen, self.seen.advice
        if seen.is_over:
            return "Registration has closed. Nothing more can be posted."
        if seen.is_early:
            return "Too early to advise: ask again when three full days of answers are in."
        if not found.is_needed:
            return "No second wave is needed."
        if seen.waiting:
            return (
                f"{seen.waiting:,} letters of a further wave are drawn and not posted yet. They "
                "count from the day on which they are posted."
            )
        if seen.is_late:
            return (
                f"Letters posted a week from now, on {long_day(seen.post_by)}, would come too late "
                "to be answered. A reminder, or a later close, can still help."
            )
        if found.plan:
            return f"Post {plan_words(found.plan)} by {long_day(seen.post_by)}."
        if found.best:
            return self._not_enough(found.best)
        return "There are no further homes to draw, or the draw of addresses is not on record."

    def _not_enough(self, best: Plan) -> str:
        """Say that no wave would do, which comes nearest, and who is lacking."""
        rows = [row for _name, rows in self.seen.categories for row in rows]
        names = listed([self._name(value.category.key, value.key) for value in lacking(rows)])
        return (
            f"Letters alone are not likely to be enough: even {plan_words(best)} by "
            f"{long_day(self.seen.post_by)}, would bring the chance to {chance(best.chance)} only. "
            f"Lacking most: {names}. A reminder, a later close, or going to where these people are "
            "can help."
        )

    @property
    def plan(self) -> Plan | None:
        """The wave to draw, if one is advised."""
        return self.seen.advice.plan

    @property
    def after(self) -> str:
        """What the plan would do."""
        plan = self.seen.advice.plan
        if plan is None:
            return ""
        return (
            f"About {plan.registrations:,} more people would register, and the chance of enough "
            f"for every target would rise from {self.chance} to {chance(plan.chance)}."
        )

    @property
    def tried(self) -> str:
        """What the lottery itself makes of pools as they may be at the close."""
        share = self.seen.feasible
        posted = " with the wave posted" if self.seen.advice.plan else ""
        return (
            f"We let the lottery try {response.POOLS} pools as they may be at the close{posted}. "
            f"It could fill every seat and meet every target in {round(share * response.POOLS)}."
        )

    @property
    def query(self) -> str:
        """The plan as the form that draws it takes it."""
        plan, first = self.seen.advice.plan, self.seen.first_draw
        if plan is None or first is None:
            return ""
        return urlencode(
            {
                "size": plan.letters,
                "even_share": plan.even_share,
                "deprived_deciles": first.deprived_deciles,
                "wards": "\n".join(plan.wards),
            }
        )


def lacking(rows: Sequence[ValueRow]) -> list[Value]:
    """Return the values least likely to have enough, three at most and one at least."""
    counted = [(row.chance, row.value) for row in rows if row.chance is not None]
    least = sorted(counted, key=lambda one: one[0])[:MOST_NAMED]
    return [value for likely, value in least if likely < response.WANTED] or [least[0][1]]


def plan_words(plan: Plan) -> str:
    """Say how many letters to post, where, and how they are drawn, with a comma after it."""
    where = f" in {listed(plan.wards)}" if plan.wards else " in the whole area"
    how = {
        100: ", drawn evenly",
        0: ", all to homes in the more deprived parts",
    }.get(
        plan.even_share,
        f", {plan.even_share}% drawn evenly and the rest from the more deprived parts",
    )
    return f"{plan.letters:,} more letters{where}{how},"


def listed(names: Sequence[str]) -> str:
    """Return names as English lists them: a, b and c."""
    return " and ".join([", ".join(names[:-1]), names[-1]]) if len(names) > 1 else names[0]
