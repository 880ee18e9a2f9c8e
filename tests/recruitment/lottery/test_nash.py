"""Nash against every panel of a small pool: no lottery has a higher product of chances."""

import math
import random

import numpy as np
import pytest
from scipy.optimize import minimize

from recruitment import lottery
from recruitment.lottery import BadProblem, NoPanel, Problem

from . import brute

POOLS, SOAK = 150, 3_000


def compare(seed: int) -> None:
    people, targets, seats = brute.pool(random.Random(seed))
    found = brute.panels(people, targets, seats)
    problem = Problem(people, targets, seats)
    if not found:
        with pytest.raises(NoPanel):
            lottery.solve(problem, objective="nash")
        return
    solved = lottery.solve(problem, objective="nash")
    mine = brute.by_person(problem, solved.chances)
    can = {place for panel in found for place in panel}
    assert {place for place, chance in enumerate(mine) if chance > 0} == can, seed
    assert abs(brute.may_be_better(len(people), found, mine)) < 1e-6, seed


def test_no_panel_would_raise_the_product():
    for seed in range(POOLS):
        compare(seed)


@pytest.mark.soak
def test_no_panel_would_raise_the_product_over_thousands_of_pools():
    for seed in range(POOLS, POOLS + SOAK):
        compare(seed)


@pytest.mark.parametrize("cap", [0.6, 0.75])
def test_under_a_cap_no_general_solver_finds_a_higher_product(cap):
    compared = 0
    for seed in range(40):
        people, targets, seats = brute.pool(random.Random(seed))
        found = brute.panels(people, targets, seats)
        on = sorted({place for panel in found for place in panel})
        member = brute.membership(len(people), found)[on] if found else np.zeros((0, 0))
        try:
            solved = lottery.solve(Problem(people, targets, seats), objective="nash", cap=cap)
        except (NoPanel, BadProblem):
            continue
        mine = np.array(brute.by_person(Problem(people, targets, seats), solved.chances))[on]
        assert mine.max() <= cap + 1e-9
        assert math.log(mine.min()) > -20
        assert product(member, cap) <= np.log(mine).sum() + 1e-6, seed
        compared += 1
    assert compared > 5


def product(member: np.ndarray, cap: float) -> float:
    """Return the highest sum of logarithms of chances that keep to the cap, as scipy finds it."""
    count = member.shape[1]
    rules = [
        {"type": "eq", "fun": lambda weights: weights.sum() - 1},
        {"type": "ineq", "fun": lambda weights: cap - member @ weights},
    ]
    best = minimize(
        lambda weights: -np.log(np.maximum(member @ weights, 1e-12)).sum(),
        np.full(count, 1 / count),
        bounds=[(0, 1)] * count,
        constraints=rules,
        method="SLSQP",
        options={"maxiter": 300},
    )
    kept = (member @ best.x).max() <= cap + 1e-7 and abs(best.x.sum() - 1) < 1e-7
    return -best.fun if kept else -math.inf
