"""Leximin against brute force, its certificate, and the same bytes from the same pool."""

import hashlib
import os
import random
import re
import subprocess
import sys
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from recruitment import lottery
from recruitment.lottery import BadProblem, Lottery, NoPanel, Problem

from . import brute, pools

POOLS, SOAK = 150, 5_000
CAPS = (None, None, None, 0.6, 0.45)


def prove(problem: Problem, solved: Lottery) -> None:
    """Check panels, weights and prices by hand."""
    sizes, panels, weights = problem.classes.sizes, solved.panels, solved.weights
    assert (weights > 0).all()
    assert weights.sum() == pytest.approx(1, abs=1e-12)
    assert ((panels >= 0) & (panels <= sizes)).all()
    assert (panels.sum(axis=1) == problem.size).all()
    sums = panels @ problem.classes.rows.T
    assert ((sums >= problem.classes.low) & (sums <= problem.classes.high)).all()
    assert np.abs(weights @ panels / sizes - solved.chances).max() < 1e-9
    rows = {row.name: row for row in solved.rows}
    done = np.zeros(len(sizes), dtype=bool)
    for level in solved.levels:
        most, worth = 0.0, np.zeros(len(sizes))
        for name, price in level.prices.items():
            most += price * (rows[name].high if price > 0 else rows[name].low)
            worth += price * rows[name].coefficients * sizes
        assert worth[~done].min() > -1e-8
        assert worth[list(level.fixed)].min() > 0
        bound = (most - worth[done] @ solved.chances[done]) / worth[~done].sum()
        assert bound == pytest.approx(level.value, abs=1e-8)
        assert solved.chances[list(level.fixed)] == pytest.approx(level.value, abs=1e-8)
        done[list(level.fixed)] = True
    assert done.all()


def compare(seed: int, kind=brute.pool) -> None:
    rng = random.Random(seed)
    people, targets, seats = kind(rng)
    cap = rng.choice(CAPS)
    found = brute.panels(people, targets, seats)
    best = brute.leximin(len(people), found, cap or 1.0) if found else None
    try:
        problem = Problem(people, targets, seats)
    except BadProblem:
        assert not found, "a target is full already, or too few are left"
        return
    if best is None:
        with pytest.raises(BadProblem if found else NoPanel):
            lottery.solve(problem, cap=cap)
        return
    solved = lottery.solve(problem, cap=cap)
    mine = brute.by_person(problem, solved.chances)
    assert sorted(mine) == pytest.approx(sorted(best), abs=1e-7), seed
    assert solved.lowest == pytest.approx(min(each for each in best if each > 1e-7), abs=1e-7)
    prove(problem, solved)


KINDS = pytest.mark.parametrize("kind", [brute.pool, brute.replacement])


@KINDS
@pytest.mark.parametrize("block", range(10))
def test_every_level_is_that_of_brute_force(block, kind):
    for seed in range(block * POOLS // 10, (block + 1) * POOLS // 10):
        compare(seed, kind)


@KINDS
@pytest.mark.soak
def test_every_level_is_that_of_brute_force_over_thousands_of_pools(kind):
    for seed in range(POOLS, POOLS + SOAK):
        compare(seed, kind)


def digest(shuffled_by: int) -> str:
    """Return what the lottery and its 1,000 panels hash to."""
    people, targets, seats = pools.middling()
    random.Random(shuffled_by).shuffle(people)
    random.Random(shuffled_by).shuffle(targets)
    problem = Problem(people, targets, seats)
    solved = lottery.solve(problem)
    panels = lottery.equal_panels(problem, solved)
    text = repr((solved.panels.tolist(), solved.weights.tolist(), solved.levels, panels))
    return hashlib.sha256(text.encode()).hexdigest()


def test_a_larger_pool_is_proved_too():
    people, targets, seats = pools.middling()
    problem = Problem(people, targets, seats)
    solved = lottery.solve(problem)
    prove(problem, solved)
    assert solved.lowest == pytest.approx(solved.bound, abs=1e-9)


def test_a_cap_holds_for_everyone():
    people, targets, seats = pools.middling()
    problem = Problem(people, targets, seats)
    free, capped = lottery.solve(problem), lottery.solve(problem, cap=0.9)
    assert free.chances.max() > 0.9
    assert capped.chances.max() <= 0.9 + 1e-9
    prove(problem, capped)


def test_a_cap_that_none_can_keep_is_refused():
    people, targets, seats = pools.middling()
    with pytest.raises(BadProblem, match="keeps everybody's chance at"):
        lottery.solve(Problem(people, targets, seats), cap=0.1)


def test_leximin_is_no_worse_than_maximin():
    problem = Problem(*pools.middling())
    lowest = lottery.solve(problem, objective="maximin").lowest
    assert lottery.solve(problem).lowest == pytest.approx(lowest, abs=1e-8)


def test_an_unknown_objective_is_refused():
    with pytest.raises(ValueError, match="no objective 'fair'"):
        lottery.solve(Problem(*pools.middling()), objective="fair")


def test_the_order_of_people_and_targets_changes_no_byte():
    assert digest(1) == digest(2)


@pytest.mark.parametrize("seed", ["0", "4711"])
def test_the_seed_of_python_changes_no_byte(seed):
    root = Path(__file__).parents[3]
    program = "from tests.recruitment.lottery.test_leximin import digest; print(digest(3))"
    done = subprocess.run(
        [sys.executable, "-c", program],
        capture_output=True, text=True, check=True, cwd=root,
        env={**os.environ, "PYTHONHASHSEED": seed},
    )  # fmt: skip
    assert done.stdout.strip() == digest(1)


def test_panels_met_on_the_way_to_a_cut_are_known_after_it():
    """Where homes and targets leave few panels, each was found anew after every cut."""
    said: list[str] = []
    lottery.solve(pools.rare(16, 7, 0, shared=1.0), report=said.append)
    rounds = " ".join(said).split("a constraint of whole panels")
    known = [[int(count) for count in re.findall(r"one by one \((\d+)\)", one)] for one in rounds]
    assert len(rounds) > 2
    assert all(after[0] >= before[-1] for before, after in pairwise(known) if after)
