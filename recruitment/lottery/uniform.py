"""From a lottery with any weights to 1,000 equally likely panels, numbered 000 to 999."""

import numpy as np
from numpy.typing import NDArray

from .certificate import Lottery
from .problem import Problem

PANELS = 1000


def equal_panels(problem: Problem, lottery: Lottery) -> list[list[str]]:
    """Return 1,000 panels of person ids; a person's chance is the number that name them / 1,000.

    Each panel of the lottery is repeated by its weight, rounded so that the chances stay as near
    as exchanges can bring them; seats within a class go round so that its people differ by at most
    one panel. Panels and the ids in them stand in a fixed order.
    """
    counts = _repeats(lottery, problem.classes.sizes)
    panels: list[list[str]] = []
    turn = [0] * len(problem.classes.people)
    for panel, repeat in zip(lottery.panels, counts, strict=True):
        for _ in range(int(repeat)):
            panels.append(sorted(_deal(problem, panel, turn)))
    return panels


def _deal(problem: Problem, panel: NDArray[np.int64], turn: list[int]) -> list[str]:
    seated = []
    for number in np.flatnonzero(panel):
        people = problem.classes.people[number]
        for _ in range(int(panel[number])):
            seated.append(problem.people[people[turn[number] % len(people)]].id)
            turn[number] += 1
    return seated


def _repeats(lottery: Lottery, sizes: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return how often each panel stands among the 1,000: largest remainders, then exchanges."""
    wanted = lottery.weights * PANELS
    counts = np.floor(wanted).astype(np.int64)
    missing = PANELS - int(counts.sum())
    counts[np.argsort(-(wanted - counts), kind="stable")[:missing]] += 1
    shares = lottery.panels / sizes
    used = np.flatnonzero(lottery.weights > 0)
    error = (counts - wanted) @ shares
    lengths = np.einsum("ij,ij->i", shares[used], shares[used])
    cross = shares[used] @ shares[used].T
    for _ in range(4 * PANELS):
        along = shares[used] @ error
        gain = (
            2 * (along[None, :] - along[:, None]) + lengths[:, None] + lengths[None, :] - 2 * cross
        )
        gain[counts[used] == 0, :] = np.inf
        giver, taker = divmod(int(np.argmin(gain)), len(used))
        if gain[giver, taker] > -1e-9:
            break
        counts[used[giver]] -= 1
        counts[used[taker]] += 1
        error += shares[used[taker]] - shares[used[giver]]
    return counts
