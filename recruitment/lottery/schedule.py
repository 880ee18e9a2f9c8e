"""Many panels at once with given totals: dealt out evenly, then mended by exchanges.

The seats of each class are dealt over the panels so that all have nearly as many; panels that
miss a target then exchange seats with others, which leaves the totals as they are. Each round
moves hundreds of pairs of panels at once, with numpy.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from .certificate import Report, silent
from .problem import Problem

NEVER = np.float32(1000.0)
TIGHT = 1e-7
NOISE = 0.9
PAIRS = 256
HOME = 4.0  # faults in targets that one fault in a household is worth, so that none is left
Ints = NDArray[np.int64]
Floats = NDArray[np.float32]


@dataclass(frozen=True)
class Face:
    """The panels that may carry weight: rows that bind on average bind for each panel.

    `rows` float32[R, T] with the size as the last; `low`, `high` float32[R]; `kinds` int64[T] with
    the household row of each class, the last of `least`, `most` float32[H + 1] for those of none;
    `floor`, `roof` int64[T], the fewest and most seats of each class.
    """

    rows: NDArray[np.float32]
    low: NDArray[np.float32]
    high: NDArray[np.float32]
    kinds: Ints
    least: NDArray[np.float32]
    most: NDArray[np.float32]
    floor: Ints
    roof: Ints

    @classmethod
    def of(cls, problem: Problem, chances: NDArray[np.float64]) -> "Face":
        classes, count = problem.classes, len(problem.targets)
        seats = classes.sizes * chances
        rows = np.vstack([classes.rows[:count], np.ones(len(seats), dtype=np.int64)])
        low, high = np.append(classes.low[:count], problem.size), classes.high[:count]
        low, high = _tight(rows @ seats, low, np.append(high, problem.size))
        limits = classes.high[count:]
        least, most = _tight(classes.rows[count:] @ seats, 0 * limits, limits)
        floor = np.where(chances > 1 - TIGHT, classes.sizes, 0)
        roof = np.where(chances < TIGHT, 0, classes.sizes)
        kinds = np.where(classes.kinds < 0, len(limits), classes.kinds)
        return cls(
            rows.astype(np.float32),
            low.astype(np.float32),
            high.astype(np.float32),
            kinds,
            np.append(least, -NEVER).astype(np.float32),
            np.append(most, NEVER).astype(np.float32),
            floor,
            roof,
        )

    def faults(self, panels: Ints) -> NDArray[np.float32]:
        """Return how many seats each panel is away from the face: float64[N], 0 if on it."""
        sums, homes = self.sums(panels), self.homes(panels)
        return _outside(sums, self.low, self.high) + _outside(homes, self.least, self.most)

    def joint_faults(self, panels: Ints, panel: int) -> NDArray[np.float32]:
        """Return how far each panel's and this one's seats together are from two on the face."""
        sums, homes = self.sums(panels), self.homes(panels)
        faults = _outside(sums + sums[panel], 2 * self.low, 2 * self.high)
        return faults + _outside(homes + homes[panel], 2 * self.least, 2 * self.most)

    def sums(self, panels: Ints) -> NDArray[np.float32]:
        return panels.astype(np.float32) @ self.rows.T

    def homes(self, panels: Ints) -> NDArray[np.float32]:
        """Return the seats of each kind of household: float32[N, H + 1] (0 for those of none)."""
        found = np.zeros((len(self.least), len(panels)), dtype=np.float32)
        shared = np.flatnonzero(self.kinds < len(self.least) - 1)
        np.add.at(found, self.kinds[shared], panels.T[shared].astype(np.float32))
        return found.T.copy()


def _tight(sums: NDArray[np.float64], low: Ints, high: Ints) -> tuple[Ints, Ints]:
    at_low, at_high = sums < low + TIGHT, sums > high - TIGHT
    return np.where(at_high, high, low), np.where(at_low & ~at_high, low, high)


def _outside(
    sums: NDArray[np.float32], low: NDArray[np.float32], high: NDArray[np.float32]
) -> NDArray[np.float32]:
    missed = np.maximum(low - sums, 0) + np.maximum(sums - high, 0)
    return np.asarray(missed.sum(axis=1), dtype=np.float32)


def deal(face: Face, totals: Ints, count: int, rng: np.random.Generator) -> Ints:
    """Return int64[count, T] panels with these totals, each class spread evenly, targets unmet."""
    panels = np.tile(totals // count, (count, 1))
    left = totals % count
    groups = _groups(face)
    at, turn = 0, rng.permutation(count)
    for group in np.unique(groups):
        inside = np.flatnonzero(groups == group)
        for t in rng.permutation(inside):
            places = (at + np.arange(left[t])) % count
            panels[turn[places], t] += 1
            at = int((at + left[t]) % count)
        turn = np.concatenate([rng.permutation(turn[:at]), rng.permutation(turn[at:])])
    return panels


def _groups(face: Face) -> Ints:
    """Return for each class the first row it stands in."""
    return np.asarray(np.argmax(face.rows > 0, axis=0), dtype=np.int64)


def mend(
    face: Face, panels: Ints, rng: np.random.Generator, rounds: int, report: Report = silent
) -> Ints:
    """Return the panels after exchanges that keep every total and bring each nearer to the face.

    Not every panel need be on the face at the end: ask `face.faults`.
    """
    state = _State(face, panels.copy(), rng)
    for turn in range(rounds):
        wrong = np.flatnonzero(state.faults > 0)
        if not len(wrong) or len(panels) < 2:
            break
        if turn % 10 == 0:
            report(f"panels that meet every target: {len(panels) - len(wrong)} of {len(panels)}")
        others = wrong if turn % 3 and len(wrong) > 1 else np.arange(len(panels))
        first, second = _pairs(wrong, others, rng)
        state.exchange(*((first, second) if turn % 2 else (second, first)))
    return state.panels


def _pairs(wrong: Ints, others: Ints, rng: np.random.Generator) -> tuple[Ints, Ints]:
    """Pair panels off the face with others, each several times if they are few."""
    count = min(PAIRS, 8 * len(wrong))
    first = np.resize(rng.permutation(wrong), count)
    second = others[rng.integers(len(others), size=count)]
    apart = first != second
    return first[apart], second[apart]


class _State:
    """Panels with their sums, kept up to date over exchanges."""

    def __init__(self, face: Face, panels: Ints, rng: np.random.Generator) -> None:
        self.face, self.panels, self.rng = face, panels, rng
        self.sums, self.homes = face.sums(panels), face.homes(panels)
        self.faults = self._faults(self.sums, self.homes)
        self.columns = np.ascontiguousarray(face.rows.T)
        self.unit = np.eye(len(face.least), dtype=np.float32)
        self.unit[-1] = 0
        width = panels.shape[1]
        self.noise = np.float32(NOISE) * rng.random((2 * PAIRS + 7) * width, dtype=np.float32)

    def exchange(self, first: Ints, second: Ints) -> None:
        """Exchange seats in the pairs that gain most, none that lose; each panel once."""
        given, taken, after = self._try(first, second)
        change = after - self.faults[first] - self.faults[second]
        change[(given < 0) | (taken < 0)] = NEVER
        best = _apart(first, second, change)
        first, second, given, taken = first[best], second[best], given[best], taken[best]
        for panels, out, back in ((first, given, taken), (second, taken, given)):
            self.panels[panels, out] -= 1
            self.panels[panels, back] += 1
            self.sums[panels] += self.columns[back] - self.columns[out]
            self.homes[panels] += self.unit[self.face.kinds[back]]
            self.homes[panels] -= self.unit[self.face.kinds[out]]
            self.faults[panels] = self._faults(self.sums[panels], self.homes[panels])

    def _try(self, first: Ints, second: Ints) -> tuple[Ints, Ints, NDArray[np.float32]]:
        """Return the best class to give, the best to take for it, and the faults afterwards."""
        sums, homes = (self.sums[first], self.sums[second]), (self.homes[first], self.homes[second])
        giving, taking = self.panels[first], self.panels[second]
        given = self._best((giving, taking), sums, homes)
        step, home = self.columns[given], self.unit[self.face.kinds[given]]
        sums = (sums[0] - step, sums[1] + step)
        homes = (homes[0] - home, homes[1] + home)
        taking[np.arange(len(given)), given] = 0
        taken = self._best((taking, giving), sums[::-1], homes[::-1])
        step, home = self.columns[taken], self.unit[self.face.kinds[taken]]
        after = self._faults(sums[0] + step, homes[0] + home)
        after += self._faults(sums[1] - step, homes[1] - home)
        return given, taken, after

    def _best(
        self,
        panels: tuple[Ints, Ints],
        sums: tuple[Floats, Floats],
        homes: tuple[Floats, Floats],
    ) -> Ints:
        """Return int64[P], the class whose seat is best moved, chance breaking ties; -1 if none."""
        face = self.face
        cost = _losing(sums[0], face.low, face.high) + _gaining(sums[1], face.low, face.high)
        costs = cost @ face.rows
        if len(face.least) > 1:
            home = _losing(homes[0], face.least, face.most)
            home += _gaining(homes[1], face.least, face.most)
            home[:, -1] = 0
            costs += np.float32(HOME) * home[:, face.kinds]
        start = int(self.rng.integers(len(self.noise) - costs.size + 1))
        noise = self.noise[start : start + costs.size].reshape(costs.shape)
        costs += noise
        costs[(panels[0] <= face.floor) | (panels[1] >= face.roof)] = NEVER
        best = np.argmin(costs, axis=1)
        return np.where(costs[np.arange(len(best)), best] < NEVER / 2, best, -1)

    def _faults(self, sums: Floats, homes: Floats) -> Floats:
        face = self.face
        crowded = _outside(homes, face.least, face.most)
        return _outside(sums, face.low, face.high) + np.float32(HOME) * crowded


def _losing(sums: Floats, low: Floats, high: Floats) -> Floats:
    return (sums <= low).astype(np.float32) - (sums > high)


def _gaining(sums: Floats, low: Floats, high: Floats) -> Floats:
    return (sums >= high).astype(np.float32) - (sums < low)


def _apart(first: Ints, second: Ints, change: Floats) -> list[int]:
    """Return the pairs that get no worse, best first, leaving out those with a panel used."""
    used: set[int] = set()
    best = []
    for pair in np.argsort(change, kind="stable").tolist():
        if change[pair] > 0:
            break
        panels = {int(first[pair]), int(second[pair])}
        if not panels & used:
            used |= panels
            best.append(pair)
    return best
