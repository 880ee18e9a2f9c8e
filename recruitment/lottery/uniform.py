"""From a lottery to 1,000 equally likely panels (or another number), numbered 000 to 999.

Totals per class are rounded so that each person stands on within one panel of 1,000 × the exact
chance; panels are dealt from the totals and mended by exchanges; integer programs mend the last.
Where too many are left (few people alike, targets nearly exact), the lottery's own panels are
copied instead, each about as often as it is likely, and changed a few seats at a time until all
totals are right.
"""

import numpy as np
from numpy.typing import NDArray

from .certificate import Lottery, Report, silent
from .highs import INFINITY, Model
from .problem import BadProblem, Problem
from .schedule import Face, deal, mend
from .seats import names
from .swaps import settle
from .threads import one_thread
from .totals import Limits, totals, widest

PANELS = 1000
SEED = 20_240_109
ROUNDS = 500
PARTNERS = (1, 1, 2)
FEW = 0.025  # of the panels, that integer programs mend sooner than others are made
COPIES = 4  # of one panel, that the integer program may add
NODES = 500
Panels = NDArray[np.int64]


def equal_panels(
    problem: Problem, lottery: Lottery, *, count: int = PANELS, report: Report = silent
) -> list[list[str]]:
    """Return `count` panels of person ids; a person's chance is the share that name them.

    Each differs from the exact chance by at most 1/count in every pool tried. Nothing proves that
    whole panels allow it in all: where no such panels are found, copies of the lottery's own come
    as near as an integer program takes them. The panels and the ids in them stand in a fixed order.
    """
    return names(problem, equal_counts(problem, lottery, count, report))


@one_thread
def equal_counts(
    problem: Problem, lottery: Lottery, count: int = PANELS, report: Report = silent
) -> Panels:
    """Return int64[count, T], the seats of each class on each of the panels."""
    if count < 1:
        raise BadProblem("There is at least one panel")
    seats, sizes = lottery.chances * problem.classes.sizes, problem.classes.sizes
    face, rng = Face.of(problem, lottery.chances), np.random.default_rng(SEED)
    cut = any(row.kind == "cut" for row in lottery.rows)
    whole = None if cut else totals(face, seats, sizes, count)
    limits = widest(face, seats, sizes, count)
    if whole is not None:
        dealt = mend(face, deal(face, whole, count, rng), rng, ROUNDS, report)
        if regroup(face, dealt, rng) or replace(face, dealt, limits, count * seats):
            return dealt
    report("panels of the lottery, changed seat by seat")
    settled = settle(face, _copied(lottery, count), limits, rng)
    return _repeated(problem, lottery, count) if settled is None else settled


def regroup(face: Face, panels: Panels, rng: np.random.Generator) -> bool:
    """Mend the panels off the face, each with a few others, by integer programs; in place.

    The totals stay as they are. Return False if some cannot be mended.
    """
    for partners in PARTNERS:
        wrong = np.flatnonzero(face.faults(panels) > 0)
        if len(wrong) > FEW * len(panels):
            return False
        for panel in wrong:
            if face.faults(panels[[panel]])[0] > 0:
                _share(face, panels, _partners(face, panels, int(panel), partners, rng))
    return not face.faults(panels).any()


def replace(face: Face, panels: Panels, limits: Limits, exact: NDArray[np.float64]) -> bool:
    """Put another panel for each one off the face, in place; return False if one has none.

    Totals stay within `limits` (float64[T] twice); a panel is chosen for the classes furthest below
    their `exact` total float64[T].
    """
    totals, wrong = panels.sum(axis=0), np.flatnonzero(face.faults(panels) > 0)
    if len(wrong) > FEW * len(panels):
        return False
    for panel in wrong:
        rest = totals - panels[panel]
        model = Model()
        model.maximise()
        for low, high in zip(face.low, face.high, strict=True):
            model.add_row(float(low), float(high))
        for low, high in zip(face.least, face.most, strict=True):
            model.add_row(float(low), float(high))
        for t, left in enumerate(rest):
            low = max(float(face.floor[t]), limits[0][t] - left)
            high = min(float(face.roof[t]), limits[1][t] - left)
            if low > high:
                return False
            on = np.append(np.flatnonzero(face.rows[:, t]), len(face.low) + face.kinds[t])
            model.add_column(exact[t] - left, low, high, on, np.ones(len(on)), integer=True)
        if not model.solve():
            return False
        panels[panel] = np.rint(model.columns).astype(np.int64)
        totals = rest + panels[panel]
    return True


def _partners(
    face: Face, panels: Panels, panel: int, count: int, rng: np.random.Generator
) -> Panels:
    """Return a panel with the one that best makes up for its faults, and some by chance."""
    faults = face.faults(panels)
    together = face.joint_faults(panels, panel) - 0.5 * (faults > 0) + 0.1 * rng.random(len(panels))
    together[panel] = np.inf
    chosen = [panel, int(np.argmin(together))]
    others = np.delete(np.arange(len(panels)), chosen)
    return np.append(chosen, rng.choice(others, size=count - 1, replace=False))


def _share(face: Face, panels: Panels, group: Panels) -> None:
    """Share the seats of a few panels out anew so that all are on the face, if that can be."""
    pooled = panels[group].sum(axis=0)
    held = np.flatnonzero(pooled)
    height = len(face.low) + len(face.least)
    model = Model()
    for _ in group:
        for low, high in zip(
            np.append(face.low, face.least), np.append(face.high, face.most), strict=True
        ):
            model.add_row(float(low), float(high))
    for t in held:
        model.add_row(float(pooled[t]), float(pooled[t]))
    for number in range(len(group)):
        for place, t in enumerate(held):
            rows = np.append(np.flatnonzero(face.rows[:, t]), len(face.low) + face.kinds[t])
            rows = np.append(rows + number * height, len(group) * height + place)
            bounds = float(face.floor[t]), float(face.roof[t])
            model.add_column(0.0, *bounds, rows, np.ones(len(rows)), integer=True)
    if model.solve():
        panels[np.ix_(group, held)] = np.rint(model.columns).reshape(len(group), len(held))


def _copied(lottery: Lottery, count: int) -> Panels:
    """Return the lottery's own panels, each as often as it is likely, rounded up or down."""
    exact = count * lottery.weights
    copies = np.floor(exact)
    most = np.argsort(copies - exact, kind="stable")[: count - int(copies.sum())]
    copies[most] += 1
    return np.repeat(lottery.panels, copies.astype(np.int64), axis=0)


def _repeated(problem: Problem, lottery: Lottery, count: int) -> Panels:
    """Return the lottery's own panels, each about as often as it is likely.

    An integer program moves a few copies so that nobody's chance is off by more than one panel;
    it stops there, or after `NODES`, with the best it has.
    """
    sizes, exact = problem.classes.sizes, count * lottery.weights
    base = np.maximum(np.floor(exact) - 1, 0)
    goal = count * lottery.chances * sizes - base @ lottery.panels
    model = Model()
    for seats in goal:
        model.add_row(float(seats), INFINITY)
        model.add_row(-INFINITY, float(seats))
    model.add_row(count - float(base.sum()), count - float(base.sum()))
    each = 2 * np.arange(len(sizes))
    for panel in lottery.panels:
        rows = np.concatenate([each, each + 1, [2 * len(sizes)]])
        values = np.concatenate([panel, panel, [1]]).astype(float)
        model.add_column(0.0, 0.0, COPIES, rows, values, integer=True)
    rows, values = np.append(each, each + 1), np.append(sizes, -sizes).astype(float)
    model.add_column(1.0, 0.0, INFINITY, rows, values)
    if not model.solve_near(1.0, NODES):
        return _copied(lottery, count)
    copies = base + np.rint(model.columns[:-1])
    return np.repeat(lottery.panels, copies.astype(np.int64), axis=0)
