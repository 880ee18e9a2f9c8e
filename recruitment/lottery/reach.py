"""People who can be on no panel, and why."""

from dataclasses import dataclass, replace

import numpy as np

from .certificate import Lottery
from .problem import Problem, Target
from .relaxation import advise_for

NEVER = 1e-12


@dataclass(frozen=True)
class Unreachable:
    """People alike whom no panel that meets the targets can hold, and the reason in words."""

    ids: tuple[str, ...]
    reason: str


def unreachable(problem: Problem, lottery: Lottery) -> list[Unreachable]:
    """Return those with no chance, whoever is drawn: nobody is left out without a reason shown."""
    found = []
    for t in np.flatnonzero(lottery.chances < NEVER):
        ids = tuple(problem.people[place].id for place in problem.classes.people[t])
        found.append(Unreachable(ids, _reason(problem, int(t))))
    return found


def _reason(problem: Problem, t: int) -> str:
    rows = problem.classes.rows[: len(problem.targets), t]
    closed = [
        target for target, on in zip(problem.targets, rows, strict=True) if on and not target.high
    ]
    if closed:
        return "; ".join(f"no seat for “{each.value}” ({each.category})" for each in closed)
    advice = advise_for(replace(problem, targets=[_open(each) for each in problem.targets]), t)
    if not advice:
        return "no panel of this size has room for them beside the people they live with"
    words = "; ".join(str(item) for item in advice)
    return f"every panel that meets the targets leaves them out; one could hold them with: {words}"


def _open(target: Target) -> Target:
    """Return the target without limits on how far it may be changed: this is no advice to act."""
    return replace(target, low_flex=0, high_flex=None)
