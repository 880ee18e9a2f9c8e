"""Lotteries by brute force: every panel of a small pool listed, and programs over them all."""

import random
from itertools import combinations

import numpy as np
from scipy.optimize import linprog

from recruitment.lottery import Person, Problem, Target

TINY = 1e-8


def pool(rng: random.Random) -> tuple[list[Person], list[Target], int]:
    """Return a random pool of 3–10 people: shared homes, loose and exact targets, 1–4 seats."""
    count = rng.randrange(3, 11)
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


def replacement(rng: random.Random) -> tuple[list[Person], list[Target], int]:
    """Return what a replacement draw asks: seats left, targets less those held, homes left out."""
    while True:
        people, targets, seats = pool(rng)
        found = panels(people, targets, seats)
        if found and seats > 1:
            break
    staying = [people[place] for place in rng.sample(rng.choice(found), rng.randrange(1, seats))]
    homes = {person.household for person in staying} - {None}
    rest = [each for each in people if each not in staying and each.household not in homes]
    left = []
    for target in targets:
        held = sum(person.values[target.category] == target.value for person in staying)
        low, high = max(0, target.low - held), target.high - held
        left.append(Target(target.category, target.value, low, high))
    return rest, left, seats - len(staying)


def by_person(problem: Problem, chances: np.ndarray) -> list[float]:
    """Return each person's chance, in the problem's order, from those of the classes."""
    found = [0.0] * len(problem.people)
    for places, chance in zip(problem.classes.people, chances, strict=True):
        for place in places:
            found[place] = float(chance)
    return found


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


def membership(count: int, found: list[tuple[int, ...]]) -> np.ndarray:
    """Return float64[people, panels], 1 where a person is on a panel."""
    member = np.zeros((count, len(found)))
    for column, panel in enumerate(found):
        member[list(panel), column] = 1
    return member


def leximin(count: int, found: list[tuple[int, ...]], cap: float = 1.0) -> list[float] | None:
    """Return each person's chance in the leximin lottery on the panels listed.

    None if none keeps to the cap.
    """
    member = membership(count, found)
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


def maximin(count: int, found: list[tuple[int, ...]], cap: float = 1.0) -> float | None:
    """Return the best lowest chance of those on any panel listed; None if none keeps to the cap."""
    on = sorted({place for panel in found for place in panel})
    member = membership(count, found)[on]
    best = _raise(member, {}, range(len(on)), cap, None)
    return None if best is None else best.x[-1]


def may_be_better(count: int, found: list[tuple[int, ...]], chances: list[float]) -> float:
    """Return how far the product of chances may be from the best, as a difference of logarithms.

    The logarithm is concave: Σ log q ≤ Σ log p + Σ q/p − n, and Σ q/p is highest at one panel
    (Karush, Kuhn and Tucker's condition, without a cap).
    """
    can = {place for panel in found for place in panel}
    return max(sum(1 / chances[place] for place in panel) for panel in found) - len(can)


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
