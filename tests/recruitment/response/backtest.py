"""Forecasts of synthetic boroughs at 25%, 50% and 75% of the time, and what came."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

import numpy as np

from recruitment import response
from recruitment.response import Campaign, Mailing

from .boroughs import NAMES, NEVER, Borough, borough

POINTS = (0.25, 0.5, 0.75)
TOTAL = "total"


@dataclass
class Score:
    """How often the interval held the outcome, and how wide it was for an outcome of one."""

    held: list[bool] = field(default_factory=list)
    held_half: list[bool] = field(default_factory=list)
    naive: list[bool] = field(default_factory=list)
    widths: list[float] = field(default_factory=list)

    @property
    def coverage(self) -> float:
        return float(np.mean(self.held))

    @property
    def half_coverage(self) -> float:
        return float(np.mean(self.held_half))

    @property
    def naive_coverage(self) -> float:
        return float(np.mean(self.naive))

    @property
    def width(self) -> float:
        return float(np.mean(self.widths))

    @property
    def middle_width(self) -> float:
        return float(np.median(self.widths))

    def add(self, interval: response.Interval, outcome: int) -> None:
        self.held.append(interval.low90 <= outcome <= interval.high90)
        self.held_half.append(interval.low50 <= outcome <= interval.high50)
        self.widths.append((interval.high90 - interval.low90) / max(outcome, 1))


def campaign(place: Borough, now: int) -> Campaign:
    mailings = [Mailing(0, place.letters)]
    if place.reminder is not None and place.reminder < now:
        mailings.append(Mailing(place.reminder, place.reminder_letters, is_reminder=True))
    if place.wave is not None:
        mailings.append(Mailing(place.wave, place.wave_letters))
    return Campaign(mailings, place.daily(now), place.close)


def straight_line(known: Campaign) -> tuple[float, float]:
    """Return the naive 90% interval: registrations a day so far, times all days, Poisson."""
    days = max(len(known.daily), 1)
    a_day = known.so_far / days
    middle = known.so_far + a_day * known.days_left
    margin = 1.645 * np.sqrt(max(a_day, 0.1) * known.days_left * (1 + known.days_left / days))
    return middle - margin, middle + margin


def run(seeds: Iterable[int]) -> dict[tuple[str, float], Score]:
    """Return scores by (total or category/value, share of the time that had passed)."""
    scores: dict[tuple[str, float], Score] = defaultdict(Score)
    for seed in seeds:
        place = borough(seed)
        for point in POINTS:
            _score(place, round(place.length * point), point, seed, scores)
    return scores


def run_waves(seeds: Iterable[int]) -> dict[tuple[str, float], Score]:
    """The same where a second wave is to be posted in a week, if that leaves it a week at least."""
    scores: dict[tuple[str, float], Score] = defaultdict(Score)
    for seed in seeds:
        for point in POINTS[:2]:
            place = borough(seed, wave_after=point)
            if place.wave is not None and place.wave + 7 <= place.close:
                _score(place, round(place.length * point), point, seed, scores)
    return scores


def _score(place: Borough, now: int, point: float, seed: int, scores) -> None:
    known = campaign(place, now)
    rng = np.random.default_rng([seed, now])
    told = response.forecast(known, rng)
    days = place.days(now)
    outcome = int((days != NEVER).sum())
    score = scores[TOTAL, point]
    score.add(told.total, outcome)
    low, high = straight_line(known)
    score.naive.append(bool(low <= outcome <= high))
    so_far, ever = days < now, days != NEVER
    for key, names in NAMES.items():
        for number, name in enumerate(names):
            has = place.values[key] == number
            counts = response.of_value(
                told, int((has & so_far).sum()), float(place.population[key][number]), rng
            )
            scores[f"{key}/{name}", point].add(
                response.Interval.of(counts), int((has & ever).sum())
            )
