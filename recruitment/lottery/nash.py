"""The Nash lottery's chances: the product of everyone's chance as high as can be.

Over the relaxation Q of `relaxed`: maximise Σ sizes_t·log(chance_t), by a primal-dual interior
point method. Its multipliers are the prices: with Σ_r π_r·a_rt ≥ 1/chance_t for every class t, no
lottery q has Σ_i q_i/p_i above Σ π⁺high − π⁻low, and where that is the number of people, none has
a higher product (the logarithm is concave). Caragiannis et al., “The unreasonable fairness of
maximum Nash welfare”, 2016, for the measure.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from .certificate import Level, Report, Row, silent
from .highs import INFINITY, Model
from .problem import Problem
from .relaxed import Relaxed, maximin, spare_rows, standing_rows

STEPS = 200
NEAR = 1e-6  # from here on Newton’s method takes over
TIGHT = 1e-5
NEWTON = 8
FAR = 1e6  # beyond any number of seats
SMALL = 400  # rows up to which a system is solved by least squares
Floats = NDArray[np.float64]


def nash(
    problem: Problem, *, cap: float = 1.0, cuts: Sequence[Row] = (), report: Report = silent
) -> Relaxed | None:
    """Return the Nash chances of the relaxation, or None if not even that can be met."""
    first = maximin(problem, cap=cap, cuts=cuts, report=report)
    if first is None:
        return None
    report("the highest product of chances")
    can = first.chances > 0
    sizes = problem.classes.sizes[can].astype(float)
    rows = [*standing_rows(problem), *cuts]
    rows += [row for row in spare_rows(problem, cap) if row.kind == "home"]
    matrix = np.array([row.coefficients for row in rows])[:, can]
    low, high = np.array([row.low for row in rows]), np.array([row.high for row in rows])
    seats = _inside(matrix, low, high, sizes, cap * sizes)
    seats = _settled(matrix, low, high, seats, cap * sizes, sizes)
    chances = np.zeros(len(can))
    chances[can] = seats / sizes
    level, used = _proof(problem, rows, cap, chances)
    nobody = tuple(level for level in first.levels if level.value == 0)
    known = {row.name for row in used}
    used += [row for row in first.rows if row.name not in known]
    return Relaxed(chances, (*nobody, level), tuple(used))


def _proof(
    problem: Problem, rows: list[Row], cap: float, chances: Floats
) -> tuple[Level, list[Row]]:
    """Price the rows so that each class is worth 1/chance a seat: the dual of a linear program."""
    can = np.flatnonzero(chances > 0)
    rows = rows + [row for row in spare_rows(problem, cap) if row.kind == "cap"]
    model = Model()
    model.maximise()
    for row in rows:
        model.add_row(row.low, row.high)
    for t in can:
        on = [place for place, row in enumerate(rows) if row.coefficients[t]]
        model.add_column(1 / chances[t], 0.0, INFINITY, on, [rows[r].coefficients[t] for r in on])
    model.solve()
    prices = model.row_duals
    prices[np.abs(prices) < 1e-12] = 0.0
    bound = sum(
        price * (row.high if price > 0 else row.low)
        for price, row in zip(prices, rows, strict=True)
        if price
    )
    named = {row.name: float(p) for row, p in zip(rows, prices, strict=True) if p}
    people = float(problem.classes.sizes[can].sum())
    return Level(people, float(bound), named, tuple(can.tolist())), rows


def _inside(matrix: Floats, low: Floats, high: Floats, sizes: Floats, most: Floats) -> Floats:
    """Return nearly the best seats; rows and caps that bind in every case become equations."""
    at_high, at_low, at_most = _always_bind(matrix, low, high, most)
    low = np.where(at_high, high, low)
    high = np.where(at_low, low, high)
    matrix = np.vstack([matrix, np.eye(len(sizes))[at_most]])
    low, high = np.append(low, most[at_most]), np.append(high, most[at_most])
    return _Interior(matrix, low, high, sizes, np.where(at_most, FAR * most, most)).solve()


def _always_bind(
    matrix: Floats, low: Floats, high: Floats, most: Floats
) -> tuple[NDArray[np.bool_], NDArray[np.bool_], NDArray[np.bool_]]:
    """Return which rows are at their high, at their low, and which classes at their most, always.

    maximise Σ t, 0 ≤ t ≤ 1, each t at most one slack of c over the cone of Q (θ ≥ 1 scales it):
    a slack that can be above 0 has t = 1 in the end (Freund, Roundy and Todd, 1985).
    """
    model = Model()
    model.maximise()
    count = len(most)
    for _ in range(count):
        model.add_column(0.0, 0.0, INFINITY)
    model.add_column(0.0, 1.0, INFINITY)
    sides = [(row, limit, 1.0) for row, limit in zip(matrix, high, strict=True)]
    sides += [(row, limit, -1.0) for row, limit in zip(matrix, low, strict=True)]
    sides += [(row, limit, 1.0) for row, limit in zip(np.eye(count), most, strict=True)]
    for row, limit, sign in sides:
        limit = limit if np.isfinite(limit) else sign * FAR
        on = np.flatnonzero(row)
        columns, values = [*on.tolist(), count], np.append(-sign * row[on], sign * limit)
        model.add_row(0.0, INFINITY, columns, values)  # type: ignore[arg-type]
        model.add_column(1.0, 0.0, 1.0, [len(model) - 1], [-1.0])
    model.solve()
    binds = model.columns[count + 1 :] < 0.5
    rows = len(matrix)
    return binds[:rows], binds[rows : 2 * rows], binds[2 * rows :]


def _settled(
    matrix: Floats, low: Floats, high: Floats, seats: Floats, most: Floats, sizes: Floats
) -> Floats:
    """Return the best seats on the rows that bind, to the last digit, by Newton's method."""
    sums = matrix @ seats
    full = seats > most - TIGHT
    at_low, at_high = sums < low + TIGHT, sums > high - TIGHT
    rows = np.vstack([matrix[at_low], matrix[at_high & ~at_low], np.eye(len(seats))[full]])
    goal = np.concatenate([low[at_low], high[at_high & ~at_low], most[full]])
    for _ in range(NEWTON):
        curve, slope = sizes / seats**2, sizes / seats
        found = _solved(rows / curve @ rows.T, rows @ (slope / curve) - (goal - rows @ seats))
        change = (slope - rows.T @ found) / curve
        seats = seats + min(1.0, _room(seats, change)) * change
    return seats


def _solved(matrix: Floats, right: Floats) -> Floats:
    """Solve a system that may say a thing twice, on a scale where its diagonal is 1."""
    diagonal = np.diag(matrix)
    scale = np.where(diagonal > 0, 1 / np.sqrt(np.maximum(diagonal, 1e-300)), 0.0)
    matrix, right = matrix * scale * scale[:, None], right * scale
    if len(matrix) <= SMALL:
        return np.asarray(scale * np.linalg.lstsq(matrix, right, rcond=1e-13)[0])
    ridge = matrix + 1e-12 * np.eye(len(matrix))
    found = np.linalg.solve(ridge, right)
    return np.asarray(scale * (found + np.linalg.solve(ridge, right - matrix @ found)))


@dataclass
class _Interior:
    """minimise −Σ sizes·log c subject to low ≤ A c ≤ high, 0 < c ≤ most."""

    matrix: Floats
    low: Floats
    high: Floats
    sizes: Floats
    most: Floats
    signs: Floats = field(init=False)

    def __post_init__(self) -> None:
        same = self.low == self.high
        above, below = ~same & np.isfinite(self.high), ~same & np.isfinite(self.low)
        self.above, self.below, self.same = (np.flatnonzero(x) for x in (above, below, same))
        self.g = np.vstack([self.matrix[self.above], -self.matrix[self.below]])
        self.h = np.concatenate([self.high[self.above], -self.low[self.below]])
        self.e, self.r = self.matrix[self.same], self.low[self.same]

    def solve(self) -> Floats:
        count = len(self.g)
        self.c = 0.5 * np.minimum(self.most, self.sizes)
        self.s = np.maximum(self.h - self.g @ self.c, 1.0)
        self.u = self.most - self.c
        self.z, self.v = 1 / self.s, 1 / self.u
        self.y = np.zeros(len(self.e))
        for _ in range(STEPS):
            gap = float(self.s @ self.z + self.u @ self.v) / (count + len(self.c))
            missing = max(
                np.abs(part).max(initial=0)
                for part in (self.g @ self.c + self.s - self.h, self.e @ self.c - self.r)
            )
            slope = self.sizes / self.c - self.g.T @ self.z - self.v - self.e.T @ self.y
            off = float(np.abs(slope * self.c / self.sizes).max())
            if gap < NEAR and ((missing < NEAR and off < NEAR) or gap < NEAR / 1000):
                break
            self._step((0.1 if off < 1 and missing < 1 else 0.5) * gap)
        return self.c

    def _step(self, goal: float) -> None:
        c, s, u, z, v = self.c, self.s, self.u, self.z, self.v
        inward, over = self.g @ c + s - self.h, c + u - self.most
        diagonal = self.sizes / c**2 + v / u
        right = self.sizes / c - self.g.T @ z - v - self.e.T @ self.y
        right -= self.g.T @ ((goal - s * z + z * inward) / s) + (goal - u * v + v * over) / u
        both = np.vstack([self.g, self.e])
        system = both / diagonal @ both.T
        system[np.arange(len(z)), np.arange(len(z))] += s / z
        wanted = both @ (right / diagonal)
        wanted[len(z) :] += self.e @ c - self.r
        found = _solved(system, wanted)
        dc = (right - both.T @ found) / diagonal
        ds, du = -inward - self.g @ dc, -over - dc
        dz, dv = (goal - s * z - z * ds) / s, (goal - u * v - v * du) / u
        pairs = ((c, dc), (s, ds), (u, du), (z, dz), (v, dv))
        along = min(_room(values, change) for values, change in pairs)
        self.c, self.s, self.u = c + along * dc, s + along * ds, u + along * du
        self.z, self.v = z + along * dz, v + along * dv
        self.y = self.y + along * found[len(z) :]


def _room(values: Floats, change: Floats) -> float:
    """Return how far along `change` the values stay above 0."""
    falling = change < 0
    return float(np.min(-0.99 * values[falling] / change[falling], initial=1.0))
