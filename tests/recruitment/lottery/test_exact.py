"""The panels of people: exact probabilities, equal within a class, nobody with a housemate."""

import random
from collections import Counter
from fractions import Fraction

import pytest

from assembly.bench import pools as bench
from recruitment import lottery
from recruitment.lottery import Lottery, NoPanel, Problem

from . import brute, pools

OBJECTIVES = pytest.mark.parametrize("objective", lottery.OBJECTIVES)


def check(problem: Problem, solved: Lottery) -> None:
    panels = lottery.exact_panels(problem, solved)
    assert sum(probability for _, probability in panels) == 1
    assert all(probability > 0 for _, probability in panels)
    keeps_the_rules(problem, [members for members, _ in panels])
    given = dict.fromkeys((person.id for person in problem.people), Fraction(0))
    for members, probability in panels:
        for name in members:
            given[name] += probability
    assert sum(given.values()) == problem.size
    mine = brute.by_person(problem, solved.chances)
    for person, chance in zip(problem.people, mine, strict=True):
        assert float(given[person.id]) == pytest.approx(chance, abs=1e-9), person.id


def keeps_the_rules(problem: Problem, panels: list[list[str]]) -> None:
    people = {person.id: person for person in problem.people}
    assert len({tuple(sorted(panel)) for panel in panels}) <= len(panels)
    for panel in panels:
        assert len(set(panel)) == len(panel) == problem.size
        homes = [people[name].household for name in panel if people[name].household is not None]
        assert len(homes) == len(set(homes))
        for target in problem.targets:
            seated = sum(people[name].values[target.category] == target.value for name in panel)
            assert target.low <= seated <= target.high


@OBJECTIVES
def test_tiny_pools_are_exact(objective):
    solved = 0
    for seed in range(80):
        problem = Problem(*brute.pool(random.Random(seed)))
        try:
            check(problem, lottery.solve(problem, objective=objective))
        except NoPanel:
            continue
        solved += 1
    assert solved > 40


@OBJECTIVES
def test_a_pool_with_shared_homes_is_exact(objective):
    problem = Problem(*pools.middling())
    check(problem, lottery.solve(problem, objective=objective))


def test_a_capped_lottery_is_exact():
    problem = Problem(*pools.middling())
    check(problem, lottery.solve(problem, cap=0.9))


@pytest.mark.parametrize("shared", [0.03, 0.15])
def test_a_pool_of_hundreds_is_exact(shared):
    problem = bench.problem(bench.Pool(300, 50, areas=3, shared=shared))
    check(problem, lottery.solve(problem))


@pytest.mark.parametrize(("count", "size", "seed"), [(150, 30, 2)])
def test_many_rare_people_are_exact_and_within_one_panel_of_a_thousand(count, size, seed):
    problem = pools.rare(count, size, seed)
    assert len(problem.classes.sizes) > 0.8 * count
    solved = lottery.solve(problem)
    check(problem, solved)
    panels = lottery.equal_panels(problem, solved)
    assert len(panels) == 1000
    keeps_the_rules(problem, panels)
    held = Counter(name for panel in panels for name in panel)
    mine = brute.by_person(problem, solved.chances)
    for person, chance in zip(problem.people, mine, strict=True):
        assert abs(held[person.id] / 1000 - chance) <= 0.001 + 1e-9, person.id
