"""The 1,000 panels: each a panel, and nobody more than one panel from the exact chance."""

import random
from collections import Counter

import numpy as np
import pytest

from assembly.bench import pools as bench
from recruitment import lottery
from recruitment.lottery import Lottery, NoPanel, Problem, seats
from recruitment.lottery.schedule import Face, deal, mend
from recruitment.lottery.totals import totals
from recruitment.lottery.uniform import regroup

from . import brute


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
    whole = totals(face, sizes * solved.chances, sizes, 200)
    panels = mend(face, deal(face, whole, 200, rng), rng, 400)
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
