"""On pools too large to list every panel, the engine agrees with plain column generation."""

import random

import numpy as np
import pytest

from recruitment import lottery
from recruitment.lottery import Person, Problem, Target

from . import brute, column_generation


def pool(count: int, size: int, seed: int) -> tuple[list[Person], list[Target], int]:
    """Return a pool that leans, with shared homes, and targets nearer to equal shares."""
    rng = random.Random(seed)
    leaning = {"age": ("abc", (1, 3, 5)), "sex": ("fm", (3, 2)), "area": ("nsew", (1, 2, 4, 4))}
    people = [
        Person(
            f"p{number:03d}",
            {key: rng.choices(values, shares)[0] for key, (values, shares) in leaning.items()},
            f"h{rng.randrange(count)}" if rng.random() < 0.3 else None,
        )
        for number in range(count)
    ]
    targets = []
    for key, (values, _) in leaning.items():
        for value in values:
            even = size / len(values)
            there = sum(person.values[key] == value for person in people)
            low = min(int(even), there)
            targets.append(Target(key, value, max(0, low - 1), low + 2))
    return people, targets, size


@pytest.mark.parametrize(("count", "size", "seed"), [(60, 10, 1), (80, 12, 2), (100, 15, 3)])
def test_every_level_is_that_of_column_generation(count, size, seed):
    people, targets, size = pool(count, size, seed)
    chances, settled = column_generation.levels(people, targets, size)
    assert settled.all()
    problem = Problem(people, targets, size)
    mine = brute.by_person(problem, lottery.solve(problem).chances)
    assert np.abs(np.sort(mine) - np.sort(chances)).max() < 1e-6


@pytest.mark.parametrize(("count", "size", "seed"), [(150, 20, 4), (150, 24, 5)])
def test_the_lowest_chance_is_that_of_column_generation(count, size, seed):
    people, targets, size = pool(count, size, seed)
    chances, settled = column_generation.levels(people, targets, size, stages=1)
    problem = Problem(people, targets, size)
    solved = lottery.solve(problem, objective="maximin")
    assert solved.lowest == pytest.approx(chances[settled].max(), abs=1e-7)
    assert lottery.solve(problem).lowest == pytest.approx(solved.lowest, abs=1e-9)
