"""The fairest lottery: chances from the relaxation, panels that attain them, or a cut and again.

Leximin raises the lowest chance as high as any lottery can, then the second lowest, and so on.
Maximin stops after the lowest; Nash raises the product of all chances. Nothing is returned before
the panels are found to give the chances that the prices prove best.
"""

from collections.abc import Callable
from functools import partial

import numpy as np

from . import nash, relaxed
from .attain import Mix, Panels, herd, price_out, pricing_model
from .certificate import Lottery, Report, Row, silent
from .highs import version
from .problem import BadProblem, Problem
from .relaxation import NoPanel, advise
from .threads import one_thread

AGREE = 1e-9
ENGINE = "Assembly lottery 5"
_IDEALS: dict[str, Callable[..., relaxed.Relaxed | None]] = {
    "leximin": relaxed.leximin,
    "maximin": relaxed.maximin,
    "nash": nash.nash,
}
OBJECTIVES = tuple(_IDEALS)


@one_thread
def solve(
    problem: Problem,
    *,
    objective: str = "leximin",
    cap: float | None = None,
    report: Report = silent,
) -> Lottery:
    """Return the fairest lottery of a problem.

    `cap` is the most that anybody's chance may be (above 0, at most 1). `report` is told each step
    in words, and may raise to stop the work. People who can be on no panel have chance 0: see
    `unreachable`. Raises `NoPanel` with advice if no panel meets the targets, `BadProblem` if no
    lottery keeps to the cap, `ValueError` for an objective that there is not.
    """
    if objective not in _IDEALS:
        raise ValueError(f"There is no objective {objective!r}: choose {', '.join(OBJECTIVES)}")
    if cap is not None and not 0 < cap <= 1:
        raise BadProblem(f"A cap on chances is above 0 and at most 1, not {cap:g}")
    ideal = partial(_IDEALS[objective], problem, cap=1.0 if cap is None else cap, report=report)
    cuts: list[Row] = []
    known: Panels = np.zeros((0, len(problem.classes.sizes)), dtype=np.int64)
    while True:
        best = ideal(cuts=cuts)
        if best is None:
            raise _refusal(problem, cap)
        report("panels that give these chances")
        mix, found = herd(problem, best.chances, report)
        if mix is None:
            if not cuts and not len(found) and not pricing_model(problem).solve():
                raise NoPanel(advise(problem))
            met = np.unique(np.vstack([known, found]), axis=0)
            answer, known = price_out(problem, best.chances, met, report)
            if isinstance(answer, Row):
                cuts.append(answer)
                report(f"a constraint of whole panels ({len(cuts)})")
                continue
            mix = answer
        return _lottery(problem, objective, cap, best, mix)


def _lottery(
    problem: Problem, objective: str, cap: float | None, best: relaxed.Relaxed, mix: Mix
) -> Lottery:
    chances = np.minimum(mix.weights @ mix.panels / problem.classes.sizes, 1.0)
    gap = float(np.abs(chances - best.chances).max())
    if gap > AGREE:
        raise RuntimeError(f"The panels miss the chances by {gap:.1e}")
    used = {name for level in best.levels for name in level.prices}
    above = [level for level in best.levels if level.value > 0]
    lowest = float(chances[chances > AGREE].min())
    return Lottery(
        mix.panels,
        mix.weights,
        lowest,
        above[0].bound if objective != "nash" else lowest,
        f"{ENGINE}, {version()}, numpy {np.__version__}",
        chances,
        objective=objective,
        cap=cap,
        levels=best.levels,
        rows=tuple(row for row in best.rows if row.name in used),
    )


def _refusal(problem: Problem, cap: float | None) -> Exception:
    if cap is not None and pricing_model(problem).solve():
        return BadProblem(f"No lottery keeps everybody's chance at {cap:g} or less")
    return NoPanel(advise(problem))
