"""Weights on panels that give exactly the chances wanted."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

EXACT = 1e-11
RIDGE = 1e-10
CORRECTIONS = 12
REFINEMENTS = 8
STEPS = 600
STALLED = 60  # steps without a smaller error, after which there is none to come
DENSE = 2_000  # things to give a goal to, above which B W Bᵀ is never written out
Ints = NDArray[np.int64]
Floats = NDArray[np.float64]


def seats_of(panels: Ints) -> Ints:
    """Return int64[P, k], the class of each seat, from int64[P, T] seats of each class."""
    which = np.nonzero(panels)
    return np.repeat(which[1], panels[which]).reshape(len(panels), -1)


def balance(seats: Ints, goal: Floats, weights: Floats) -> Floats | None:
    """Return float64[P] ≥ 0 summing to 1 that give each thing its goal, or None if none is found.

    `seats` int64[P, k] names what takes each seat of each panel (a class, or a person), `goal`
    float64[M] the seats it is to have on average; Σ goal = k. Starts from the `weights` given and
    takes the step of least size relative to them, W Bᵀ(B W Bᵀ)⁺(goal − B weights); then leaves
    out the panels that it makes negative and tries again.
    """
    kept = np.arange(len(seats))
    for _ in range(CORRECTIONS):
        weights, missing = _Step(seats[kept], goal, weights).take()
        if missing > EXACT * max(1.0, float(goal.max())):
            return None
        if weights.min() >= 0:
            found = np.zeros(len(seats))
            found[kept] = weights
            return found
        kept, weights = kept[weights > 0], weights[weights > 0]
    return None


@dataclass
class _Step:
    seats: Ints
    goal: Floats
    start: Floats

    def take(self) -> tuple[Floats, float]:
        """Return the weights after the step, refined, and by how much they miss a goal."""
        solve = self._by_inverse() if len(self.goal) <= DENSE else self._by_gradients
        best, least, weights = self.start, np.inf, self.start
        for _ in range(REFINEMENTS):
            left = self.goal - self._sums(weights)
            missing = float(np.abs(left).max())
            if missing >= least:
                break
            best, least = weights, missing
            if missing < EXACT / 100:
                break
            weights = weights + self.start * self._worth(solve(left))
        return best, least

    def _by_inverse(self) -> Callable[[Floats], Floats]:
        """Return the solver of B W Bᵀ x = y by its inverse, on a scale where each goal is 1."""
        on = self.goal > 0
        scale = np.zeros(len(self.goal))
        scale[on] = 1 / np.sqrt(self.goal[on])
        matrix = np.zeros((len(self.goal), len(self.seats)))
        panels = np.arange(len(self.seats))
        for seat in self.seats.T:
            matrix[seat, panels] += 1.0
        matrix *= scale[:, None] * np.sqrt(self.start)
        gram = matrix @ matrix.T
        gram[np.diag_indices_from(gram)] += RIDGE * float(np.trace(gram)) / len(gram)
        inverse = np.linalg.inv(gram)
        return lambda left: scale * (inverse @ (scale * left))

    def _by_gradients(self, left: Floats) -> Floats:
        """Solve by conjugate gradients, measured by the diagonal, about the mean of each thing.

        Σ left = 0, so that the mean adds nothing; without it the matrix is far better conditioned.
        Rows that no panel can move let errors grow again: the best found is kept.
        """
        mean = self._sums(self.start)
        scale = self._squares() - mean**2
        scale[scale <= RIDGE * mean] = 1.0
        found, rest = np.zeros_like(left), left.copy()
        measured = rest / scale
        way, size = measured.copy(), float(rest @ measured)
        best: Floats = found.copy()
        least, since = np.inf, 0
        for _ in range(STEPS):
            turned = self._sums(self.start * self._worth(way)) - mean * float(mean @ way)
            along = float(way @ turned)
            if along <= 0:
                break
            found += size / along * way
            rest -= size / along * turned
            missing, since = float(np.abs(rest).max()), since + 1
            if missing < least:
                best, least, since = found.copy(), missing, 0
            if least < EXACT / 100 or since > STALLED:
                break
            measured = rest / scale
            before, size = size, float(rest @ measured)
            way = measured + size / before * way
        return np.asarray(best - float(mean @ best) / self.seats.shape[1])

    def _squares(self) -> Floats:
        """Return the average square of the seats of each thing on a panel, float64[M]."""
        ordered = np.sort(self.seats, axis=1)
        first = np.ones(ordered.shape, dtype=bool)
        first[:, 1:] = ordered[:, 1:] != ordered[:, :-1]
        starts = np.flatnonzero(first)
        times = np.diff(np.append(starts, ordered.size))
        weights = np.repeat(self.start, ordered.shape[1])[starts]
        things = ordered.ravel()[starts]
        squares = np.bincount(things, weights=weights * times**2, minlength=len(self.goal))
        return squares.astype(np.float64)

    def _sums(self, weights: Floats) -> Floats:
        """Return B·weights: the seats of each thing, float64[M]."""
        spread = np.repeat(weights, self.seats.shape[1])
        sums = np.bincount(self.seats.ravel(), weights=spread, minlength=len(self.goal))
        return sums.astype(np.float64)

    def _worth(self, values: Floats) -> Floats:
        """Return Bᵀ·values: what the seats of each panel are worth together, float64[P]."""
        return np.asarray(values[self.seats].sum(axis=1))
