"""The leximin lottery: the lowest chance as high as can be, then the second lowest, and so on.

Chances from the relaxation, panels that attain them; where none do, a valid cut and again. Nothing
is published before the panels are found to give the chances that the prices prove best.
"""

from collections.abc import Callable

import numpy as np

from . import relaxed
from .attain import Mix, herd, price_out, pricing_model
from .certificate import Lottery, Row
from .highs import version
from .problem import BadProblem, Problem
from .relaxation import NoPanel, advise

AGREE = 1e-9
ENGINE = "leximin 1"


def leximin(
    problem: Problem,
    *,
    cap: float | None = None,
    report: Callable[[int, float], None] = lambda done, gap: None,
) -> Lottery:
    """Return the leximin lottery; with a `cap`, of those that give nobody a chance above it.

    Raises `NoPanel` with advice if no panel meets the targets, `BadProblem` if no lottery keeps
    to the cap. People who can be on no panel have chance 0.
    """
    cuts: list[Row] = []
    while True:
        best = relaxed.leximin(problem, cap=1.0 if cap is None else cap, cuts=cuts)
        if best is None:
            raise _refusal(problem, cap)
        mix, found = herd(problem, best.chances)
        if mix is None:
            if not cuts and not len(found) and not pricing_model(problem).solve():
                raise NoPanel(advise(problem))
            answer = price_out(problem, best.chances, found)
            if isinstance(answer, Row):
                cuts.append(answer)
                report(len(cuts), 1.0)
                continue
            mix = answer
        report(len(mix.panels), 0.0)
        return _lottery(problem, cap, best, mix)


def _lottery(problem: Problem, cap: float | None, best: relaxed.Relaxed, mix: Mix) -> Lottery:
    chances = np.minimum(mix.weights @ mix.panels / problem.classes.sizes, 1.0)
    gap = float(np.abs(chances - best.chances).max())
    if gap > AGREE:
        raise RuntimeError(f"The panels miss the chances by {gap:.1e}")
    used = {name for level in best.levels for name in level.prices}
    return Lottery(
        mix.panels,
        mix.weights,
        float(chances.min()),
        best.levels[0].bound,
        f"{ENGINE}, {version()}, numpy {np.__version__}",
        chances,
        cap=cap,
        levels=best.levels,
        rows=tuple(row for row in best.rows if row.name in used),
    )


def _refusal(problem: Problem, cap: float | None) -> Exception:
    if cap is not None and pricing_model(problem).solve():
        return BadProblem(f"No lottery keeps everybody's chance at {cap:g} or less")
    return NoPanel(advise(problem))
