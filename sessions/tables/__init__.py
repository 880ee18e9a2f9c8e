"""Who sits where, for all sessions at once. Pure: no Django, no clock; the seed brings chance."""

from collections.abc import Iterable, Sequence
from random import Random

import numpy as np

from .plans import MOST_AT_A_TABLE, Id, Impossible, Person, Plan
from .search import Search

__all__ = ["MOST_AT_A_TABLE", "Id", "Impossible", "Person", "Plan", "plan"]


def plan(
    people: Sequence[Person],
    sessions: int,
    tables: int,
    *,
    seed: str | int,
    apart: Iterable[tuple[Id, Id]] = (),
    pins: Iterable[tuple[Id, int, int]] = (),
    met: Iterable[Iterable[Id]] = (),
) -> Plan:
    """Seat `people` at `tables` tables in each of `sessions` sessions.

    Tables of a session differ by at most one person in size, pins apart. Each table mirrors the
    panel in every category as nearly as it can, and people meet as many others as they can.

    people: n people with different ids; a person without an answer counts in no value of that
        category. sessions, tables: how many (at least 1). seed: the same seed, the same plan.
    apart: pairs of ids that should not share a table (kept whenever it is possible).
    pins: (id, session from 0, table from 1) that must hold. met: groups of ids who have already
        sat together in sessions before these; their pairs count as met once.

    Raise `Impossible` if a table would need more than nine people, if ids are unknown or repeated,
    if pins contradict each other or pin an apart pair together.

    Method: simulated annealing over swaps of two people within a session, with heat-bath choice of
    the partner (Kirkpatrick, Gelatt and Vecchi 1983, Science 220:671). The cost is
    Σ over pairs of (times together)², which is least when nobody meets anybody again, plus
    `search.MIRROR_WEIGHT` × Σ over tables and values of (count − share)².
    """
    search = Search(people, sessions, tables, apart=[*apart], pins=[*pins], met=met)
    random = Random(f"tables {seed}")  # noqa: S311  no secret: the same seed must give the same plan
    search.fill(random)
    search.anneal(np.random.default_rng(random.getrandbits(64)))
    return search.result()
