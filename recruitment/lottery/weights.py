"""Weights on panels that give exactly the chances wanted."""

import numpy as np
from numpy.typing import NDArray

EXACT = 1e-11
RIDGE = 1e-10
CORRECTIONS = 12
Floats = NDArray[np.float64]


def balance(panels: NDArray[np.int64], seats: Floats) -> Floats | None:
    """Return float64[P] ≥ 0 summing to 1 with weights @ panels = seats, or None.

    Starts from equal weights and takes the least-norm step λ += Bᵀ(BBᵀ)⁺(b − Bλ), B = [panelsᵀ; 1],
    then leaves out the panels that it makes negative and tries again.
    """
    on = seats > 0
    scale = 1 / np.sqrt(seats[on])
    goal = np.append(seats[on] * scale, 1.0)
    matrix = np.vstack([panels[:, on].T * scale[:, None], np.ones(len(panels))])
    kept = np.arange(len(panels))
    weights = np.full(len(panels), 1 / len(panels))
    for _ in range(CORRECTIONS):
        weights = _nearest(matrix[:, kept], goal, weights)
        if np.abs(matrix[:, kept] @ weights - goal).max() > EXACT:
            return None
        if weights.min() >= 0:
            found = np.zeros(len(panels))
            found[kept] = weights
            return found
        kept, weights = kept[weights > 0], weights[weights > 0]
    return None


def _nearest(matrix: Floats, goal: Floats, weights: Floats) -> Floats:
    """Return the weights nearest to those given that meet the goal, if any do."""
    gram = matrix @ matrix.T
    gram[np.diag_indices_from(gram)] += RIDGE * float(np.trace(gram)) / len(gram)
    inverse = np.linalg.inv(gram)
    for _ in range(8):
        missing = goal - matrix @ weights
        if np.abs(missing).max() < EXACT / 100:
            break
        weights = weights + matrix.T @ (inverse @ missing)
    return weights
