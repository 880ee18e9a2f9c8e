"""Drop-outs and rejoins: after each the panel is within targets, or the refusal says so."""

import random

import numpy as np
import pytest
from scipy.optimize import milp

from recruitment import lottery
from recruitment.lottery import BadProblem, NoPanel, Person, Problem, Target

from .column_generation import Pricing
from .test_column_generation import pool

STEPS, SOAK = 150, 10_000


class Panel:
    """Who sits, who has gone, and who waits in the pool."""

    def __init__(self, people: list[Person], targets: list[Target], size: int) -> None:
        self.people = {person.id: person for person in people}
        self.targets, self.size = targets, size
        self.seated: set[str] = set()
        self.gone: set[str] = set()

    def refill(self, number: int) -> NoPanel | BadProblem | None:
        """Draw the seats left by lottery; return the refusal, if there is one."""
        waiting, targets, seats = self.asked()
        try:
            problem = Problem(waiting, targets, seats)
            solved = lottery.solve(problem)
        except (NoPanel, BadProblem) as refusal:
            assert not possible(waiting, targets, seats), refusal  # noqa: PT017
            return refusal
        panels = lottery.equal_panels(problem, solved, count=100)
        self.seated |= set(panels[number % 100])
        return None

    def asked(self) -> tuple[list[Person], list[Target], int]:
        homes = {self.people[name].household for name in self.seated} - {None}
        waiting = [
            person
            for name, person in self.people.items()
            if name not in self.seated | self.gone and person.household not in homes
        ]
        left = [
            Target(t.category, t.value, max(0, t.low - self.held(t)), t.high - self.held(t))
            for t in self.targets
        ]
        return waiting, left, self.size - len(self.seated)

    def held(self, target: Target) -> int:
        values = [self.people[name].values[target.category] for name in self.seated]
        return values.count(target.value)

    def check(self) -> None:
        """Check the rules that a full panel keeps."""
        assert len(self.seated) == self.size
        assert not self.seated & self.gone
        homes = [self.people[name].household for name in self.seated]
        shared = [home for home in homes if home is not None]
        assert len(shared) == len(set(shared))
        assert all(target.low <= self.held(target) <= target.high for target in self.targets)


def possible(people: list[Person], targets: list[Target], seats: int) -> bool:
    """Say whether any panel meets the targets, without the engine."""
    if len(people) < seats or any(target.high < target.low for target in targets):
        return False
    rules = Pricing(people, targets, seats).rules
    count = len(people)
    return milp(
        np.zeros(count), constraints=rules, integrality=np.ones(count), bounds=(0, 1)
    ).success


def walk(steps: int, seed: int) -> tuple[int, int]:
    """Return how many draws filled the panel, and how many were refused."""
    rng = random.Random(seed)
    panel = Panel(*pool(60, 12, seed))
    assert panel.refill(rng.randrange(100)) is None
    filled = refused = 0
    for _ in range(steps):
        back = sorted(panel.gone)
        if back and rng.random() < len(back) / 40:
            panel.gone -= set(rng.sample(back, min(len(back), 3)))
        else:
            leaving = rng.sample(sorted(panel.seated), min(len(panel.seated), rng.randrange(1, 4)))
            panel.gone |= set(leaving)
            panel.seated -= set(leaving)
        if len(panel.seated) < panel.size:
            refusal = panel.refill(rng.randrange(100))
            refused += refusal is not None
            filled += refusal is None
            assert refusal is None or str(refusal)
        if len(panel.seated) == panel.size:
            panel.check()
    return filled, refused


@pytest.mark.parametrize("seed", [1, 2])
def test_the_panel_is_full_and_within_its_targets_or_the_refusal_says_so(seed):
    filled, refused = walk(STEPS, seed)
    assert filled > STEPS // 5
    assert refused > 0


@pytest.mark.soak
def test_thousands_of_drop_outs_and_rejoins():
    filled, refused = walk(SOAK, 3)
    assert filled > SOAK // 4
    assert refused > 0
