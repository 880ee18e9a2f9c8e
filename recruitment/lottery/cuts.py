"""Why no whole panel is above a cut: a tree of splits whose leaves are proved by prices alone."""

import numpy as np
from numpy.typing import NDArray

from .certificate import Branch, Row
from .highs import INFINITY, Model
from .problem import Problem
from .relaxed import spare_rows, standing_rows

NODES = 4_000
WHOLE = 1e-7
ROUND = 1e-6
Floats = NDArray[np.float64]


def prove(problem: Problem, coefficients: Floats, most: float) -> Branch | None:
    """Return the proof that Σ coefficients·c ≤ most for every panel; None if it grows too large.

    `coefficients` float64[T]. Each leaf has prices π over the names of rows, with
    Σ π⁺high − π⁻low + max over the leaf's box of Σ (coefficients − Aᵀπ)·c below most + 1 (whole
    coefficients) or at most `most`.
    """
    return _Tree(problem, coefficients, most).grow()


class _Tree:
    def __init__(self, problem: Problem, coefficients: Floats, most: float) -> None:
        self.rows: list[Row] = standing_rows(problem)
        self.rows += [row for row in spare_rows(problem, 1.0) if row.kind == "home"]
        self.matrix = np.array([row.coefficients for row in self.rows])
        self.coefficients, self.most = coefficients, most
        is_whole = bool((coefficients == np.rint(coefficients)).all())
        self.limit = most + (1 - ROUND if is_whole else ROUND)
        self.nodes = 0
        self.model = Model()
        self.model.maximise()
        for row in self.rows:
            self.model.add_row(row.low, row.high)
        for t, worth in enumerate(coefficients):
            on = np.flatnonzero(self.matrix[:, t])
            self.model.add_column(float(worth), 0.0, INFINITY, on, self.matrix[on, t])
        self.sizes = problem.classes.sizes.astype(float)

    def grow(self) -> Branch | None:
        return self._node(np.zeros(len(self.sizes)), self.sizes.copy())

    def _node(self, low: Floats, high: Floats) -> Branch | None:
        self.nodes += 1
        if self.nodes > NODES:
            return None
        for t in range(len(low)):
            self.model.set_column(t, float(low[t]), float(high[t]))
        if not self.model.solve():
            return self._leaf(self._impossible(low, high), low, high)
        if self.model.value < self.limit:
            return self._leaf(self.model.row_duals, low, high)
        seats = self.model.columns
        away = np.abs(seats - np.rint(seats))
        t = int(np.argmax(away))
        if away[t] < WHOLE:
            return None
        floor = float(np.floor(seats[t]))
        less, more = high.copy(), low.copy()
        less[t], more[t] = floor, floor + 1
        below = self._node(low, less)
        above = self._node(more, high) if below else None
        return Branch(split=t, seats=int(floor), below=below, above=above) if above else None

    def _impossible(self, low: Floats, high: Floats) -> Floats:
        """Return prices that no seats in the box can pay, large enough to go below any limit."""
        ray = self.model.dual_ray
        for prices in (ray, -ray):
            short = self._bound(prices, np.zeros(len(low)), low, high)
            if short < -ROUND:
                best = float(np.maximum(self.coefficients * low, self.coefficients * high).sum())
                return prices * max(1.0, (best - self.most + 1) / -short)
        return np.zeros(len(self.rows))

    def _bound(self, prices: Floats, worth: Floats, low: Floats, high: Floats) -> float:
        cost = sum(
            price * (row.high if price > 0 else row.low)
            for price, row in zip(prices, self.rows, strict=True)
            if price
        )
        left = worth - prices @ self.matrix
        return float(cost) + float(np.maximum(left * low, left * high).sum())

    def _leaf(self, prices: Floats, low: Floats, high: Floats) -> Branch | None:
        open_rows = np.array([np.isinf(row.low) for row in self.rows])
        prices = np.where(open_rows, np.maximum(prices, 0.0), prices)
        if self._bound(prices, self.coefficients, low, high) >= self.limit:
            return None
        pairs = zip(self.rows, prices, strict=True)
        return Branch(prices={row.name: float(price) for row, price in pairs if price})
