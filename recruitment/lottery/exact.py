"""The exact lottery over panels of people: all of a class have the same chance."""

from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from .certificate import Lottery, Report, silent
from .problem import Problem
from .seats import places
from .threads import one_thread
from .weights import balance

WHOLE = 10**15  # probabilities are whole numbers of these parts
SPREAD = 1.5  # panels for each person
TRIES = 6
NEVER = 1e-12


@one_thread
def exact_panels(
    problem: Problem, lottery: Lottery, *, report: Report = silent
) -> list[tuple[list[str], Fraction]]:
    """Return panels of ids with probabilities that sum to 1.

    Each panel of classes is dealt to people several times over, people of a class in turn, and
    the weights are corrected until each person's chance is the class's, within 1e-11.
    Raises `RuntimeError` if no such weights are found.
    """
    goal = np.zeros(len(problem.people))
    for people, chance in zip(problem.classes.people, lottery.chances, strict=True):
        goal[people] = chance
    count = max(64, 2 * len(lottery.weights), int(SPREAD * (goal > NEVER).sum()))
    for _ in range(TRIES):
        report(f"panels of people ({count:,})")
        copies = np.maximum(1, np.rint(count * lottery.weights)).astype(np.int64)
        seats = places(problem, np.repeat(lottery.panels, copies, axis=0))
        weights = balance(seats, goal, np.repeat(lottery.weights / copies, copies))
        if weights is not None:
            return _named(problem, seats, weights)
        count *= 2
    raise RuntimeError("The panels of people do not give the chances of their classes")


def _named(
    problem: Problem, seats: NDArray[np.int64], weights: NDArray[np.float64]
) -> list[tuple[list[str], Fraction]]:
    ids = [person.id for person in problem.people]
    parts = np.rint(weights * WHOLE).astype(np.int64)
    parts[np.argmax(parts)] += WHOLE - int(parts.sum())
    found: dict[tuple[int, ...], int] = {}
    for panel, part in zip(
        map(tuple, np.sort(seats, axis=1).tolist()), parts.tolist(), strict=True
    ):
        if part:
            found[panel] = found.get(panel, 0) + part
    return [
        ([ids[place] for place in panel], Fraction(part, WHOLE)) for panel, part in found.items()
    ]
