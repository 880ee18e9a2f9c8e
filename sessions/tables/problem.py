"""The wishes as arrays, people in order of their ids; and those that contradict themselves."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import product

import numpy as np
from numpy.typing import NDArray

from .plans import MOST_AT_A_TABLE, Id, Impossible, Person

Flags = NDArray[np.bool_]
Counts = NDArray[np.int64]


@dataclass(frozen=True)
class Wishes:
    """What a plan must keep.

    apart: pairs of ids that never share a table. pins: (id, session from 0, table from 1).
    needs: id → the tables (from 1) this person can use, in every session: step-free, near the
    loop, near the door. away: (id, session from 0) of those who do not come. met: groups of ids
    who have already sat together; their pairs count as met once more for each group.
    """

    apart: Iterable[tuple[Id, Id]] = ()
    pins: Iterable[tuple[Id, int, int]] = ()
    needs: Mapping[Id, Collection[int]] | None = None
    away: Iterable[tuple[Id, int]] = ()
    met: Iterable[Iterable[Id]] = ()


@dataclass(frozen=True)
class Problem:
    """n people, S sessions, T tables, V pairs of category and value.

    values: n × V, 0 or 1. present: S × n. allowed: S × n × T. apart: n × n.
    before: n × n, how often two people have met before these sessions; 0 on the diagonal.
    """

    ids: list[Id]
    tables: int
    values: Counts
    present: Flags
    allowed: Flags
    apart: Flags
    before: Counts

    @property
    def sessions(self) -> int:
        return len(self.present)

    def size(self, session: int) -> tuple[int, int]:
        """Return the sizes of the smallest and the largest table of a session."""
        people = int(self.present[session].sum())
        return people // self.tables, -(-people // self.tables)


def build(people: Sequence[Person], sessions: int, tables: int, wishes: Wishes) -> Problem:
    """Return the wishes as arrays. Raise `Impossible` for those that contradict themselves."""
    people = sorted(people, key=lambda person: str(person.id))
    index = {person.id: place for place, person in enumerate(people)}
    apart, pins, away = [*wishes.apart], [*wishes.pins], [*wishes.away]
    needs = dict(wishes.needs or {})
    _check_sizes(people, sessions, tables)
    named = {who for pair in apart for who in pair} | {who for who, _, _ in pins}
    _check_names(named | {who for who, _ in away} | needs.keys(), index)
    _check_places(pins, away, needs, sessions, tables)
    _check_pins(pins, apart, sessions)
    present = np.ones((sessions, len(people)), dtype=bool)
    for who, session in away:
        present[session, index[who]] = False
    return Problem(
        ids=[person.id for person in people],
        tables=tables,
        values=_one_hot(people),
        present=present,
        allowed=_allowed(index, sessions, tables, pins, needs),
        apart=_pairs(index, apart).astype(bool),
        before=_pairs(index, wishes.met),
    )


def _one_hot(people: Sequence[Person]) -> Counts:
    pairs = sorted({pair for person in people for pair in person.answers.items()})
    rows = [[person.answers.get(name) == value for name, value in pairs] for person in people]
    return np.array(rows, dtype=np.int64).reshape(len(people), len(pairs))


def _pairs(index: Mapping[Id, int], groups: Iterable[Iterable[Id]]) -> Counts:
    """Return n × n: in how many of the groups two people are together."""
    together = np.zeros((len(index), len(index)), dtype=np.int64)
    for group in groups:
        known = sorted({index[who] for who in group if who in index})
        together[np.ix_(known, known)] += 1
    np.fill_diagonal(together, 0)
    return together


def _allowed(
    index: Mapping[Id, int],
    sessions: int,
    tables: int,
    pins: Iterable[tuple[Id, int, int]],
    needs: Mapping[Id, Collection[int]],
) -> Flags:
    allowed = np.ones((sessions, len(index), tables), dtype=bool)
    for who, some in needs.items():
        allowed[:, index[who]] = np.isin(np.arange(1, tables + 1), [*some])
    for who, session, table in pins:
        if not allowed[session, index[who], table - 1]:
            raise Impossible("Somebody is pinned to a table that does not meet their needs.")
        allowed[session, index[who]] = np.arange(1, tables + 1) == table
    return allowed


def _check_sizes(people: Sequence[Person], sessions: int, tables: int) -> None:
    if sessions < 1 or tables < 1:
        raise Impossible("There must be at least one session and one table.")
    if len({str(person.id) for person in people}) != len(people):
        raise Impossible("Somebody is on the list twice.")
    if len(people) > tables * MOST_AT_A_TABLE:
        raise Impossible(
            f"{len(people)} people do not fit at {tables} tables of {MOST_AT_A_TABLE}."
        )


def _check_names(named: Iterable[Id], index: Mapping[Id, int]) -> None:
    if any(who not in index for who in named):
        raise Impossible(
            "A pin, a need, an absence or a keep-apart pair names somebody who is not on the list."
        )


def _check_places(
    pins: Iterable[tuple[Id, int, int]],
    away: Iterable[tuple[Id, int]],
    needs: Mapping[Id, Collection[int]],
    sessions: int,
    tables: int,
) -> None:
    if any(not (0 <= session < sessions and 1 <= table <= tables) for _, session, table in pins):
        raise Impossible("A pin names a session or a table that does not exist.")
    if any(not 0 <= session < sessions for _, session in away):
        raise Impossible("An absence names a session that does not exist.")
    if any(not 1 <= table <= tables for some in needs.values() for table in some):
        raise Impossible("An access need names a table that does not exist.")
    if not all(needs.values()):
        raise Impossible("Somebody's needs leave no table at all.")


def _check_pins(
    pins: Iterable[tuple[Id, int, int]], apart: Sequence[tuple[Id, Id]], sessions: int
) -> None:
    places: dict[tuple[Id, int], int] = {}
    for who, session, table in pins:
        if places.setdefault((who, session), table) != table:
            raise Impossible("Somebody is pinned to two tables in one session.")
    for (one, other), session in product(apart, range(sessions)):
        if one == other:
            raise Impossible("Somebody is to be kept apart from themselves.")
        if places.get((one, session), -1) == places.get((other, session), -2):
            raise Impossible("Two people who are to be kept apart are pinned to one table.")
