"""The 1,000 panels: each a panel, and nobody more than one panel from the exact chance."""

import random
from collections import Counter

import numpy as np
import pytest

from assembly.bench import pools as bench
from recruitment import lottery
from recruitment.lottery import Lottery, NoPanel, Problem, seats
from recruitment.lottery.schedule import Face, deal, mend
from recruitment.lottery.swaps import settle
from recruitment.lottery.totals import totals, widest
from recruitment.lottery.uniform import regroup

from . import brute, pools


def worst(problem: Problem, solved: Lottery, panels: list[list[str]]) -> float:
    """Return the most panels that anybody is away from 1,000 × the exact chance."""
    counts = Counter(name for panel in panels for name in panel)
    return max(
        abs(counts[problem.people[place].id] - lottery.PANELS * chance)
        for places, chance in zip(problem.classes.people, solved.chances, strict=True)
        for place in places
    )


def check(problem: Problem, panels: list[list[str]]) -> None:
    people = {person.id: person for person in problem.people}
    assert len(panels) == lottery.PANELS
    for panel in panels:
        assert panel == sorted(set(panel))
        assert len(panel) == problem.size
        homes = [people[name].household for name in panel if people[name].household is not None]
        assert len(homes) == len(set(homes))
        for target in problem.targets:
            seated = sum(people[name].values[target.category] == target.value for name in panel)
            assert target.low <= seated <= target.high


@pytest.mark.parametrize(("people", "size"), [(300, 50), (1_700, 110)])
@pytest.mark.parametrize("shared", [0.03, 0.15])
def test_everyone_is_within_one_panel_of_the_exact_chance(people, size, shared):
    problem = bench.problem(bench.Pool(people, size, areas=3, shared=shared))
    solved = lottery.solve(problem)
    panels = lottery.equal_panels(problem, solved)
    check(problem, panels)
    assert worst(problem, solved, panels) < 1 + 1e-6


def test_tiny_pools_are_within_one_panel_too():
    for seed in range(120):
        problem = Problem(*brute.pool(random.Random(seed)))
        try:
            solved = lottery.solve(problem)
        except NoPanel:
            continue
        panels = lottery.equal_panels(problem, solved)
        check(problem, panels)
        assert worst(problem, solved, panels) < 1 + 1e-6, seed


def test_the_last_panels_are_mended_by_integer_programs():
    problem = bench.problem(bench.Pool(300, 50, areas=3, shared=0.03))
    solved = lottery.solve(problem)
    face, rng = Face.of(problem, solved.chances), np.random.default_rng(1)
    sizes = problem.classes.sizes
    whole = totals(face, sizes * solved.chances, sizes, 500)
    panels = mend(face, deal(face, whole, 500, rng), rng, 400)
    assert not face.faults(panels).any()
    for panel in range(0, 12, 2):
        given = np.argmax(panels[panel] > panels[panel + 1])
        taken = np.argmax(panels[panel] < panels[panel + 1])
        panels[panel, [given, taken]] += [-1, 1]
        panels[panel + 1, [given, taken]] += [1, -1]
    assert face.faults(panels).sum() > 10
    assert regroup(face, panels, rng)
    assert not face.faults(panels).any()
    assert (panels.sum(axis=0) == whole).all()


RARE = [(80, 16, 1), (80, 16, 2), (80, 16, 3)]
RARE += [(150, 30, 1), (150, 30, 2), (150, 30, 3), (300, 50, 1)]


@pytest.mark.parametrize(("people", "size", "seed"), RARE)
def test_people_hardly_alike_are_within_one_panel_too(people, size, seed):
    problem = pools.rare(people, size, seed)
    solved = lottery.solve(problem)
    panels = lottery.equal_panels(problem, solved)
    check(problem, panels)
    assert worst(problem, solved, panels) <= 1 + 1e-6


@pytest.mark.soak
@pytest.mark.parametrize("shared", [0.0, 0.5, 1.0])
@pytest.mark.parametrize("seed", range(1, 5))
@pytest.mark.parametrize(("people", "size"), [(60, 12), (60, 20), (90, 30), (130, 13), (200, 40)])
def test_more_people_hardly_alike_are_within_one_panel(people, size, seed, shared):
    problem = pools.rare(people, size, seed, shared)
    solved = lottery.solve(problem)
    panels = lottery.equal_panels(problem, solved)
    check(problem, panels)
    assert worst(problem, solved, panels) <= 1 + 1e-6


def copied(problem: Problem, solved: Lottery) -> np.ndarray:
    """Return 1,000 panels of classes, each of the lottery's about as often as it is likely."""
    most = np.random.default_rng(3).multinomial(lottery.PANELS, solved.weights)
    panels = np.repeat(solved.panels, most, axis=0)
    assert not Face.of(problem, solved.chances).faults(panels).any()
    return panels


@pytest.mark.parametrize("shared", [0.5, 1.0])
def test_copies_are_changed_seat_by_seat_until_totals_are_within_limits(shared):
    problem = pools.rare(80, 16, 1, shared)
    solved = lottery.solve(problem)
    face, sizes = Face.of(problem, solved.chances), problem.classes.sizes
    low, high = widest(face, sizes * solved.chances, sizes, lottery.PANELS)
    panels = copied(problem, solved)
    before = panels.sum(axis=0)
    assert np.maximum(low - before, before - high).max() > 2
    panels = settle(face, panels, (low, high), np.random.default_rng(1))
    after = panels.sum(axis=0)
    assert len(panels) == lottery.PANELS
    assert ((low <= after) & (after <= high)).all()
    assert ((panels >= 0) & (panels <= sizes)).all()
    assert not face.faults(panels).any()


def test_limits_that_no_panels_keep_to_are_not_met():
    problem = pools.rare(60, 20, 1)
    solved = lottery.solve(problem)
    face, sizes = Face.of(problem, solved.chances), problem.classes.sizes
    low, high = widest(face, sizes * solved.chances, sizes, lottery.PANELS)
    some = np.argmax((high < lottery.PANELS / 2) & (high > 100))
    low[some] = high[some] = lottery.PANELS + 1
    panels = copied(problem, solved)
    assert settle(face, panels, (low, high), np.random.default_rng(1), steps=60) is None


def test_seats_go_round_the_households_and_none_twice_on_a_panel():
    rng = random.Random(2)
    values = [{"age": "y"}, {"age": "o"}, {"age": "o"}]
    people = [
        lottery.Person(f"p{home}{place}", values[place], f"h{home}")
        for home in range(4)
        for place in range(3)
    ]
    problem = Problem(people, [lottery.Target("age", value, 0, 4) for value in "yo"], 3)
    young = np.array([rng.randrange(4) for _ in range(301)])
    first = next(t for t, places in enumerate(problem.classes.people) if len(places) == 4)
    counts = np.stack([young, 4 - young], axis=1)[:, [0, 1] if first == 0 else [1, 0]]
    panels = seats.names(problem, counts)
    times = Counter(name for panel in panels for name in panel)
    for panel in panels:
        assert len({name[1] for name in panel}) == 4
    for names in (["p00", "p10", "p20", "p30"], [f"p{h}{p}" for h in range(4) for p in (1, 2)]):
        assert max(times[name] for name in names) - min(times[name] for name in names) <= 1


def test_more_seats_than_households_are_refused():
    people = [lottery.Person(f"p{place}", {}, f"h{place // 2}") for place in range(4)]
    problem = Problem(people, [], 2)
    with pytest.raises(ValueError, match="more seats than there are households"):
        seats.names(problem, np.array([[3]]))
