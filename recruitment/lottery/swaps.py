"""Panels changed a few seats at a time until the totals of all classes are within limits.

A swap takes up to three seats of one panel from their classes and gives them to others with the
same sums in every row that binds, so that the panel stays on the face. Among hundreds of panels
there are tens of thousands of swaps to choose from, each of which touches a handful of totals: the
one that takes the totals nearest to their limits is made, over and over.
"""

from itertools import chain, combinations
from math import comb

import numpy as np
from numpy.typing import NDArray

from .schedule import Face
from .totals import Limits

DEPTH = 3  # most seats that change at once
STEPS = 600
NOISE = 0.9  # of the cost of a seat outside, by which chance chooses among swaps nearly as good
REST = 5  # steps for which the classes of a swap had better not change again
URGE = 0.1  # by which a total counts for more with each step that it stays outside
SEATS = 100_000  # sets of seats of each number that are looked at in all panels together
ALIKE = 16  # sets of classes that are tried for each
LISTED = 500_000  # sets of classes, of each number
MARK = 2**62
Ints = NDArray[np.int64]


def settle(
    face: Face, panels: Ints, limits: Limits, rng: np.random.Generator, steps: int = STEPS
) -> Ints | None:
    """Return as many panels int64[N, T] with totals within `limits`, or None if none are found.

    Gives up after so many `steps`, each a swap. The panels given are on the face, and so are those
    returned.
    """
    walk = _Walk(face, panels, limits, rng)
    for step in range(steps):
        if not walk.outside(walk.totals).any():
            return walk.settled()
        if not len(walk.swaps):
            break
        walk.swap(step)
    return None


class _Walk:
    """Different panels, `copies` of each, and the swaps that they allow: int64[S, 2·DEPTH].

    A swap names the classes that lose a seat, then those that gain one; T stands for none.
    `source` int64[S] is the panel of each.
    """

    def __init__(self, face: Face, panels: Ints, limits: Limits, rng: np.random.Generator) -> None:
        different, copies = np.unique(panels, axis=0, return_counts=True)
        self.known = _Swaps(face, SEATS // len(different), rng)
        self.limits, self.rng = limits, rng
        self.panels, self.copies = list(different), copies.tolist()
        self.totals = panels.sum(axis=0)
        self.resting = np.zeros(panels.shape[1] + 1, dtype=np.int64)
        self.weights = np.ones(panels.shape[1])
        found = [self.known.of(panel) for panel in different]
        self.swaps = np.vstack(found)
        self.source = np.repeat(np.arange(len(found)), [len(each) for each in found])

    def outside(self, totals: Ints) -> NDArray[np.float64]:
        """Return how far each total is from its limits: float64[T], 0 if within."""
        low, high = self.limits
        return np.asarray(np.maximum(low - totals, 0) + np.maximum(totals - high, 0))

    def swap(self, step: int) -> None:
        """Make the swap after which totals are least outside, weighted; chance breaks ties."""
        chosen = int(np.argmin(self._costs(step)))
        lost, gained = (half[half < len(self.totals)] for half in np.split(self.swaps[chosen], 2))
        source = int(self.source[chosen])
        panel = self.panels[source].copy()
        for counts in (panel, self.totals):
            counts[lost] -= 1
            counts[gained] += 1
        self.resting[np.append(lost, gained)] = step + REST
        self._replace(source, panel)

    def settled(self) -> Ints:
        return np.repeat(np.array(self.panels), self.copies, axis=0)

    def _costs(self, step: int) -> NDArray[np.float64]:
        """Return what each swap adds to the weighted distance of totals from their limits."""
        now = self.outside(self.totals)
        self.weights += URGE * (now > 0)
        less = np.append(self.weights * (self.outside(self.totals - 1) - now), 0)
        more = np.append(self.weights * (self.outside(self.totals + 1) - now), 0)
        resting = self.resting > step
        costs = NOISE * self.rng.random(len(self.swaps))
        costs += less[self.swaps[:, :DEPTH]].sum(axis=1) + more[self.swaps[:, DEPTH:]].sum(axis=1)
        return np.asarray(costs + resting[self.swaps].any(axis=1))

    def _replace(self, source: int, panel: Ints) -> None:
        """Put a panel for one copy of another."""
        self.copies[source] -= 1
        if not self.copies[source]:
            kept = self.source != source
            self.swaps, self.source = self.swaps[kept], self.source[kept]
        added = self.known.of(panel)
        self.swaps = np.vstack([self.swaps, added])
        self.source = np.append(self.source, np.full(len(added), len(self.panels)))
        self.panels.append(panel)
        self.copies.append(1)


class _Swaps:
    """Sets of classes by their marks: equal marks, equal sums in every row that binds.

    `sets` are, for each number of classes, int64[S, number] of them, int64[S] marks in order, and
    int8[S, R] sums in the rows of targets that do not bind, `low` to `high`. `looked` is how many
    sets of seats of each number are looked at in one panel.
    """

    def __init__(self, face: Face, looked: int, rng: np.random.Generator) -> None:
        self.face, self.looked, self.rng = face, looked, rng
        bound, full = face.low == face.high, face.least == face.most
        rows = face.rows.astype(np.int64)
        self.rows, self.low, self.high = rows[~bound], face.low[~bound], face.high[~bound]
        self.marks = rng.integers(MARK, size=int(bound.sum())) @ rows[bound]
        self.marks += np.where(full, rng.integers(MARK, size=len(full)), 0)[face.kinds]
        self.sets = [self._sets(number) for number in range(1, DEPTH + 1)]

    def _sets(self, number: int) -> tuple[Ints, Ints, Ints]:
        free = np.flatnonzero(self.face.floor < self.face.roof)
        classes = _some(free, number, LISTED, self.rng)
        marks = self.marks[classes].sum(axis=1)
        order = np.argsort(marks, kind="stable")
        return classes[order], marks[order], self._sums(classes[order])

    def _sums(self, classes: Ints) -> Ints:
        return np.ascontiguousarray(self.rows[:, classes].sum(axis=2).T, dtype=np.int8)

    def of(self, panel: Ints) -> Ints:
        """Return swaps int64[S, 2·DEPTH] that keep this panel int64[T] on the face."""
        face, sums = self.face, self.rows @ panel
        homes = face.homes(panel[None, :])[0]
        found = [np.zeros((0, 2 * DEPTH), dtype=np.int64)]
        for number, (classes, marks, gains) in enumerate(self.sets, start=1):
            lost = _some(np.flatnonzero(panel > face.floor), number, self.looked, self.rng)
            which, place = self._alike(lost, marks)
            kept = (panel < face.roof)[classes[place]].all(axis=1)
            which, place = which[kept], place[kept]
            kept = (_equal(lost[which], classes[place]) == 0).all(axis=1)
            which, place = which[kept], place[kept]
            after = sums + gains[place] - self._sums(lost)[which]
            kept = ((after >= self.low) & (after <= self.high)).all(axis=1)
            gone, come = lost[which[kept]], classes[place[kept]]
            kinds = face.kinds[come]
            after = homes[kinds] + _equal(kinds, kinds) - _equal(face.kinds[gone], kinds)
            kept = (after <= face.most[kinds]).all(axis=1)
            none = np.full((int(kept.sum()), DEPTH - number), len(panel))
            found.append(np.hstack([gone[kept], none, come[kept], none]))
        return np.vstack(found)

    def _alike(self, lost: Ints, marks: Ints) -> tuple[Ints, Ints]:
        """Return pairs of a set of classes and one of those with its mark, by their places.

        Each has at most `ALIKE`.
        """
        own = self.marks[lost].sum(axis=1)
        first, last = np.searchsorted(marks, own), np.searchsorted(marks, own, side="right")
        many = np.minimum(last - first, ALIKE)
        first += self.rng.integers(last - first - many + 1)
        which = np.repeat(np.arange(len(lost)), many)
        nth = np.arange(len(which)) - np.repeat(np.cumsum(many) - many, many)
        return which, first[which] + nth


def _equal(sets: Ints, others: Ints) -> Ints:
    """Return how many in each set are equal to each in the other: int64[S, N] as `others`."""
    return np.asarray((sets[:, :, None] == others[:, None, :]).sum(axis=1), dtype=np.int64)


def _some(things: Ints, number: int, most: int, rng: np.random.Generator) -> Ints:
    """Return sets of so many of the things, int64[S, number]: all, or by chance if too many."""
    if comb(len(things), number) <= most:
        sets = chain.from_iterable(combinations(things.tolist(), number))
        return np.fromiter(sets, dtype=np.int64).reshape(-1, number)
    places = np.sort(rng.integers(len(things), size=(most, number)), axis=1)
    return things[places[(places[:, 1:] > places[:, :-1]).all(axis=1)]]
