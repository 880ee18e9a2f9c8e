"""How good a plan is, counted from its seats alone."""

import numpy as np

from .plans import Id, Plan
from .problem import Problem
from .search import Places


def measure(problem: Problem, at: Places, *, moved: int = 0) -> Plan:
    """Return the plan with its figures. at: S × n, tables from 0, −1 for those who are away."""
    during = np.zeros_like(problem.before)
    for row in at:
        during += (row[:, None] == row) & (row >= 0)
    np.fill_diagonal(during, 0)
    together = problem.before + during
    pairs = np.triu(together)
    return Plan(
        seats=tuple(_named(problem, row) for row in at),
        tables=problem.tables,
        repeated_pairs=int((pairs > 1).sum()),
        most_together=int(pairs.max(initial=0)),
        imbalance=sum(_off(problem, row) for row in at),
        fewest_met=int((together > 0).sum(axis=1).min(initial=len(at.T))),
        apart_broken=int(during[problem.apart].sum()) // 2,
        moved=moved,
    )


def _named(problem: Problem, row: Places) -> dict[Id, int]:
    return {who: int(table) + 1 for who, table in zip(problem.ids, row, strict=True) if table >= 0}


def _off(problem: Problem, row: Places) -> int:
    """Count the values of one session that are more than one person away from a table's share."""
    at = (row[:, None] == np.arange(problem.tables)).astype(np.int64)
    people = int(at.sum())
    share = np.outer(at.sum(axis=0), at.sum(axis=1) @ problem.values)
    return int((np.abs(people * (at.T @ problem.values) - share) > people).sum())
