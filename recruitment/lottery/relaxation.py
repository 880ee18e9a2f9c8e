"""When no panel meets the targets: the cheapest set of changes that makes one possible."""

from dataclasses import dataclass

import numpy as np

from .highs import INFINITY, Model
from .problem import Problem, Target


@dataclass(frozen=True)
class Advice:
    """Change one target's range to `low`–`high`."""

    target: Target
    low: int
    high: int

    def __str__(self) -> str:
        name = f"“{self.target.value}” ({self.target.category})"
        if self.low < self.target.low:
            return f"lower the minimum of {name} from {self.target.low} to {self.low}"
        return f"raise the maximum of {name} from {self.target.high} to {self.high}"


class NoPanel(Exception):
    """No panel of that size meets the targets. `advice` is empty if no change of targets helps."""

    def __init__(self, advice: list[Advice]) -> None:
        self.advice = advice
        words = "; ".join(str(item) for item in advice)
        super().__init__(
            f"No panel meets these targets. The smallest change that makes one possible: {words}."
            if words
            else "No panel of that size can be made from these people, whatever change that is "
            "allowed is made to the targets."
        )


def advise(problem: Problem) -> list[Advice]:
    """Return the cheapest changes: min Σ (1 + 2/low)·lowered + raised, within the flexible ranges.

    Empty if none is needed or none helps.
    """
    return advise_for(problem, None)


def advise_for(problem: Problem, held: int | None) -> list[Advice]:
    """Return the cheapest changes that make a panel possible that holds one of class `held`."""
    classes = problem.classes
    count = len(problem.targets)
    model = Model()
    for low, high in zip(classes.low, classes.high, strict=True):
        model.add_row(float(low), float(high))
    model.add_row(float(problem.size), float(problem.size))
    for number, size in enumerate(classes.sizes):
        on = np.append(np.flatnonzero(classes.rows[:, number]), len(classes.rows))
        least = 1.0 if number == held else 0.0
        model.add_column(0.0, least, float(size), on, np.ones(len(on)), integer=True)
    for row, target in enumerate(problem.targets):
        model.add_column(
            1 + 2 / max(target.low, 1),
            0.0,
            float(target.low - target.low_flex),
            [row],
            [1.0],
            integer=True,
        )
        most = INFINITY if target.high_flex is None else float(target.high_flex - target.high)
        model.add_column(1.0, 0.0, most, [row], [-1.0], integer=True)
    if not model.solve():
        return []
    slack = np.rint(model.columns[len(classes.sizes) :]).astype(int).reshape(count, 2)
    return [
        Advice(target, target.low - int(lowered), target.high + int(raised))
        for target, (lowered, raised) in zip(problem.targets, slack, strict=True)
        if lowered or raised
    ]
