"""The lottery over seeded pools with the biases of volunteers."""

import random
from math import ceil, floor

from recruitment.lottery import Person, Problem, Target, equal_panels, solve

from .row import Row, cpu

CASES = ((300, 50), (600, 50), (1_700, 110))
QUICK = CASES[:2]
GOAL = {(300, 50): 0.1, (1_700, 110): 1.0}
SHARES = {
    "age": {"16-29": 0.22, "30-44": 0.36, "45-59": 0.24, "60-74": 0.13, "75-plus": 0.05},
    "gender": {"woman": 0.51, "man": 0.49},
    "ethnicity": {"asian": 0.2, "black": 0.15, "mixed": 0.06, "white": 0.53, "other": 0.06},
    "disability": {"disabled": 0.13, "not-disabled": 0.87},
    "area": {"north": 0.26, "central": 0.4, "south": 0.34},
}
LEANING = {"16-29": 0.5, "60-74": 1.7, "asian": 0.6, "black": 0.7, "white": 1.4}
SHARED_HOMES = 0.03
MOST_DEALING = 5.0


def problem(people: int, seats: int, *, seed: int = 2024) -> Problem:
    """Return a pool that leans as pools of volunteers do, with targets from the population."""
    rng = random.Random(seed)
    found = []
    for number in range(people):
        values = {
            category: rng.choices(
                list(shares), [share * LEANING.get(key, 1) for key, share in shares.items()]
            )[0]
            for category, shares in SHARES.items()
        }
        shared = number and rng.random() < SHARED_HOMES
        home = rng.randrange(number) if shared else number
        found.append(Person(f"p{number:05d}", values, f"h{home}"))
    targets = [
        Target(category, key, floor(share * seats), ceil(share * seats))
        for category, shares in SHARES.items()
        for key, share in shares.items()
    ]
    return Problem(found, targets, seats)


def measure(*, quick: bool) -> list[Row]:
    rows = []
    for people, seats in QUICK if quick else CASES:
        asked = problem(people, seats)
        with cpu() as solving:
            found = solve(asked)
        with cpu() as dealing:
            panels = equal_panels(asked, found)
        case, goal = f"n={people}, k={seats}", GOAL.get((people, seats))
        holds = None if goal is None else solving.seconds <= goal
        rows.append(Row("lottery", f"leximin {case}", solving.seconds, "CPU s", goal, holds=holds))
        rows.append(
            Row(
                "lottery",
                f"1,000 panels {case}",
                dealing.seconds,
                "CPU s",
                5.0,
                holds=dealing.seconds <= 5,
            )
        )
        rows.append(Row("lottery", f"lowest chance {case}", 100 * found.lowest, "%"))
        counts = dict.fromkeys((person.id for person in asked.people), 0)
        for panel in panels:
            for name in panel:
                counts[name] += 1
        short = found.lowest - min(counts.values()) / len(panels)
        rows.append(
            Row(
                "lottery",
                f"lowest, rounded {case}",
                100 * short,
                "% below",
                0.1,
                holds=short <= 0.001,
            )
        )
    return rows
