"""When no panel meets the targets: the cheapest set of changes that makes one possible."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .highs import INFINITY, Model, panel_model
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
    """Return the cheapest changes that make a panel possible that holds one of class `held`.

    People with the same values are counted together at first. If a panel with one seat an address
    can be made with what that advises, nothing is cheaper; else addresses are counted too.
    """
    classes, count = problem.classes, len(problem.targets)
    vectors, kind = np.unique(classes.rows[:count], axis=1, return_inverse=True)
    people = np.bincount(kind, weights=classes.sizes)
    if len(classes.rows) == count:
        return _cheapest(problem, classes.rows, classes.sizes, held) or []
    advised = _cheapest(problem, vectors, people, None if held is None else int(kind[held]))
    if advised is None:
        return []
    low, high = classes.low.copy(), classes.high.copy()
    place = {target.name: row for row, target in enumerate(problem.targets)}
    for each in advised:
        row = place[each.target.name]
        low[row], high[row] = each.low, each.high
    model = panel_model(classes.rows, low, high, classes.sizes, problem.size)
    if held is not None:
        model.set_column(held, 1.0, float(classes.sizes[held]))
    if model.solve():
        return advised
    return _cheapest(problem, classes.rows, classes.sizes, held) or []


def _cheapest(
    problem: Problem, rows: NDArray[np.int64], sizes: NDArray[Any], held: int | None
) -> list[Advice] | None:
    """Solve for advice over int64[R, T] rows and sizes [T]; None if no change helps."""
    classes, count = problem.classes, len(problem.targets)
    model = Model()
    for low, high in zip(classes.low[: len(rows)], classes.high[: len(rows)], strict=True):
        model.add_row(float(low), float(high))
    model.add_row(float(problem.size), float(problem.size))
    for number, size in enumerate(sizes):
        on = np.append(np.flatnonzero(rows[:, number]), len(rows))
        least = 1.0 if number == held else 0.0
        model.add_column(0.0, least, float(size), on, np.ones(len(on)), integer=True)
    for row, target in enumerate(problem.targets):
        lowered = float(target.low - target.low_flex)
        price = 1 + 2 / max(target.low, 1)
        model.add_column(price, 0.0, lowered, [row], [1.0], integer=True)
        most = INFINITY if target.high_flex is None else float(target.high_flex - target.high)
        model.add_column(1.0, 0.0, most, [row], [-1.0], integer=True)
    if not model.solve():
        return None
    slack = np.rint(model.columns[len(sizes) :]).astype(int).reshape(count, 2)
    return [
        Advice(target, target.low - int(lowered), target.high + int(raised))
        for target, (lowered, raised) in zip(problem.targets, slack, strict=True)
        if lowered or raised
    ]
