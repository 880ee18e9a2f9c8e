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
WIDE = 8  # classes for each seat, above which prices are added up seat by seat
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
        order = np.argsort(self.kinds, kind="stable")
        order = order[self.kinds[order] < len(self.least) - 1]
        if len(order):
            kinds, starts = np.unique(self.kinds[order], return_index=True)
            found[kinds] = np.add.reduceat(panels.T[order].astype(np.float32), starts, axis=0)
        return found.T.copy()


def _tight(sums: NDArray[np.float64], low: Ints, high: Ints) -> tuple[Ints, Ints]:
    at_low, at_high = sums < low + TIGHT, sums > high - TIGHT
    return np.where(at_high, high, low), np.where(at_low & ~at_high, low, high)


def _outside(
    sums: NDArray[np.float32], low: NDArray[np.float32], high: NDArray[np.float32]
) -> NDArray[np.float32]:
    return np.asarray(_beyond(sums, low, high).sum(axis=1), dtype=np.float32)


def _beyond(sums: Floats, low: Floats, high: Floats) -> Floats:
    missed = np.maximum(low - sums, 0) + np.maximum(sums - high, 0)
    return np.asarray(missed, dtype=np.float32)


def deal(face: Face, totals: Ints, count: int, rng: np.random.Generator) -> Ints:
    """Return int64[count, T] panels with these totals, few of them far from the face.

    Classes stand in the order of their values, and their seats are cut into rounds of one for each
    panel. In a round, a class goes to those panels that have fewest people of its values yet.
    """
    panels = np.tile(totals // count, (count, 1))
    sums, homes = face.sums(panels), face.homes(panels)
    due = np.arange(count)
    for t in np.lexsort(face.rows[::-1]):
        left, given = int(totals[t] % count), due[:0]
        rows, kind = np.flatnonzero(face.rows[:, t]), face.kinds[t]
        while left:
            need = rng.random(len(due)) - sums[np.ix_(due, rows)].sum(axis=1)
            if kind < len(face.least) - 1:
                need -= HOME * homes[due, kind]
            if len(given):
                need[np.isin(due, given)] = -NEVER
            order = np.argsort(need)
            taken = due[order[len(due) - min(left, len(due)) :]]
            panels[taken, t] += 1
            sums[np.ix_(taken, rows)] += 1
            homes[taken, kind] += 1
            left -= len(taken)
            due = due[order[: len(due) - len(taken)]]
            if not len(due):
                due, given = np.arange(count), taken
    return panels


def mend(
    face: Face,
    panels: Ints,
    rng: np.random.Generator,
    rounds: int,
    report: Report = silent,
    enough: int = 0,
) -> Ints:
    """Return the panels after exchanges that keep every total and bring each nearer to the face.

    Not every panel need be on the face at the end: ask `face.faults`. Stops once no more than
    `enough` are off it.
    """
    state = _State(face, panels.copy(), rng)
    for turn in range(rounds):
        wrong = np.flatnonzero(state.faults > 0)
        if len(wrong) <= enough or len(panels) < 2:
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
    """Panels with their sums and the classes of their seats, kept up to date over exchanges.

    `seats` int64[N, k] are the classes, one a seat, in no order: only these can be given away, and
    there are far fewer of them than of classes. A panel with fewer than k seats has -1 in the rest.
    """

    def __init__(self, face: Face, panels: Ints, rng: np.random.Generator) -> None:
        self.face, self.panels, self.rng = face, panels, rng
        self.seats = _seats(panels)
        self.sums, self.homes = face.sums(panels), face.homes(panels)
        self.crowded = self._crowded(np.arange(len(panels)))
        self.faults = self._faults(self.sums, self.crowded)
        self.columns = np.ascontiguousarray(face.rows.T)
        self.standing = _standing(face.rows)
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
            self.seats[panels, np.argmax(self.seats[panels] == out[:, None], axis=1)] = back
            self.sums[panels] += self.columns[back] - self.columns[out]
            self.homes[panels, self.face.kinds[back]] += 1
            self.homes[panels, self.face.kinds[out]] -= 1
            self.crowded[panels] = self._crowded(panels)
            self.faults[panels] = self._faults(self.sums[panels], self.crowded[panels])

    def _try(self, first: Ints, second: Ints) -> tuple[Ints, Ints, Floats]:
        """Return the best class to give, the best to take for it, and the faults afterwards."""
        sums = self.sums[first], self.sums[second]
        given = self._best((first, second), sums)
        step = self.columns[given]
        sums = sums[0] - step, sums[1] + step
        taken = self._best((second, first), sums[::-1], given)
        step = self.columns[taken]
        after = self._faults(sums[0] + step, self._crowded_by(first, given, taken))
        after += self._faults(sums[1] - step, self._crowded_by(second, taken, given))
        return given, taken, after

    def _best(
        self, panels: tuple[Ints, Ints], sums: tuple[Floats, Floats], back: Ints | None = None
    ) -> Ints:
        """Return int64[P], the class whose seat is best moved from one panel to the other.

        Chance breaks ties; -1 if none can be moved. `back` are the classes of seats on their way
        from the second panels to the first: these are not moved back.
        """
        face = self.face
        cost = _losing(sums[0], face.low, face.high) + _gaining(sums[1], face.low, face.high)
        moved = self.seats[panels[0]]
        lines = np.arange(len(moved))[:, None]
        width = self.panels.shape[1]
        if width > WIDE * moved.shape[1]:
            wider = np.append(cost, np.zeros((len(cost), 1), dtype=np.float32), axis=1)
            costs: NDArray[np.float32] = np.zeros(moved.shape, dtype=np.float32)
            for rows in self.standing:
                costs += wider[lines, rows[moved]]
        else:
            costs = np.asarray((cost @ face.rows)[lines, moved], dtype=np.float32)
        if len(face.least) > 1:
            costs += np.float32(HOME) * self._crowding(panels, moved, back)
        start = int(self.rng.integers(len(self.noise) - len(moved) * width + 1))
        costs += self.noise[start + width * lines + moved]
        kept = (moved < 0) | (self.panels[panels[0][:, None], moved] <= face.floor[moved])
        kept |= self.panels[panels[1][:, None], moved] >= face.roof[moved]
        if back is not None:
            kept |= moved == back[:, None]
        costs[kept] = NEVER
        least = costs.min(axis=1)
        best = np.where(costs == least[:, None], moved, width).min(axis=1)
        return np.where(least < NEVER / 2, best, -1)

    def _crowding(
        self, panels: tuple[Ints, Ints], moved: Ints, back: Ints | None
    ) -> NDArray[np.float32]:
        """Return what moving each seat does to the faults in households, 0 for those of none."""
        face = self.face
        kinds = face.kinds[moved]
        mine, theirs = (self.homes[each[:, None], kinds] for each in panels)
        if back is not None:
            same = (kinds == face.kinds[back][:, None]).astype(np.float32)
            mine, theirs = mine + same, theirs - same
        least, most = face.least[kinds], face.most[kinds]
        return _losing(mine, least, most) + _gaining(theirs, least, most)

    def _crowded(self, panels: Ints) -> Floats:
        """Return the faults in households."""
        return _outside(self.homes[panels], self.face.least, self.face.most)

    def _crowded_by(self, panels: Ints, out: Ints, back: Ints) -> Floats:
        """Return the faults in households if a seat of one class gave way to one of another."""
        kinds = self.face.kinds[np.stack([out, back], axis=1)]
        homes = self.homes[panels[:, None], kinds]
        step = np.array([-1, 1], dtype=np.float32) * (kinds[:, [0]] != kinds[:, [1]])
        least, most = self.face.least[kinds], self.face.most[kinds]
        before, after = (_beyond(each, least, most) for each in (homes, homes + step))
        return np.asarray(self.crowded[panels] + (after - before).sum(axis=1), dtype=np.float32)

    def _faults(self, sums: Floats, crowded: Floats) -> Floats:
        return _outside(sums, self.face.low, self.face.high) + np.float32(HOME) * crowded


def _seats(panels: Ints) -> Ints:
    """Return int64[N, k], the class of each seat of each panel; -1 where one has fewer than k."""
    filled = panels.sum(axis=1)
    seats = np.full((len(panels), int(filled.max(initial=0))), -1, dtype=np.int64)
    which = np.nonzero(panels)
    seats[np.arange(seats.shape[1]) < filled[:, None]] = np.repeat(which[1], panels[which])
    return seats


def _standing(rows: Floats) -> Ints:
    """Return int64[C, T], the rows that each class stands in; the number of rows where no more."""
    found = np.full((int((rows > 0).sum(axis=0).max()), rows.shape[1]), len(rows), dtype=np.int64)
    for t, column in enumerate(rows.T):
        on = np.flatnonzero(column)
        found[: len(on), t] = on
    return found


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
