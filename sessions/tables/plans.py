"""What the seating takes and gives, and the wishes that contradict themselves."""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from itertools import product

MOST_AT_A_TABLE = 9

Id = Hashable


@dataclass(frozen=True)
class Person:
    """Someone to seat: `answers` maps each category to this person's value."""

    id: Id
    answers: Mapping[str, str]


@dataclass(frozen=True)
class Plan:
    """A seating plan and how good it is.

    seats: one mapping a session, person's id → table, counted from 1.
    repeated_pairs: how many pairs of people share a table more than once.
    most_together: the most often that any one pair shares a table.
    imbalance: how many (session, table, value) counts are more than one person away from the
        panel's share of that table; 0 means that every table mirrors the panel.
    fewest_met: how many different others the person meets who meets fewest.
    apart_broken: how often a keep-apart pair shares a table.
    """

    seats: tuple[Mapping[Id, int], ...]
    tables: int
    repeated_pairs: int
    most_together: int
    imbalance: int
    fewest_met: int
    apart_broken: int


class Impossible(ValueError):
    """No plan can keep what was asked; the message says which wish."""


def check(
    index: Mapping[Id, int],
    people: int,
    sessions: int,
    tables: int,
    apart: Sequence[tuple[Id, Id]],
    pins: Sequence[tuple[Id, int, int]],
) -> None:
    """Raise `Impossible` for wishes that no plan can keep."""
    if sessions < 1 or tables < 1:
        raise Impossible("There must be at least one session and one table.")
    if len(index) != people:
        raise Impossible("Somebody is on the list twice.")
    if people > tables * MOST_AT_A_TABLE:
        raise Impossible(f"{people} people do not fit at {tables} tables of {MOST_AT_A_TABLE}.")
    if not {who for pair in apart for who in pair} | {who for who, _, _ in pins} <= index.keys():
        raise Impossible("A pin or a keep-apart pair names somebody who is not on the list.")
    if any(not (0 <= session < sessions and 1 <= table <= tables) for _, session, table in pins):
        raise Impossible("A pin names a session or a table that does not exist.")
    places: dict[tuple[Id, int], int] = {}
    for who, session, table in pins:
        if places.setdefault((who, session), table) != table:
            raise Impossible("Somebody is pinned to two tables in one session.")
    for (one, other), session in product(apart, range(sessions)):
        if one == other or places.get((one, session), -1) == places.get((other, session), -2):
            raise Impossible("Two people who are to be kept apart are pinned to one table.")
