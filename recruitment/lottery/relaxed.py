"""The fairest chances that the targets allow on average: an upper bound on every lottery.

Over Q = {c : Σ c = seats, low ≤ A·c ≤ high, 0 ≤ c ≤ sizes, household rows}, which holds every
lottery's expected seats per class, raise the lowest chance, fix the classes whose dual weight is
above 0 (they sit at that level in every optimum), and go on with the rest.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from .certificate import Level, Report, Row, silent
from .highs import INFINITY, Model
from .problem import Problem

FIXED = 1e-7  # a class that carries this share of the price of a level is at that level
BROKEN = 1e-9


@dataclass(frozen=True)
class Relaxed:
    """Chances float64[T] and the levels that prove them, over `rows`."""

    chances: NDArray[np.float64]
    levels: tuple[Level, ...]
    rows: tuple[Row, ...]


def standing_rows(problem: Problem) -> list[Row]:
    """Return the targets and the size as rows."""
    classes = problem.classes
    rows = [
        Row(target.name, "target", classes.rows[place].astype(float), target.low, target.high)
        for place, target in enumerate(problem.targets)
    ]
    every = np.ones(len(classes.sizes))
    return [*rows, Row("size", "size", every, problem.size, problem.size)]


def spare_rows(problem: Problem, cap: float) -> list[Row]:
    """Return the rows that seldom bind: households, then the cap on each class's chance."""
    classes, count = problem.classes, len(problem.targets)
    rows = []
    for row in range(count, len(classes.rows)):
        first = problem.people[classes.people[int(np.argmax(classes.rows[row]))][0]].id
        on, limit = classes.rows[row].astype(float), float(classes.high[row])
        rows.append(Row(f"home of {first}", "home", on, -INFINITY, limit))
    for t, size in enumerate(classes.sizes):
        on = np.zeros(len(classes.sizes))
        on[t] = 1.0
        first = problem.people[classes.people[t][0]].id
        rows.append(Row(f"cap of {first}", "cap", on, -INFINITY, cap * float(size)))
    return rows


def leximin(
    problem: Problem, *, cap: float = 1.0, cuts: Sequence[Row] = (), report: Report = silent
) -> Relaxed | None:
    """Return the leximin of the relaxation, or None if not even that can be met."""
    stage = _Stage(problem, cap, cuts)
    levels: list[Level] = []
    while not stage.fixed.all():
        report(f"level {len(levels) + 1} of fairness")
        if not stage.solve():
            return None
        levels.append(stage.close())
    return Relaxed(stage.chances, tuple(levels), tuple(stage.rows))


def maximin(
    problem: Problem, *, cap: float = 1.0, cuts: Sequence[Row] = (), report: Report = silent
) -> Relaxed | None:
    """Return chances whose lowest, of those that can be above 0, is as high as can be."""
    stage = _Stage(problem, cap, cuts)
    levels: list[Level] = []
    while not levels or not levels[-1].value:
        report("the lowest chance")
        if stage.fixed.all() or not stage.solve():
            return None
        chances = np.maximum(stage.seats / stage.sizes, 0.0)
        levels.append(stage.close())
    return Relaxed(chances, tuple(levels), tuple(stage.rows))


class _Stage:
    """maximise z with c_t = sizes_t·z + s_t for the classes not yet fixed (column 0 is z)."""

    def __init__(self, problem: Problem, cap: float, cuts: Sequence[Row]) -> None:
        self.sizes = problem.classes.sizes.astype(float)
        self.fixed = np.zeros(len(self.sizes), dtype=bool)
        self.chances = np.zeros(len(self.sizes))
        self.rows: list[Row] = []
        self.matrix = np.zeros((0, len(self.sizes)))
        self.spare = spare_rows(problem, cap)
        self.spared = np.array([row.coefficients for row in self.spare])
        self.limits = np.array([row.high for row in self.spare])
        self.model = Model()
        self.model.maximise()
        self.model.add_column(1.0, -INFINITY, INFINITY)
        self.model.add_columns(len(self.sizes))
        self.add([*standing_rows(problem), *cuts])

    def add(self, rows: Sequence[Row]) -> None:
        self.rows += rows
        self.matrix = np.array([row.coefficients for row in self.rows])
        held = self.sizes * self.chances * self.fixed
        for row in rows:
            of_z = float(row.coefficients @ (self.sizes * ~self.fixed))
            on = np.flatnonzero(row.coefficients)
            shift = float(row.coefficients @ held)
            values = np.append(of_z, row.coefficients[on])
            self.model.add_row(row.low - shift, row.high - shift, np.append(0, on + 1), values)  # type: ignore[arg-type]

    def solve(self) -> bool:
        """Solve, adding the spare rows that the answer breaks until it breaks none."""
        while self.model.solve():
            columns = self.model.columns
            self.z, self.seats = columns[0], self.sizes * self.chances
            free = ~self.fixed
            self.seats[free] = self.sizes[free] * self.z + columns[1:][free]
            broken = np.flatnonzero(self.spared @ self.seats > self.limits + BROKEN)
            if not len(broken):
                return bool(self.z > -BROKEN)
            self.add([self.spare[place] for place in broken])
            self.limits[broken] = np.inf
        return False

    def close(self) -> Level:
        """Fix the classes that the duals hold at this level; return its proof."""
        prices = self.model.row_duals[: len(self.rows)]
        prices[np.abs(prices) < BROKEN / 10 * np.abs(prices).max()] = 0.0
        weights = prices @ self.matrix * self.sizes
        newly = ~self.fixed & (weights > FIXED)
        most = sum(
            price * (row.high if price > 0 else row.low)
            for price, row in zip(prices, self.rows, strict=True)
            if price
        )
        held = float(weights[self.fixed] @ self.chances[self.fixed])
        bound = (most - held) / float(weights[~self.fixed].sum())
        self._fix(newly)
        named = {row.name: float(price) for row, price in zip(self.rows, prices, strict=True)}
        fixed = tuple(int(t) for t in np.flatnonzero(newly))
        kept = {name: price for name, price in named.items() if price}
        return Level(_level(self.z), float(bound), kept, fixed)

    def _fix(self, newly: NDArray[np.bool_]) -> None:
        self.chances[newly] = _level(self.z)
        self.fixed |= newly
        for t in np.flatnonzero(newly):
            self.model.set_column(int(t) + 1, 0.0, 0.0)
        of_z = self.matrix @ (self.sizes * ~self.fixed)
        shifts = self.matrix @ (self.sizes * self.chances * self.fixed)
        touched = np.flatnonzero(np.abs(self.matrix[:, newly]).sum(axis=1))
        for place in touched:
            row, shift = self.rows[place], float(shifts[place])
            self.model.set_coefficient(int(place), 0, float(of_z[place]))
            self.model.set_row(int(place), row.low - shift, row.high - shift)


def _level(z: float) -> float:
    return float(z) if z > BROKEN else 0.0
