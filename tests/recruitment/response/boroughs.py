"""Synthetic boroughs: people behind doors who read a letter, put it aside, forget, and register.

Nothing here is shared with the forecast. Each adult decides for themselves, by age, schooling,
ethnicity, health, ward and home (older, white and degree-educated people register more); post
comes in bags over days, not on Sundays; some answer at once, some on a free evening, some in the
last days; press and outages strike; half of the boroughs remind.
"""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

AGES = ("16-29", "30-44", "45-64", "65-and-over")
GENDERS = ("woman", "man", "other")
ETHNICITIES = ("white", "asian", "black", "mixed", "other")
DISABILITIES = ("yes", "no")
AREAS = ("north", "central", "south")
NAMES = {
    "age": AGES,
    "gender": GENDERS,
    "ethnicity": ETHNICITIES,
    "disability": DISABILITIES,
    "area": AREAS,
}
NEVER = 10_000
SUNDAY = 6


@dataclass(frozen=True)
class Borough:
    """A campaign as it went: `came` are the days people register on, were there no reminder.

    `reminded` are the days with it. Both int64[N], one a person, `NEVER` if they did not in time.
    `values` are the people's values by category, as numbers; `wards` and `bands` where they live.
    """

    letters: int
    close: int
    reminder: int | None
    reminder_letters: int
    came: NDArray[np.int64]
    reminded: NDArray[np.int64]
    values: dict[str, NDArray[np.int64]]
    population: dict[str, NDArray[np.float64]]
    wards: NDArray[np.int64]
    bands: NDArray[np.int64]
    wave: int | None
    wave_letters: int

    def days(self, now: int) -> NDArray[np.int64]:
        """Return the day each person registers on, if what is posted by day `now` is all."""
        is_reminded = self.reminder is not None and self.reminder < now
        return self.reminded if is_reminded else self.came

    def daily(self, now: int) -> NDArray[np.int64]:
        days = self.days(now)
        return np.bincount(days[days < now], minlength=now)

    @cached_property
    def length(self) -> int:
        return self.close + 1


def borough(seed: int, *, wave_after: float | None = None) -> Borough:
    """Return a borough; with `wave_after`, half as many letters more are posted a week after that
    share of the time.
    """
    rng = np.random.default_rng([20_240_110, seed])
    close = int(rng.integers(13, 36))
    first = letters = int(rng.integers(4_000, 14_001))
    wave = None
    if wave_after is not None:
        letters, wave = first + first // 2, round((close + 1) * wave_after) + 7
    wards = _Wards(rng)
    homes = rng.choice(wards.count, letters, p=wards.sizes)
    adults = rng.choice([1, 2, 3, 4], letters, p=[0.36, 0.44, 0.13, 0.07])
    home = np.repeat(np.arange(letters), adults)
    ward = homes[home]
    deprived = rng.random(letters) < wards.deprived[homes]
    values = _people(rng, wards, ward, deprived[home])
    population = {
        key: np.bincount(values[key], minlength=len(names)) / len(home)
        for key, names in NAMES.items()
    }
    lean = _lean(rng, wards, values, ward, home, deprived[home], letters)
    wanted = float(np.exp(rng.uniform(np.log(0.01), np.log(0.10)))) * letters
    chance = _calibrated(lean, wanted)
    will = rng.random(len(home)) < chance
    will &= _at_most_two(rng, will, home)
    posted = _posted(rng, letters)
    posted[first:] += wave or 0
    start = int(rng.integers(0, 7))
    habits = _Habits(rng, close)
    came = habits.days(rng, posted[home], start, values["age"])
    came[~will] = NEVER
    came = _shocks(rng, came, chance, close, posted[home])
    reminder, reminded = None, came
    silent = np.ones(letters, bool)
    if rng.random() < 0.5:
        reminder = int(close * rng.uniform(0.4, 0.65))
        silent[home[came < reminder]] = False
        silent[first:] = False
        effect = rng.uniform(0.15, 0.6)
        again = (rng.random(len(home)) < effect * chance) & silent[home]
        second = habits.days(rng, reminder + _posted(rng, letters)[home], start, values["age"])
        reminded = np.where(again, np.minimum(came, second), came)
    for days in (came, reminded):
        days[days > close] = NEVER
    return Borough(
        first,
        close,
        reminder,
        int(silent.sum()) if reminder is not None else 0,
        came,
        reminded,
        values,
        population,
        ward,
        deprived[home].astype(np.int64),
        wave,
        letters - first,
    )


class _Wards:
    def __init__(self, rng: np.random.Generator) -> None:
        self.count = int(rng.integers(10, 25))
        self.sizes = rng.dirichlet(np.full(self.count, 12.0))
        self.deprived = rng.beta(1.2, 2.2, self.count)
        self.young = rng.normal(0.0, 0.35, self.count)
        self.white = np.clip(rng.normal(0.58, 0.18, self.count), 0.1, 0.95)
        self.degree = np.clip(
            0.55 - 0.35 * self.deprived + rng.normal(0, 0.08, self.count), 0.1, 0.9
        )
        self.warmth = rng.normal(0.0, rng.uniform(0.1, 0.45), self.count)
        self.area = np.arange(self.count) * 3 // self.count


def _people(
    rng: np.random.Generator,
    wards: _Wards,
    ward: NDArray[np.int64],
    deprived: NDArray[np.bool_],
) -> dict[str, NDArray[np.int64]]:
    count = len(ward)
    years = 16 + 74 * rng.beta(1.25 - 0.2 * wards.young[ward], 1.9 + 0.5 * wards.young[ward])
    ethnicity = np.where(
        rng.random(count) < wards.white[ward],
        0,
        rng.choice([1, 2, 3, 4], count, p=[0.42, 0.31, 0.14, 0.13]),
    )
    disabled = rng.random(count) < 0.06 + 0.004 * (years - 16) + 0.05 * deprived
    degree = rng.random(count) < wards.degree[ward] * np.where(years > 65, 0.6, 1.0)
    return {
        "age": np.digitize(years, [30, 45, 65]),
        "gender": rng.choice([0, 1, 2], count, p=[0.505, 0.485, 0.01]),
        "ethnicity": ethnicity,
        "disability": np.where(disabled, 0, 1),
        "area": wards.area[ward],
        "degree": degree.astype(np.int64),
    }


def _lean(rng, wards, values, ward, home, deprived, letters) -> NDArray[np.float64]:
    """How much each person leans to register, in log odds: the biases seen in practice."""
    by_age = np.array([-0.55, 0.0, 0.35, 0.45]) * rng.uniform(0.4, 1.6)
    by_ethnicity = np.array([0.3, -0.25, -0.2, 0.0, -0.2]) * rng.uniform(0.3, 1.7)
    return (
        by_age[values["age"]]
        + by_ethnicity[values["ethnicity"]]
        + rng.uniform(0.4, 1.3) * values["degree"]
        + rng.uniform(-0.1, 0.3) * (values["gender"] == 0)
        - rng.uniform(0.0, 0.4) * (values["disability"] == 0)
        - rng.uniform(0.0, 0.6) * deprived
        + wards.warmth[ward]
        + rng.normal(0.0, 0.8, letters)[home]
    )


def _calibrated(lean: NDArray[np.float64], wanted: float) -> NDArray[np.float64]:
    """Return chances that add up to about `wanted` people."""
    low, high = -12.0, 4.0
    for _step in range(40):
        middle = (low + high) / 2
        chance = 1 / (1 + np.exp(-(lean + middle)))
        low, high = (middle, high) if chance.sum() < wanted else (low, middle)
    return chance


def _at_most_two(rng, will, home) -> NDArray[np.bool_]:
    order = rng.permutation(len(home))
    taken = np.zeros(int(home.max()) + 1, np.int64)
    allowed = np.ones(len(home), bool)
    for person in order[will[order]].tolist():
        taken[home[person]] += 1
        allowed[person] = taken[home[person]] <= 2
    return allowed


def _posted(rng: np.random.Generator, letters: int) -> NDArray[np.int64]:
    """When each letter lies on the mat: the print house posts in bags over up to three days."""
    bags = rng.integers(0, rng.integers(1, 4), letters)
    second_class = rng.random() < 0.7
    speed = [0.1, 0.45, 0.3, 0.1, 0.05] if second_class else [0.7, 0.2, 0.05, 0.03, 0.02]
    return bags + 1 + rng.choice(5, letters, p=speed)


class _Habits:
    """How people of one borough go about letters: how many at once, how many at the last moment."""

    def __init__(self, rng: np.random.Generator, close: int) -> None:
        self.close = close
        self.at_once = rng.beta(5, 6)
        self.at_last = rng.beta(2, 12)
        self.wait = rng.uniform(3.0, 8.0)
        self.weekend = rng.uniform(0.0, 0.5)
        self.late_young = rng.uniform(0.0, 0.6)

    def days(self, rng, on_mat, start: int, age) -> NDArray[np.int64]:
        count = len(on_mat)
        on_mat = on_mat + ((on_mat + start) % 7 == SUNDAY)
        kind = rng.random(count)
        slow = np.where(age == 0, 1 + self.late_young, 1.0)
        evening = rng.geometric(0.6, count) - 1
        later = np.floor(rng.gamma(1.3, self.wait / 1.3, count) * slow).astype(np.int64) + 1
        last = self.close - np.minimum(rng.geometric(0.45, count) - 1, 4)
        days = on_mat + np.where(kind < self.at_once, evening, later)
        at_last = kind > 1 - self.at_last * slow
        days = np.where(at_last, np.maximum(last, on_mat), days)
        weekday = (days + start) % 7
        puts_off = (weekday < 5) & (rng.random(count) < self.weekend * 0.5) & ~at_last
        return np.where(puts_off, days + 5 - weekday, days)


def _shocks(rng, came, chance, close: int, on_mat) -> NDArray[np.int64]:
    """The press writes (three boroughs in ten); the site is down for a day (one in ten)."""
    came = came.copy()
    if rng.random() < 0.3:
        day = int(rng.integers(3, close))
        moved = (came == NEVER) & (rng.random(len(came)) < rng.uniform(0.03, 0.12) * chance)
        moved &= on_mat <= day
        came[moved] = day + rng.integers(0, 3, int(moved.sum()))
    if rng.random() < 0.1:
        day = int(rng.integers(2, close))
        hit = came == day
        came[hit] = np.where(rng.random(int(hit.sum())) < 0.3, NEVER, day + 1)
    return came
