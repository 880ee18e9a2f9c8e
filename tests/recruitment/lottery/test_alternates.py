"""Alternates: as good as any choice could be, by brute force and by proof; and fair in how."""

import random
import statistics
from itertools import combinations

import numpy as np
import pytest

from recruitment import lottery
from recruitment.lottery import BadProblem, Person, Problem, Target, choose_alternates, repairs
from recruitment.lottery.alternates import SCENARIOS, _members, _scenarios

from . import brute, pools

FEW = 300


def loss(problem: Problem, ids) -> int:
    """Count, as the definition says, the seats missed and the seats empty."""
    values = {person.id: person.values for person in problem.people}
    missed = problem.size - len(ids)
    for target in problem.targets:
        have = sum(values[name][target.category] == target.value for name in ids)
        missed += max(0, target.low - have, have - target.high)
    return missed


def best_use(problem: Problem, staying, alternates) -> int:
    """Return the least loss over every set of alternates that fits."""
    empty = problem.size - len(staying)
    return min(
        loss(problem, [*staying, *some])
        for number in range(min(empty, len(alternates)) + 1)
        for some in combinations(alternates, number)
    )


def choices(problem: Problem, panel, count: int):
    """List every set of alternates: nobody living with a member or with another alternate."""
    homes = {person.id: person.household or person.id for person in problem.people}
    free = [name for name in homes if homes[name] not in {homes[member] for member in panel}]
    for some in combinations(free, count):
        if len({homes[name] for name in some}) == count:
            yield some


def samples(problem: Problem, panel, rates):
    members = _members(problem, panel)
    for gone in _scenarios(members, rates):
        yield [person.id for person, left in zip(members, gone, strict=True) if not left]


def average(problem: Problem, panel, rates, alternates) -> float:
    kept = {}
    total = 0
    for staying in samples(problem, panel, rates):
        if tuple(staying) not in kept:
            kept[tuple(staying)] = best_use(problem, staying, alternates)
        total += kept[tuple(staying)]
    return total / SCENARIOS


def tiny(seed: int):
    """Return a random pool with a panel, a number of alternates that there are, and rates."""
    rng = random.Random(seed)
    while True:
        problem = Problem(*brute.pool(rng))
        found = brute.panels(problem.people, problem.targets, problem.size)
        if not found:
            continue
        panel = [problem.people[place].id for place in rng.choice(found)]
        count = rng.randrange(1, 4)
        if next(iter(choices(problem, panel, count)), None):
            return problem, panel, count, {name: rng.choice((0.05, 0.3, 0.6)) for name in panel}


@pytest.mark.parametrize(
    "count", [FEW, pytest.param(2_000, marks=pytest.mark.soak)], ids=["quick", "soak"]
)
def test_no_other_choice_is_better_nor_below_what_is_proved(count):
    best = 0
    for seed in range(count):
        problem, panel, number, rates = tiny(seed)
        found = choose_alternates(problem, panel, count=number, rates=rates, seed="417")
        assert set(found.ids) in map(set, choices(problem, panel, number))
        every = [average(problem, panel, rates, some) for some in choices(problem, panel, number)]
        assert found.expected == pytest.approx(average(problem, panel, rates, found.ids))
        assert found.without == pytest.approx(average(problem, panel, rates, ()))
        assert found.bound <= min(every) + 1e-9
        best += found.expected <= min(every) + 1e-9
    assert best >= 0.97 * count


def test_they_lose_far_less_than_people_taken_by_chance():
    people, targets, size = pools.middling()
    problem = Problem(people, targets, size)
    panel = _panel(problem)
    rates = dict.fromkeys(panel, 0.2)
    found = choose_alternates(problem, panel, count=5, rates=rates, seed="417")
    homes = {person.id: person.household for person in people}
    rng, by_chance = random.Random(1), []
    for _ in range(10):
        free = [name for name in homes if homes[name] not in {homes[each] for each in panel}]
        by_chance.append(average(problem, panel, rates, rng.sample(free, 5)))
    assert found.bound <= found.expected <= 1.15 * found.bound + 0.05
    assert found.expected < min(by_chance)
    assert found.expected < 0.8 * statistics.mean(by_chance) < found.without


def _panel(problem: Problem) -> list[str]:
    return lottery.equal_panels(problem, lottery.solve(problem))[417]


def test_the_order_of_people_and_of_the_panel_changes_nothing_and_the_seed_shares_the_turn():
    people, targets, size = pools.middling()
    problem = Problem(people, targets, size)
    panel = _panel(problem)
    rates = dict.fromkeys(panel, 0.1)
    given = {"count": 3, "rates": rates, "seed": "417"}
    found = choose_alternates(problem, panel, **given)
    again = choose_alternates(Problem(people[::-1], targets, size), panel[::-1], **given)
    assert again == found
    others = {
        choose_alternates(problem, panel, count=3, rates=rates, seed=str(seed)).ids
        for seed in range(4)
    }
    assert len(others) > 1


def test_the_best_three_repairs_come_in_order_and_say_what_they_miss():
    for seed in range(FEW):
        problem, panel, number, _ = tiny(1_000 + seed)
        alternates = next(iter(choices(problem, panel, number)))
        staying = panel[1:]
        found = repairs(problem, staying, alternates)
        losses = [repair.loss for repair in found]
        assert losses[0] == best_use(problem, staying, alternates)
        assert losses == sorted(losses)
        assert losses == [loss(problem, [*staying, *repair.ids]) for repair in found]
        assert len({repair.ids for repair in found}) == len(found)


def test_a_repair_names_the_target_that_it_leaves_short():
    people = [Person(f"p{number}", {"age": "yo"[number % 2]}) for number in range(4)]
    problem = Problem(people, [Target("age", "y", 1, 1), Target("age", "o", 1, 1)], 2)
    (best, nobody) = repairs(problem, ["p0"], ["p2"], 3)
    assert sorted([best.ids, nobody.ids]) == [(), ("p2",)]
    after = {repair.ids: [str(each) for each in repair.missed] for repair in (best, nobody)}
    assert after["p2",] == ["“o” (age) is 1 short of 1", "“y” (age) is 1 above 1"]
    assert after[()] == ["“o” (age) is 1 short of 1"]


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"panel": ["p0", "nobody"]}, "nobody is not in the pool"),
        ({"panel": ["p0", "p0"]}, "Somebody is named twice"),
        ({"rates": {"p0": 0.1}}, "p1: a rate of dropping out is from 0 to 1, not None"),
        ({"rates": {"p0": 1.5, "p1": 0.1}}, "p0: a rate of dropping out is from 0 to 1, not 1.5"),
        ({"count": 3}, "3 alternates cannot be had from 2 addresses"),
    ],
)
def test_what_cannot_be_used_is_refused(change, words):
    people = [Person(f"p{number}", {"age": "yo"[number % 2]}) for number in range(4)]
    problem = Problem(people, [Target("age", "y", 1, 1)], 2)
    given = {"panel": ["p0", "p1"], "count": 1, "rates": {"p0": 0.1, "p1": 0.1}, "seed": "1"}
    given |= change
    with pytest.raises(BadProblem, match=words):
        choose_alternates(problem, given.pop("panel"), **given)


def test_rates_follow_the_person_and_not_the_place():
    people = [Person(f"p{number}", {"age": "y"}) for number in range(6)]
    problem = Problem(people, [Target("age", "y", 0, 6)], 3)
    rates = {"p0": 1.0, "p1": 0.0, "p2": 0.0}
    for panel in (["p0", "p1", "p2"], ["p2", "p1", "p0"]):
        gone = _scenarios(_members(problem, panel), rates)
        assert np.array_equal(gone.mean(axis=0), [rates[name] for name in panel])
