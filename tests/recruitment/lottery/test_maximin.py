"""Maximin against brute force: the lowest chance of those who can be on a panel at all."""

import random

import numpy as np
import pytest

from recruitment import lottery
from recruitment.lottery import BadProblem, NoPanel, Problem

from . import brute

POOLS, SOAK = 150, 3_000
CAPS = (None, None, 0.6, 0.45)


def compare(seed: int) -> None:
    rng = random.Random(seed)
    people, targets, seats = brute.pool(rng)
    cap = rng.choice(CAPS)
    found = brute.panels(people, targets, seats)
    problem = Problem(people, targets, seats)
    best = brute.maximin(len(people), found, cap or 1.0) if found else None
    if best is None:
        with pytest.raises(BadProblem if found else NoPanel):
            lottery.solve(problem, objective="maximin", cap=cap)
        return
    solved = lottery.solve(problem, objective="maximin", cap=cap)
    mine = brute.by_person(problem, solved.chances)
    assert solved.lowest == pytest.approx(best, abs=1e-8), seed
    assert solved.bound == pytest.approx(best, abs=1e-8), seed
    assert max(mine) <= (cap or 1.0) + 1e-9
    can = {place for panel in found for place in panel}
    assert {place for place, chance in enumerate(mine) if chance > 0} == can, seed
    assert (
        np.abs(solved.weights @ solved.panels / problem.classes.sizes - solved.chances).max() < 1e-9
    )


def test_the_lowest_chance_is_the_best_there_is():
    for seed in range(POOLS):
        compare(seed)


@pytest.mark.soak
def test_the_lowest_chance_is_the_best_there_is_over_thousands_of_pools():
    for seed in range(POOLS, POOLS + SOAK):
        compare(seed)


@pytest.mark.parametrize("seed", range(20))
def test_each_of_the_thousand_panels_is_a_panel(seed):
    people, targets, seats = brute.pool(random.Random(seed))
    found = brute.panels(people, targets, seats)
    allowed = {tuple(sorted(people[place].id for place in panel)) for panel in found}
    if allowed:
        problem = Problem(people, targets, seats)
        drawn = lottery.equal_panels(problem, lottery.solve(problem, objective="maximin"))
        assert len(drawn) == lottery.PANELS
        assert {tuple(panel) for panel in drawn} <= allowed
