"""The lottery whose lowest chance is as high as possible, by column generation.

The master program weighs the panels known so far; its duals price people; the integer program
finds the dearest panel at those prices. When none is dearer than the lowest chance, no lottery
over any panels can do better: the prices prove it.
"""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from .certificate import Lottery
from .highs import INFINITY, Model, panel_model, version
from .problem import Problem
from .relaxation import NoPanel, advise

TOLERANCE = 1e-9
FIRST_PANELS = 200


def _nothing(done: int, gap: float) -> None:
    return None


def maximin(problem: Problem, *, report: Callable[[int, float], None] = _nothing) -> Lottery:
    """Return the maximin lottery of a problem.

    `report(panels, gap)` is called as it goes on. Raises `NoPanel` with advice if no panel meets
    the targets, or if somebody can be on none (their chance would be zero).
    """
    classes = problem.classes
    pricing = panel_model(classes.rows, classes.low, classes.high, classes.sizes, problem.size)
    if not pricing.solve():
        raise NoPanel(advise(problem))
    master = _Master(classes.sizes)
    _start(pricing, master, classes.sizes)
    while True:
        prices = master.solve()
        dearest = _dearest(pricing, prices / classes.sizes)
        bound = float(dearest @ (prices / classes.sizes))
        report(len(master.panels), bound - master.lowest)
        if bound - master.lowest <= TOLERANCE:
            panels, weights = np.array(master.panels), master.weights
            return Lottery(
                panels,
                weights,
                master.lowest,
                bound,
                f"maximin 1, {version()}",
                weights @ panels / classes.sizes,
                objective="maximin",
            )
        master.add(dearest)


def _dearest(pricing: Model, prices: NDArray[np.float64]) -> NDArray[np.int64]:
    pricing.set_costs(prices)
    pricing.solve()
    return np.rint(pricing.columns).astype(np.int64)


def _start(pricing: Model, master: "_Master", sizes: NDArray[np.int64]) -> None:
    """Give the master panels that reach everyone: each for those who were seated least so far."""
    seated = np.zeros(len(sizes))
    prices = np.ones(len(sizes))
    for _ in range(FIRST_PANELS):
        panel = _dearest(pricing, prices / sizes)
        master.add(panel)
        seated += panel / sizes
        prices = np.exp(-8.0 * seated / max(seated.max(), 1e-9))


class _Master:
    """maximise z subject to Σ λ_P c_t(P)/m_t − z ≥ 0 for each class t, Σ λ = 1, λ ≥ 0."""

    def __init__(self, sizes: NDArray[np.int64]) -> None:
        self.sizes = sizes
        self.panels: list[NDArray[np.int64]] = []
        self.model = Model()
        self.model.maximise()
        count = len(sizes)
        for _ in range(count):
            self.model.add_row(0.0, INFINITY)
        self.model.add_row(1.0, 1.0)
        self.model.add_column(1.0, -INFINITY, INFINITY, range(count), [-1.0] * count)

    def add(self, panel: NDArray[np.int64]) -> None:
        self.panels.append(panel)
        on = np.flatnonzero(panel)
        rows = np.append(on, len(self.sizes))
        values = np.append(panel[on] / self.sizes[on], 1.0)
        self.model.add_column(0.0, 0.0, INFINITY, rows, values)

    def solve(self) -> NDArray[np.float64]:
        """Solve and return each class's price: at least 0, summing to 1."""
        self.model.solve()
        duals = self.model.row_duals[: len(self.sizes)]
        prices: NDArray[np.float64] = np.maximum(-duals, 0.0)
        return prices / float(prices.sum() or 1.0)

    @property
    def lowest(self) -> float:
        return self.model.value

    @property
    def weights(self) -> NDArray[np.float64]:
        weights: NDArray[np.float64] = np.maximum(self.model.columns[1:], 0.0)
        return weights / float(weights.sum())
