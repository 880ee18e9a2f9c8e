"""Leximin and maximin the plain way: panels of people found one by one by integer programs.

Nothing is taken from the engine: a person is a column of their own, and scipy solves. Each stage
raises the lowest chance of those not yet settled, by panels priced out until none helps; those
whose price is above 0 are settled at it (Flanigan et al., 2021, Algorithm 1).
"""

from collections.abc import Sequence

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, linprog, milp

from recruitment.lottery import Person, Target

NEAR = 1e-9
PRICED = 1e-7


class Pricing:
    """The dearest panel at given prices a person."""

    def __init__(self, people: Sequence[Person], targets: Sequence[Target], size: int) -> None:
        homes: dict[str, list[int]] = {}
        for place, person in enumerate(people):
            if person.household is not None:
                homes.setdefault(person.household, []).append(place)
        shared = [places for places in homes.values() if len(places) > 1]
        rows = [[person.values[t.category] == t.value for person in people] for t in targets]
        rows += [[place in places for place in range(len(people))] for places in shared]
        rows.append([True] * len(people))
        low = [t.low for t in targets] + [0] * len(shared) + [size]
        high = [t.high for t in targets] + [1] * len(shared) + [size]
        self.rules = LinearConstraint(np.array(rows, dtype=float), low, high)

    def dearest(self, prices: np.ndarray) -> np.ndarray:
        count = len(prices)
        answer = milp(
            -prices,
            constraints=self.rules,
            integrality=np.ones(count),
            bounds=Bounds(0, 1),
            options={"mip_rel_gap": 0},
        )
        assert answer.status == 0, answer.message
        return np.rint(answer.x)


def levels(
    people: Sequence[Person], targets: Sequence[Target], size: int, *, stages: int | None = None
) -> tuple[np.ndarray, np.ndarray]:
    """Return chances, and who is settled at them after that many stages (all by default)."""
    pricing = Pricing(people, targets, size)
    panels = _first(pricing, len(people))
    chances, settled = np.zeros(len(people)), np.zeros(len(people), dtype=bool)
    while not settled.all() and stages != 0:
        while True:
            level, prices, most = _master(np.array(panels).T, chances, settled)
            panel = pricing.dearest(prices)
            if prices @ panel <= most + NEAR:
                break
            panels.append(panel)
        newly = ~settled & (prices > PRICED)
        assert newly.any()
        chances[newly] = max(level, 0.0)
        settled |= newly
        stages = None if stages is None else stages - 1
    return chances, settled


def _first(pricing: Pricing, count: int) -> list[np.ndarray]:
    """Return panels that hold everyone who can be on one."""
    panels: list[np.ndarray] = []
    seen = np.zeros(count)
    while True:
        panel = pricing.dearest((seen == 0).astype(float))
        if panels and not (panel * (seen == 0)).any():
            return panels
        panels.append(panel)
        seen += panel


def _master(
    member: np.ndarray, chances: np.ndarray, settled: np.ndarray
) -> tuple[float, np.ndarray, float]:
    """Return the best lowest chance on these panels, the prices of people, and that of a panel."""
    free = (~settled).astype(float)
    answer = linprog(
        np.append(np.zeros(member.shape[1]), -1),
        A_ub=np.hstack([-member, free[:, None]]),
        b_ub=np.where(settled, -chances + 1e-10, 0),
        A_eq=np.append(np.ones(member.shape[1]), 0)[None, :],
        b_eq=[1],
        bounds=[(0, None)] * member.shape[1] + [(None, None)],
        method="highs-ds",
    )
    assert answer.status == 0, answer.message
    return answer.x[-1], -answer.ineqlin.marginals, -float(answer.eqlin.marginals[0])
