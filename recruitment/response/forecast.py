"""How many will have registered at the close: in all, by value and by place."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from .campaign import Campaign
from .pace import expected, named
from .posterior import posterior
from .prior import BETWEEN, DRIFT, PEOPLE, PLACES, TILT

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
HALF = 0.5  # a value that no source counts is as if half a person had it (Jeffreys)
LEVELS = (0.05, 0.25, 0.5, 0.75, 0.95)


@dataclass(frozen=True)
class Interval:
    """People at the close: the middle, and the ranges that hold it with 50% and 90% chance."""

    low90: int
    low50: int
    middle: int
    high50: int
    high90: int

    @classmethod
    def of(cls, counts: NDArray[np.integer]) -> "Interval":
        """Return the interval of simulated counts, int64[S]: outer bounds rounded outwards."""
        low90, low50, middle, high50, high90 = np.quantile(counts, LEVELS)
        return cls(
            int(np.floor(low90)),
            int(np.floor(low50)),
            round(float(middle)),
            int(np.ceil(high50)),
            int(np.ceil(high90)),
        )


@dataclass(frozen=True)
class Forecast:
    """Simulated futures: `future` is int64[S, F], registrations on today and each day after it.

    `draws` are the parameters they came from, float64[S, P]; `drift` float64[S, 1], by how much
    all days to come miss the curve.
    """

    campaign: Campaign
    draws: Floats
    drift: Floats
    future: Ints

    @property
    def to_come(self) -> Ints:
        """Registrations still to come, int64[S]."""
        total: Ints = self.future.sum(axis=1) - self.campaign.today
        return total

    @property
    def total(self) -> Interval:
        return Interval.of(self.campaign.so_far + self.to_come)

    @property
    def days(self) -> list[Interval]:
        """The registrations in all at the end of today and of each day after it."""
        known = int(self.campaign.daily.sum())
        return [Interval.of(known + each) for each in np.cumsum(self.future, axis=1).T]


def forecast(campaign: Campaign, rng: np.random.Generator) -> Forecast:
    """Simulate the rest of the campaign, if nothing more is posted than `campaign` says."""
    draws = posterior(campaign, rng)
    drift = np.exp(rng.normal(0.0, DRIFT, (len(draws), 1)))
    passed = len(campaign.daily)
    means = expected(draws, campaign.mailings, campaign.close)[:, passed:] * drift
    shape = 1 / named(draws)["scatter"]
    future = rng.poisson(rng.gamma(np.broadcast_to(shape, means.shape)) / shape * means)
    if future.shape[1]:
        future[:, 0] = np.maximum(future[:, 0], campaign.today)
    return Forecast(campaign, draws, drift, future.astype(np.int64))


def of_value(told: Forecast, registered: int, share: float, rng: np.random.Generator) -> Ints:
    """Return the people with one value at the close, int64[S].

    `registered` have it so far; `share` is its share of the population, 0 to 1. Those still to
    come are like those who came, but not quite: the slow differ from the quick (`TILT`).
    """
    others = max(told.campaign.so_far - registered, 0)
    odds = rng.beta(
        registered + max(PEOPLE * share, HALF),
        others + max(PEOPLE * (1 - share), HALF),
        len(told.draws),
    ).clip(1e-9, 1 - 1e-9)
    logit = np.log(odds / (1 - odds)) + rng.normal(0.0, TILT, len(odds))
    counts: Ints = registered + rng.binomial(told.to_come, 1 / (1 + np.exp(-logit)))
    return counts


def rates(letters: Sequence[int], registered: Sequence[int]) -> tuple[Floats, Floats]:
    """Return the gamma posterior of each place's rate over the whole's: shapes and scales, [C].

    Empirical Bayes: places differ by a variance estimated from all of them (by moments, with
    `BETWEEN` counting like `PLACES` places), and each is drawn to the whole by as much as its own
    numbers are few. A place without letters has the rate of the whole.
    """
    out, came = np.array(letters, np.float64), np.array(registered, np.float64)
    mean = came.sum() / max(out.sum(), 1.0) * out
    moment = ((came - mean) ** 2 - mean).sum() / max((mean**2).sum(), 1e-9)
    counted = np.count_nonzero(out)
    between = (counted * max(moment, 0.0) + PLACES * BETWEEN) / (counted + PLACES)
    return 1 / between + came, 1 / (1 / between + mean)


def of_places(
    told: Forecast, letters: Sequence[int], registered: Sequence[int], rng: np.random.Generator
) -> Ints:
    """Return the people of each place at the close, int64[S, C]: places share what comes."""
    shapes, scales = rates(letters, registered)
    weight = rng.gamma(shapes, scales, (len(told.draws), len(shapes))) * np.array(letters)
    parts = weight / np.maximum(weight.sum(axis=1, keepdims=True), 1e-12)
    counts: Ints = np.array(registered) + rng.poisson(told.to_come[:, None] * parts)
    return counts
