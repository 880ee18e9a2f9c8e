"""Whole numbers of seats per class over many panels, as near to the chances as rounding allows."""

import numpy as np
from numpy.typing import NDArray

from .highs import Model
from .schedule import Face

WHOLE = 1e-6


def totals(
    face: Face, seats: NDArray[np.float64], sizes: NDArray[np.int64], count: int
) -> NDArray[np.int64] | None:
    """Return int64[T], seats of each class over `count` panels, or None if there are none.

    `seats` float64[T] is the expected number on one panel. Each total is `count`·seats rounded up
    or down if the rows allow; else anything that keeps each person within one panel of exact.
    """
    exact = count * seats
    near = (np.floor(exact + WHOLE), np.ceil(exact - WHOLE))
    each = exact / sizes
    wide = (sizes * np.floor(each + WHOLE), sizes * np.ceil(each - WHOLE))
    wider = (sizes * np.ceil(each - 1 - WHOLE), sizes * np.floor(each + 1 + WHOLE))
    for low, high in (near, wide, wider):
        found = _round(
            face, np.maximum(low, count * face.floor), np.minimum(high, count * face.roof), count
        )
        if found is not None:
            return found
    return None


def _round(
    face: Face, low: NDArray[np.float64], high: NDArray[np.float64], count: int
) -> NDArray[np.int64] | None:
    model = Model()
    for at_least, at_most in zip(face.low, face.high, strict=True):
        model.add_row(count * float(at_least), count * float(at_most))
    for at_least, at_most in zip(face.least, face.most, strict=True):
        model.add_row(count * float(at_least), count * float(at_most))
    for t in range(len(low)):
        on = np.append(np.flatnonzero(face.rows[:, t]), len(face.low) + face.kinds[t])
        model.add_column(0.0, low[t], max(high[t], low[t]), on, np.ones(len(on)), integer=True)
    if not model.solve():
        return None
    return np.rint(model.columns).astype(np.int64)
