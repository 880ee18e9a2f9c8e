"""The two acts of the engine: plan all sessions, and plan again when somebody is missing."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace

import numpy as np

from .measure import measure
from .plans import Id, Impossible, Person, Plan
from .problem import Flags, Problem, Wishes, build
from .search import Chance, Places, Search, Weights
from .start import Session

STEPS_A_SEAT = 30
MOVED_FIRST = Weights(mirror=6, moved=100, hottest=25, steps=1_500)
MIRROR_FIRST = Weights(mirror=200, moved=20, hottest=25, steps=1_500)


def plan(
    people: Sequence[Person],
    sessions: int,
    tables: int,
    *,
    seed: str | int,
    apart: Iterable[tuple[Id, Id]] = (),
    pins: Iterable[tuple[Id, int, int]] = (),
    needs: Mapping[Id, Collection[int]] | None = None,
    away: Iterable[tuple[Id, int]] = (),
    met: Iterable[Iterable[Id]] = (),
) -> Plan:
    """Seat `people` at `tables` tables in each of `sessions` sessions.

    Kept in every plan: everybody present has one seat, tables of a session differ by one person at
    most, nobody sits at a table they cannot use, pins hold, keep-apart pairs are apart. Then, as
    nearly as the search gets there: every table is within one person of the panel's share of it
    for every value, and as few pairs as possible meet again.

    people: n people with different ids, in any order; a person without an answer counts in no
        value of that category. sessions, tables: how many (at least 1).
    seed: the same people, wishes and seed give the same plan, to the byte.
    apart: pairs of ids that never share a table. pins: (id, session from 0, table from 1).
    needs: id → the tables (from 1) this person can use. away: (id, session from 0).
    met: groups of ids who have already sat together; each counts as one meeting of its pairs.

    Raise `Impossible`, saying which wish, if no plan can keep them all: more than nine a table, an
    unknown or repeated id, pins or needs that contradict each other or overfill or underfill a
    table, more people to be kept apart than there are tables.

    Method: simulated annealing with heat bath (Kirkpatrick, Gelatt and Vecchi 1983, Science
    220:671) from a start that keeps every wish; see `search`. The cost is Σ over pairs of
    t·(t − 1)/2 for t meetings plus three for each person beyond one away from a table's share.
    """
    wishes = Wishes(apart=apart, pins=pins, needs=needs, away=away, met=met)
    problem = build(people, sessions, tables, wishes)
    nowhere = np.full((sessions, len(people)), -1)
    steps = min(Weights.steps, STEPS_A_SEAT * sessions * len(people))
    at = _search(problem, nowhere, Weights(steps=steps), Chance(seed))
    return measure(problem, at)


def replan(
    people: Sequence[Person],
    seats: Sequence[Mapping[Id, int]],
    tables: int,
    *,
    held: int,
    seed: str | int,
    mirror_first: bool = False,
    apart: Iterable[tuple[Id, Id]] = (),
    pins: Iterable[tuple[Id, int, int]] = (),
    needs: Mapping[Id, Collection[int]] | None = None,
    away: Iterable[tuple[Id, int]] = (),
    met: Iterable[Iterable[Id]] = (),
) -> Plan:
    """Plan again from the plan there is, because people are missing, have joined or have left.

    seats: the plan, one mapping a session, id → table from 1. held: how many of its sessions, from
        the first, are over or under way: they stay as they are and count as met.
    people: those on the panel now; `away`: (id, session) of those who are missing. Others in
        `seats` have left. Whoever is new has no seat yet. tables: how many are laid now.
    The rest as for `plan`, whose rules hold for every session to come.

    A session that still keeps the rules is not touched. In the others as few people as possible
    change their planned seat; among such plans tables mirror those who came as nearly as they can,
    then few pairs meet again. With `mirror_first`, sessions whose people changed are also touched
    where a table no longer mirrors those who came, at the price of more moves.
    `imbalance` and `moved` of the result count the sessions to come.
    """
    if not 0 <= held <= len(seats):
        raise Impossible("More sessions are held than planned.")
    wishes = Wishes(
        apart=apart, pins=pins, needs=needs, away=away, met=[*met, *_groups(seats[:held])]
    )
    problem = build(people, len(seats), tables, wishes)
    home = np.array([[row.get(who, 0) - 1 for who in problem.ids] for row in seats], dtype=np.int64)
    home = home.reshape(len(seats), len(people))
    at = np.where(problem.present, home, -1)
    if held == len(seats):
        raise Impossible("No session is left to plan.")
    touched = [
        session
        for session in range(held, len(seats))
        if not _keeps(problem, session, at[session])
        or (mirror_first and set(seats[session]) != _present(problem, session))
    ]
    kept = [session for session in range(held, len(seats)) if session not in touched]
    if touched:
        part = _only(problem, touched, at[kept])
        weights = MIRROR_FIRST if mirror_first else MOVED_FIRST
        at[touched] = _search(part, at[touched], weights, Chance(seed))
    coming = slice(held, None)
    moved = int(((at != home) & (home >= 0) & problem.present)[coming].sum())
    made = measure(replace(problem, present=problem.present[coming]), at[coming], moved=moved)
    return replace(made, seats=(*map(dict, seats[:held]), *made.seats))


def _groups(seats: Iterable[Mapping[Id, int]]) -> list[list[Id]]:
    """Return who sat together."""
    return [
        [who for who, its in row.items() if its == table]
        for row in seats
        for table in {*row.values()}
    ]


def _present(problem: Problem, session: int) -> set[Id]:
    present = problem.present[session]
    return {who for who, comes in zip(problem.ids, present, strict=True) if comes}


def _keeps(problem: Problem, session: int, row: Places) -> bool:
    """Tell whether a session's seats keep every rule."""
    present: Flags = problem.present[session]
    seated = (row >= 0) & (row < problem.tables)
    if (seated != present).any():
        return False
    people = np.flatnonzero(present)
    count = np.bincount(row[people], minlength=problem.tables)
    together = (row[:, None] == row) & present
    return bool(
        count.max() - count.min() <= 1
        and problem.allowed[session, people, row[people]].all()
        and not (together & problem.apart)[people].any()
    )


def _only(problem: Problem, sessions: list[int], kept: Places) -> Problem:
    """Return the problem of some sessions; those that are kept count as met."""
    before = problem.before.copy()
    for row in kept:
        before += (row[:, None] == row) & (row >= 0)
    np.fill_diagonal(before, 0)
    return replace(
        problem,
        present=problem.present[sessions],
        allowed=problem.allowed[sessions],
        before=before,
    )


def _search(problem: Problem, home: Places, weights: Weights, chance: Chance) -> Places:
    """Return S × n tables: a start that keeps the rules, then the search from there."""
    at = np.full(home.shape, -1)
    for session, order in enumerate(chance.order(*home.shape)):
        here = [int(person) for person in order if problem.present[session, person]]
        homes = {
            person: int(home[session, person])
            for person in here
            if 0 <= home[session, person] < problem.tables
        }
        for person, table in Session(problem, session, here, homes).fill().items():
            at[session, person] = table
    search = Search(problem, at, home=home, weights=weights, chance=chance)
    search.anneal()
    return search.at()
