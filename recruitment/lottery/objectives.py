"""The kinds of fairness to choose from."""

from collections.abc import Callable

from .certificate import Lottery
from .leximin import leximin
from .maximin import maximin
from .problem import Problem

OBJECTIVES = ("leximin", "maximin")


def solve(
    problem: Problem,
    *,
    objective: str = "leximin",
    cap: float | None = None,
    report: Callable[[int, float], None] = lambda done, gap: None,
) -> Lottery:
    """Return the fairest lottery of a problem.

    `cap` (leximin only) is the most that anybody's chance may be. `report(panels, gap)` is called
    as it goes on. Raises `NoPanel` with advice if no panel meets the targets, `BadProblem` if no
    lottery keeps to the cap, `ValueError` for an objective that there is not.
    """
    if objective == "leximin":
        return leximin(problem, cap=cap, report=report)
    if objective == "maximin" and cap is None:
        return maximin(problem, report=report)
    raise ValueError(f"There is no objective {objective!r} (with a cap)")
