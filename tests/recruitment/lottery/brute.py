"""Leximin by brute force: every panel of a small pool listed, and linear programs over them all."""

import random
from itertools import combinations

import numpy as np
from scipy.optimize import linprog

from recruitment.lottery import Person, Target

TINY = 1e-8


def pool(rng: random.Random) -> tuple[list[Person], list[Target], int]:
    """Return a random pool of 3–9 people: shared homes, loose and exact targets, 1–4 seats."""
    count = rng.randrange(3, 10)
    seats = rng.randrange(1, min(count, 5))
    sharing, exact = rng.choice((0, 0.3, 0.8)), rng.choice((0, 0.4, 0.9))
    values = {"age": "yo", "area": "nsc"[: rng.randrange(2, 4)], "sex": "fm"}
    people = [
        Person(
            f"p{number}",
            {key: rng.choice(choices) for key, choices in values.items()},
            f"h{rng.randrange(1 + count // 2)}" if rng.random() < sharing else None,
        )
        for number in range(count)
    ]
    some = rng.sample(people, seats)
    targets = []
    for key, choices in values.items():
        for choice in choices:
            middle = sum(person.values[key] == choice for person in some)
            spread = 0 if rng.random() < exact else rng.randrange(1, 3)
            low = max(0, middle - rng.randrange(spread + 1))
            targets.append(Target(key, choice, low, low + spread))
    return people, targets, seats


def panels(people: list[Person], targets: list[Target], seats: int) -> list[tuple[int, ...]]:
    """List every panel: the plain meaning of the rules, without a solver."""

    def meets(panel: tuple[int, ...]) -> bool:
        homes = [people[place].household for place in panel if people[place].household]
        return len(homes) == len(set(homes)) and all(
            target.low
            <= sum(people[place].values[target.category] == target.value for place in panel)
            <= target.high
            for target in targets
        )

    return [panel for panel in combinations(range(len(people)), seats) if meets(panel)]


def leximin(count: int, found: list[tuple[int, ...]], cap: float = 1.0) -> list[float] | None:
    """Return each person's chance in the leximin lottery on the panels listed.

    None if none keeps to the cap.
    """
    member = np.zeros((count, len(found)))
    for column, panel in enumerate(found):
        member[list(panel), column] = 1
    fixed: dict[int, float] = {}
    while len(fixed) < count:
        free = [place for place in range(count) if place not in fixed]
        lowest = _raise(member, fixed, free, cap, None)
        if lowest is None:
            return None
        level = lowest.x[-1]
        stuck = [place for place in free if member[place] @ lowest.x[:-1] <= level + TINY]
        while stuck:
            place = stuck.pop()
            best = _raise(member, fixed, free, cap, (place, level))
            if best is None or -best.fun <= level + TINY:
                fixed[place] = level
            else:
                stuck = [each for each in stuck if member[each] @ best.x[:-1] <= level + TINY]
    return [fixed[place] for place in range(count)]


def _raise(member, fixed, free, cap, one):
    """Maximise the lowest chance of the free; or, given (place, level), one place's chance."""
    columns = member.shape[1]
    rows, limits = [], []
    for place, row in enumerate(member):
        if place in fixed:
            rows.append(np.append(-row, 0))
            limits.append(-fixed[place] + 1e-10)
        else:
            rows.append(np.append(-row, 1))
            limits.append(0)
        if cap < 1:
            rows.append(np.append(row, 0))
            limits.append(cap)
    bounds = [(0, None)] * columns + [(0, None) if one is None else (one[1] - 1e-10,) * 2]
    goal = np.append(np.zeros(columns), -1) if one is None else np.append(-member[one[0]], 0)
    answer = linprog(
        goal,
        A_ub=np.array(rows),
        b_ub=limits,
        A_eq=np.append(np.ones(columns), 0)[None, :],
        b_eq=[1],
        bounds=bounds,
        method="highs-ds",
    )
    return answer if answer.status == 0 else None
