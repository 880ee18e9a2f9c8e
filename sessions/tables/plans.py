"""What the seating takes and gives."""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from math import ceil, comb

MOST_AT_A_TABLE = 9
DESIRABLE_AT_A_TABLE = 7

Id = Hashable


@dataclass(frozen=True)
class Person:
    """Someone to seat: `answers` maps each category to this person's value.

    Different ids must differ as text (`str`): people are put in that order before anything else,
    so that the order of the list does not matter.
    """

    id: Id
    answers: Mapping[str, str]


@dataclass(frozen=True)
class Plan:
    """A seating plan and how good it is.

    seats: one mapping a session, person's id → table, counted from 1; who is away has none.
    repeated_pairs: how many pairs of people share a table more than once, meetings before this
        plan included.
    most_together: the most often that any one pair shares a table.
    imbalance: how many (session, table, value) counts are more than one person away from the
        share of that table, taken from the people present; 0 means every table mirrors the panel.
    fewest_met: how many different others the person meets who meets fewest.
    apart_broken: how often a keep-apart pair shares a table; 0 unless it did before this plan.
    moved: how many planned seats of people who are present changed (new plans: 0).
    """

    seats: tuple[Mapping[Id, int], ...]
    tables: int
    repeated_pairs: int
    most_together: int
    imbalance: int
    fewest_met: int
    apart_broken: int
    moved: int = 0


class Impossible(ValueError):
    """No plan can keep what was asked; the message says which wish."""


def sizes(people: int, tables: int) -> list[int]:
    """Return the sizes of `tables` tables, largest first, that differ by one person at most."""
    return [people // tables + (table < people % tables) for table in range(tables)]


def tables_for(people: int, facilitators: int) -> int:
    """Return how many tables to lay: one a facilitator, of seven where there are enough of them.

    people, facilitators: how many. Raise `Impossible` if a facilitator would have more than nine.
    """
    if people > facilitators * MOST_AT_A_TABLE:
        needed = ceil(people / MOST_AT_A_TABLE)
        raise Impossible(f"{people} people need {needed} facilitators or more, not {facilitators}.")
    return min(facilitators, max(1, ceil(people / DESIRABLE_AT_A_TABLE)))


def fewest_repeats(people: int, sessions: int, tables: int) -> int:
    """Return how many pairs must at least meet again, whatever the plan, by counting alone.

    `sessions` times the pairs at the tables are to be shared out among all pairs; a pair that
    meets again takes at most `sessions` of them. For 110 people, 10 sessions and 16 tables:
    3,240 meetings for 5,995 pairs, so 0, and 0 is reached by the lines of the affine plane of
    order 16 when tables need not mirror the panel.
    """
    meetings = sessions * sum(comb(size, 2) for size in sizes(people, tables))
    over = meetings - comb(people, 2)
    return ceil(over / (sessions - 1)) if over > 0 and sessions > 1 else 0
