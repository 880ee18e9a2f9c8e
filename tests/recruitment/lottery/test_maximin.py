"""The lottery against brute force: every panel of a small pool, listed."""

import random
from itertools import combinations

import numpy as np
import pytest
from scipy.optimize import linprog

from recruitment import lottery
from recruitment.lottery import BadProblem, NoPanel, Person, Problem, Target


def pool(rng: random.Random) -> tuple[list[Person], list[Target], int]:
    """Return a random small pool with two categories, shared homes and loose targets."""
    count, seats = rng.randrange(4, 10), rng.randrange(2, 4)
    people = [
        Person(
            f"p{number}",
            {"age": rng.choice("yo"), "area": rng.choice("nsc")},
            f"h{rng.randrange(count)}" if rng.random() < 0.5 else None,
        )
        for number in range(count)
    ]
    targets = []
    for category, value in (("age", "y"), ("area", "n"), ("area", "s")):
        low = rng.randrange(0, 2)
        targets.append(Target(category, value, low, low + rng.randrange(1, 3)))
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


def best_lowest_chance(count: int, found: list[tuple[int, ...]]) -> float:
    """Return the highest lowest chance over all lotteries on the panels listed."""
    member = np.zeros((count, len(found) + 1))
    for column, panel in enumerate(found):
        member[list(panel), column] = -1
    member[:, -1] = 1
    total = np.append(np.ones(len(found)), 0)[None, :]
    answer = linprog(
        np.append(np.zeros(len(found)), -1), A_ub=member, b_ub=np.zeros(count), A_eq=total, b_eq=[1]
    )
    return -answer.fun


@pytest.mark.parametrize("seed", range(60))
def test_the_lowest_chance_is_the_best_there_is(seed):
    people, targets, seats = pool(random.Random(seed))
    found = panels(people, targets, seats)
    problem = Problem(people, targets, seats)
    if not found:
        with pytest.raises(NoPanel):
            lottery.solve(problem)
        return
    solved = lottery.solve(problem)
    assert solved.lowest == pytest.approx(best_lowest_chance(len(people), found), abs=1e-8)
    assert solved.bound == pytest.approx(solved.lowest, abs=1e-8)


@pytest.mark.parametrize("seed", range(20))
def test_each_of_the_thousand_panels_is_a_panel(seed):
    people, targets, seats = pool(random.Random(seed))
    allowed = {
        tuple(people[place].id for place in panel) for panel in panels(people, targets, seats)
    }
    if allowed:
        problem = Problem(people, targets, seats)
        drawn = lottery.equal_panels(problem, lottery.solve(problem))
        assert len(drawn) == lottery.PANELS
        assert {tuple(panel) for panel in drawn} <= allowed


def test_the_order_of_people_changes_nothing():
    people, targets, seats = pool(random.Random(3))
    shuffled = random.Random(9).sample(people, k=len(people))
    first, second = (Problem(each, targets, seats) for each in (people, shuffled))
    assert lottery.equal_panels(first, lottery.solve(first)) == lottery.equal_panels(
        second, lottery.solve(second)
    )


@pytest.mark.parametrize("seed", range(40))
def test_following_the_advice_makes_a_panel_possible(seed):
    people, targets, seats = pool(random.Random(seed))
    tight = [Target(t.category, t.value, t.low + 2, t.high + 2) for t in targets]
    advice = lottery.advise(Problem(people, tight, seats))
    changed = {
        item.target.name: Target(item.target.category, item.target.value, item.low, item.high)
        for item in advice
    }
    relaxed = [changed.get(target.name, target) for target in tight]
    possible = bool(panels(people, [], seats))
    assert bool(panels(people, relaxed, seats)) == possible


@pytest.mark.parametrize(
    ("people", "targets", "seats", "message"),
    [
        ([Person("a", {}), Person("a", {})], [], 1, "The id a stands 2 times"),
        ([Person("a", {})], [], 2, "1 people cannot fill 2 seats"),
        ([Person("a", {})], [], 0, "at least one seat"),
        ([Person("a", {})], [Target("age", "y", 0, 1)], 1, "a has no value for age"),
        ([Person("a", {"age": "y"})], [Target("age", "y", 2, 1)], 1, "at least 2, at most 1"),
        ([Person("a", {"age": "y"})], [Target("age", "y", 0, 1)] * 2, 1, "stands 2 times"),
    ],
)
def test_a_problem_that_makes_no_sense_is_refused(people, targets, seats, message):
    with pytest.raises(BadProblem, match=message):
        Problem(people, targets, seats)
