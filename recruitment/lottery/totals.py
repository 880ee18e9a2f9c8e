"""Whole numbers of seats per class over many panels, as near to the chances as rounding allows."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from .highs import Model
from .schedule import Face

WHOLE = 1e-6
Limits = tuple[NDArray[Any], NDArray[Any]]  # fewest and most


def totals(
    face: Face, seats: NDArray[np.float64], sizes: NDArray[np.int64], count: int
) -> NDArray[np.int64] | None:
    """Return int64[T], seats of each class over `count` panels, or None if there are none.

    `seats` float64[T] is the expected number on one panel. Each total, and their sum over each
    row, is `count`·seats rounded up or down if that can be; else the totals alone; else anything
    that keeps each person within one panel of exact.
    """
    exact = count * seats
    near = _around(exact)
    each = exact / sizes
    wide = (sizes * np.floor(each + WHOLE), sizes * np.ceil(each - WHOLE))
    wider = widest(face, seats, sizes, count)
    limits = count * face.low, count * face.high
    rows = _around(count * (face.rows @ seats))
    for classes, sums in ((near, rows), (near, limits), (wide, limits), (wider, limits)):
        found = _round(
            face,
            _within(classes, (count * face.floor, count * face.roof)),
            _within(sums, limits),
            count,
        )
        if found is not None:
            return found
    return None


def widest(face: Face, seats: NDArray[np.float64], sizes: NDArray[np.int64], count: int) -> Limits:
    """Return the fewest and most seats of each class with nobody off by more than one panel."""
    each = count * seats / sizes
    limits = sizes * np.ceil(each - 1 - WHOLE), sizes * np.floor(each + 1 + WHOLE)
    return _within(limits, (count * face.floor, count * face.roof))


def _within(limits: Limits, others: Limits) -> Limits:
    return np.maximum(limits[0], others[0]), np.minimum(limits[1], others[1])


def _around(exact: NDArray[np.float64]) -> Limits:
    """Return the whole numbers below and above."""
    return np.floor(exact + WHOLE), np.ceil(exact - WHOLE)


def _round(face: Face, classes: Limits, sums: Limits, count: int) -> NDArray[np.int64] | None:
    model = Model()
    for at_least, at_most in zip(*sums, strict=True):
        model.add_row(float(at_least), float(at_most))
    for at_least, at_most in zip(face.least, face.most, strict=True):
        model.add_row(count * float(at_least), count * float(at_most))
    for t, (low, high) in enumerate(zip(*classes, strict=True)):
        on = np.append(np.flatnonzero(face.rows[:, t]), len(face.low) + face.kinds[t])
        model.add_column(0.0, low, max(high, low), on, np.ones(len(on)), integer=True)
    if not model.solve():
        return None
    return np.rint(model.columns).astype(np.int64)
