"""Neither the order of registration nor anything else but the targets decides who is likelier."""

import random
from collections import Counter
from hashlib import sha256

import numpy as np
import pytest

from recruitment import lottery
from recruitment.lottery import Person, Problem

from . import brute, pools
from .test_column_generation import pool

DRAWS = 20_000
SIGMAS = 4.5  # one in 150,000, over some hundred people


@pytest.mark.parametrize(
    "orders", [200, pytest.param(1_000, marks=pytest.mark.soak)], ids=["quick", "soak"]
)
def test_any_order_of_registration_gives_the_same_panels(orders):
    people, targets, size = pool(40, 8, 7)
    rng = random.Random(1)
    expected = None
    for _ in range(orders):
        rng.shuffle(people)
        rng.shuffle(targets)
        problem = Problem(people, targets, size)
        drawn = lottery.equal_panels(problem, lottery.solve(problem), count=50)
        expected = expected or drawn
        assert drawn == expected


@pytest.mark.parametrize(("count", "size"), [(1, 1), (7, 3), (20, 5), (300, 50), (999, 110)])
@pytest.mark.parametrize("objective", lottery.OBJECTIVES)
def test_without_targets_everyone_has_the_same_chance(count, size, objective):
    problem = Problem([Person(f"p{number}", {}) for number in range(count)], [], size)
    solved = lottery.solve(problem, objective=objective)
    assert brute.by_person(problem, solved.chances) == pytest.approx(
        [size / count] * count, abs=1e-12
    )
    held = Counter(name for panel in lottery.equal_panels(problem, solved) for name in panel)
    assert len(held) == count
    assert max(held.values()) - min(held.values()) <= 1


def test_the_share_of_the_thousand_panels_is_the_chance_stated():
    problem = Problem(*pools.middling())
    solved = lottery.solve(problem)
    held = Counter(name for panel in lottery.equal_panels(problem, solved) for name in panel)
    for person, chance in zip(
        problem.people, brute.by_person(problem, solved.chances), strict=True
    ):
        assert held[person.id] / 1000 == pytest.approx(chance, abs=0.001 + 1e-9)


def test_thousands_of_draws_seat_everyone_as_often_as_their_chance():
    problem = Problem(*pools.middling())
    solved = lottery.solve(problem)
    panels = lottery.equal_panels(problem, solved)
    numbers = np.random.default_rng(417).integers(0, len(panels), DRAWS)
    held = Counter(name for number in numbers for name in panels[number])
    share = Counter(name for panel in panels for name in panel)
    for person in problem.people:
        chance = share[person.id] / len(panels)
        deviation = (chance * (1 - chance) / DRAWS) ** 0.5
        assert abs(held[person.id] / DRAWS - chance) <= SIGMAS * deviation + 1e-12, person.id


def seated(panels: list[list[str]], people: list[Person]) -> np.ndarray:
    """Draw 10,000 times; return how often each was seated, in the order of registration."""
    numbers = np.random.default_rng(417).integers(0, len(panels), 10_000)
    held = Counter(name for number in numbers for name in panels[number])
    return np.array([held[person.id] for person in people])


def leans(held: np.ndarray, size: int) -> tuple[float, float]:
    """Return how far order and chance go together, and how uneven chances are, in sigmas."""
    count, chance = len(held), size / len(held)
    along = np.corrcoef(np.arange(count), held)[0, 1] * count**0.5
    squares = ((held - 10_000 * chance) ** 2).sum() / (10_000 * chance * (1 - chance))
    return abs(along), (squares - (count - 1)) / (2 * (count - 1)) ** 0.5


def test_without_targets_neither_order_nor_time_of_registration_shows_in_who_is_drawn():
    """Pseudonyms follow from hashes, as in a frozen pool, and say nothing of the order."""
    people = [Person(sha256(f"{number}".encode()).hexdigest(), {}) for number in range(300)]
    problem = Problem(people, [], 50)
    panels = lottery.equal_panels(problem, lottery.solve(problem))
    along, uneven = leans(seated(panels, people), 50)
    assert along < 3
    assert uneven < 3.1  # p > 0.001


def test_first_come_first_served_is_found_by_the_same_measure():
    """A control: of two who are both on a panel, now and then the earlier keeps the seat."""
    people = [Person(sha256(f"{number}".encode()).hexdigest(), {}) for number in range(300)]
    problem = Problem(people, [], 50)
    panels = lottery.equal_panels(problem, lottery.solve(problem))
    order = {person.id: number for number, person in enumerate(people)}
    rng = random.Random(1)
    for panel in panels:
        last = max(panel, key=order.__getitem__)
        panel[panel.index(last)] = rng.choice([each.id for each in people[:100]])
    along, _uneven = leans(seated(panels, people), 50)
    assert along > 3
