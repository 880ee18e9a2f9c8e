"""From relaxed chances to panels that give them, or to a cut that shows that none do."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from .certificate import Report, Row, silent
from .cuts import prove
from .highs import INFINITY, Model, panel_model
from .problem import Problem
from .schedule import Face, deal, mend
from .totals import totals
from .weights import balance, seats_of

SEED = 20_240_108
ROUNDS = 400
TRIES = 3
FEWEST = 32
SPARE = 0.01  # of the panels, that need not be mended
NEAR = 1e-9
LARGEST = 2_000  # denominators tried to make the prices of a cut whole
Panels = NDArray[np.int64]
Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Mix:
    """Panels int64[P, T] and their weights float64[P]."""

    panels: Panels
    weights: Floats


def herd(problem: Problem, chances: Floats, report: Report = silent) -> tuple[Mix | None, Panels]:
    """Return a mix of panels with exactly these chances, if found, and all panels met."""
    seats = problem.classes.sizes * chances
    face = Face.of(problem, chances)
    rng = np.random.default_rng(SEED)
    found = np.zeros((0, len(seats)), dtype=np.int64)
    for attempt in range(TRIES):
        count = max(FEWEST, int(1.5 * len(seats))) << attempt
        whole = totals(face, seats, problem.classes.sizes, count)
        if whole is None:
            continue
        dealt = mend(
            face, deal(face, whole, count, rng), rng, ROUNDS, report, enough=int(SPARE * count)
        )
        found = np.unique(np.vstack([found, dealt[face.faults(dealt) == 0]]), axis=0)
        if not len(found):
            break
        weights = balance(seats_of(found), seats, np.full(len(found), 1 / len(found)))
        if weights is not None:
            return Mix(found[weights > 0], weights[weights > 0]), found
    return None, found


def price_out(
    problem: Problem, chances: Floats, panels: Panels, report: Report = silent
) -> tuple[Mix | Row, Panels]:
    """Return a mix with these chances, or the cut y·c ≤ max y·c over panels that they break.

    And all panels met, `panels` among them: they help with the next chances, too.
    Minimises Σ|Σ λ_P c(P) − seats| over the panels known; integer programs find the panel that
    helps most, until none does.
    """
    seats = problem.classes.sizes * chances
    pricing = pricing_model(problem)
    master = _Master(seats, panels)
    while True:
        report(f"panels found one by one ({len(master.panels)})")
        prices = master.solve()
        pricing.set_costs(prices)
        pricing.solve()
        panel = np.rint(pricing.columns).astype(np.int64)
        if master.distance <= NEAR:
            return master.mix(), np.array(master.panels)
        if prices @ panel <= master.level + NEAR:
            return _cut(problem, pricing, prices), np.array(master.panels)
        master.add(panel)


def pricing_model(problem: Problem) -> Model:
    classes = problem.classes
    return panel_model(classes.rows, classes.low, classes.high, classes.sizes, problem.size)


def _cut(problem: Problem, pricing: Model, prices: Floats) -> Row:
    whole = _whole(prices)
    pricing.set_costs(whole)
    pricing.solve()
    most = float(whole @ np.rint(pricing.columns))
    name = "cut " + " ".join(f"{price:g}" for price in whole)
    return Row(name, "cut", whole, -INFINITY, most, prove(problem, whole, most))


def _whole(prices: Floats) -> Floats:
    """Return prices in whole numbers, if there is a small common denominator."""
    for factor in range(1, LARGEST):
        scaled = np.rint(factor * prices)
        if np.abs(scaled - factor * prices).max() < 1e-7:
            return np.asarray(scaled, dtype=np.float64)
    return prices


class _Master:
    """minimise Σ u + v subject to Σ λ_P c_t(P) + u_t − v_t = seats_t, Σ λ = 1."""

    def __init__(self, seats: Floats, panels: Panels) -> None:
        self.seats = seats
        self.panels: list[Panels] = []
        self.model = Model()
        self.model.maximise()
        for each in [*seats, 1.0]:
            self.model.add_row(float(each), float(each))
        for t in range(len(seats)):
            self.model.add_column(-1.0, 0.0, INFINITY, [t], [1.0])
            self.model.add_column(-1.0, 0.0, INFINITY, [t], [-1.0])
        self.model.add_column(-1e6, 0.0, INFINITY, [len(seats)], [1.0])
        for panel in panels:
            self.add(panel)

    def add(self, panel: Panels) -> None:
        self.panels.append(panel)
        on = np.flatnonzero(panel)
        self.model.add_column(
            0.0, 0.0, INFINITY, np.append(on, len(panel)), np.append(panel[on], 1.0).astype(float)
        )

    def solve(self) -> Floats:
        """Return y float64[T]: what a seat more of each class would bring nearer."""
        self.model.solve()
        duals = self.model.row_duals
        self.level = float(duals[-1])
        return np.asarray(-duals[:-1])

    @property
    def distance(self) -> float:
        return -self.model.value

    def mix(self) -> Mix:
        weights = np.maximum(self.model.columns[2 * len(self.seats) + 1 :], 0.0)
        kept = np.flatnonzero(weights > 0)
        return Mix(np.array(self.panels)[kept], weights[kept] / float(weights.sum()))
