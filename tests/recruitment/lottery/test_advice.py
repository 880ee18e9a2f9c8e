"""Targets that cannot be met: said at once, with the cheapest change; nothing is relaxed."""

import random
from dataclasses import replace

import numpy as np
import pytest

from recruitment import lottery
from recruitment.lottery import BadProblem, NoPanel, Person, Problem, Target
from recruitment.lottery.relaxation import Advice, advise_for

from . import brute

POOLS, SOAK = 250, 5_000


def pool(rng: random.Random) -> tuple[list[Person], list[Target], int]:
    """Return a random pool with targets of any sort: strata of nobody and of one, tight flexes."""
    count = rng.randrange(1, 11)
    seats = rng.randrange(1, min(count, 5) + 1)
    sharing = rng.choice((0, 0.6))
    people = [
        Person(
            f"p{number}",
            {"age": rng.choice("yyyo"), "area": rng.choice("nsss"), "sex": rng.choice("fm")},
            f"h{rng.randrange(count)}" if rng.random() < sharing else None,
        )
        for number in range(count)
    ]
    targets = []
    for key, values in {"age": "yox", "area": "nsx", "sex": "fm"}.items():
        for value in values:
            if rng.random() < 0.3:
                continue
            low = rng.choice((0, 0, 1, 1, 2))
            high = low + rng.choice((0, 1, 3))
            flexes = rng.choice(((0, None), (low, high), (max(0, low - 1), high + 1)))
            targets.append(Target(key, value, low, high, *flexes))
    return people, targets, seats


def cost(people: list[Person], targets: list[Target], panel: tuple[int, ...]) -> float:
    """Return what it costs to change the targets so that a panel meets them; inf if not allowed."""
    total = 0.0
    for target in targets:
        seated = sum(people[place].values[target.category] == target.value for place in panel)
        most = seated if target.high_flex is None else target.high_flex
        if not target.low_flex <= seated <= most:
            return float("inf")
        short, over = max(0, target.low - seated), max(0, seated - target.high)
        total += (1 + 2 / max(target.low, 1)) * short + over
    return total


def followed(targets: list[Target], advice: list[Advice]) -> list[Target]:
    changed = {item.target.name: (item.low, item.high) for item in advice}
    return [Target(t.category, t.value, *changed.get(t.name, (t.low, t.high))) for t in targets]


def check(seed: int) -> str:
    people, targets, seats = pool(random.Random(seed))
    found = brute.panels(people, targets, seats)
    problem = Problem(people, targets, seats)
    if found:
        return meets(problem, {tuple(people[place].id for place in panel) for panel in found})
    with pytest.raises(NoPanel) as refusal:
        lottery.solve(problem)
    advice = refusal.value.advice
    cheapest = min(
        (cost(people, targets, panel) for panel in brute.panels(people, [], seats)),
        default=float("inf"),
    )
    if not advice:
        assert cheapest == float("inf"), seed
        assert "whatever change that is allowed" in str(refusal.value)
        return "no change helps"
    assert brute.panels(people, followed(targets, advice), seats), seed
    paid = 0.0
    for item in advice:
        target = item.target
        assert str(item) in str(refusal.value)
        assert f"“{target.value}” ({target.category})" in str(item)
        assert item.low >= target.low_flex
        assert target.high_flex is None or item.high <= target.high_flex
        paid += (1 + 2 / max(target.low, 1)) * (target.low - item.low) + item.high - target.high
    assert paid == pytest.approx(cheapest), seed
    return "advised"


def meets(problem: Problem, allowed: set[tuple[str, ...]]) -> str:
    """Check that nothing but possible panels is drawn, and that the left out are told why."""
    solved = lottery.solve(problem)
    assert lottery.advise(problem) == []
    exact = lottery.exact_panels(problem, solved)
    assert {tuple(sorted(members)) for members, _ in exact} <= allowed
    left_out = {person.id for person in problem.people} - {
        name for each in allowed for name in each
    }
    listed = lottery.unreachable(problem, solved)
    assert sorted(name for each in listed for name in each.ids) == sorted(left_out)
    for each in listed:
        assert each.reason
        could_sit(problem, each)
    return "some left out" if left_out else "met"


def could_sit(problem: Problem, left_out: lottery.Unreachable) -> None:
    """Check the reason: a full target, or the changes named, which would let one of them sit."""
    ids = [person.id for person in problem.people]
    t = next(
        t for t, places in enumerate(problem.classes.people) if ids[places[0]] == left_out.ids[0]
    )
    person = problem.people[problem.classes.people[t][0]]
    if left_out.reason.startswith("no seat for"):
        assert any(
            not target.high and person.values[target.category] == target.value
            for target in problem.targets
        )
        return
    wide = [replace(each, low_flex=0, high_flex=None) for each in problem.targets]
    advice = advise_for(replace(problem, targets=wide), t)
    people = list(problem.people)
    seat = people.index(person)
    changed = followed(list(problem.targets), advice)
    possible = any(seat in panel for panel in brute.panels(people, changed, problem.size))
    if advice:
        assert possible
        assert all(str(item) in left_out.reason for item in advice)
    else:
        assert not any(seat in panel for panel in brute.panels(people, [], problem.size))
        assert "no panel of this size has room for them" in left_out.reason


def test_any_pool_is_drawn_within_its_targets_or_refused_with_the_cheapest_change():
    seen = {check(seed) for seed in range(POOLS)}
    assert seen == {"met", "some left out", "advised", "no change helps"}


@pytest.mark.soak
def test_thousands_of_pools_are_drawn_within_their_targets_or_refused_with_the_cheapest_change():
    for seed in range(POOLS, POOLS + SOAK):
        check(seed)


def test_a_pool_of_housemates_is_refused_though_targets_are_loose():
    people = [Person(f"p{number}", {}, "h") for number in range(3)]
    with pytest.raises(NoPanel, match="whatever change that is allowed"):
        lottery.solve(Problem(people, [], 2))


def test_an_empty_pool_is_refused():
    with pytest.raises(BadProblem, match="0 people cannot fill 1 seats"):
        Problem([], [Target("age", "y", 0, 1)], 1)


def test_a_stratum_of_one_gets_a_certain_seat_and_is_seated():
    people = [Person("one", {"age": "o"}), *(Person(f"p{n}", {"age": "y"}) for n in range(9))]
    problem = Problem(people, [Target("age", "o", 1, 1), Target("age", "y", 0, 9)], 4)
    solved = lottery.solve(problem)
    assert brute.by_person(problem, solved.chances) == pytest.approx([1] + [1 / 3] * 9)
    assert np.isclose(solved.lowest, 1 / 3)
