"""Which facilitator leads which table in each session."""

from collections.abc import Collection, Hashable, Iterable, Mapping, Sequence
from typing import TypeVar

from .plans import Id, Impossible

Leader = TypeVar("Leader", bound=Hashable)

SAME_TABLE, AGAIN, NEVER = 1, 100, 10**9


def rotate(
    seats: Sequence[Mapping[Id, int]],
    tables: int,
    facilitators: Iterable[Leader],
    *,
    away: Iterable[tuple[Leader, int]] = (),
    needs: Mapping[Leader, Collection[int]] | None = None,
) -> tuple[dict[Leader, int], ...]:
    """Return for each session facilitator → table, from 1, so that they meet new people.

    seats: the plan, one mapping a session, person → table. facilitators: their ids, in any order;
        if they are more than the tables, who has led least comes first; if fewer, some tables
        stay without. away: (facilitator, session from 0). needs: facilitator → the
        tables this person can use.
    Session by session the sum over members of how often they have already had this facilitator is
    as small as it can be (an assignment problem: Kuhn 1955, Naval Res. Logist. Q. 2:83), then the
    number of facilitators who stay at a table they have led.

    Raise `Impossible` if a session's facilitators' needs cannot all be met.
    """
    order = sorted(set(facilitators), key=str)
    missing = set(away)
    led: dict[tuple[Leader, Id], int] = {}
    tables_led: dict[tuple[Leader, int], int] = {}
    turns = dict.fromkeys(order, 0)
    rota: list[dict[Leader, int]] = []
    for session, row in enumerate(seats):
        here = [who for who in order if (who, session) not in missing]
        here = sorted(here, key=lambda who: turns[who])[:tables]
        cost = [
            [
                AGAIN * sum(led.get((who, one), 0) for one, its in row.items() if its == table)
                + SAME_TABLE * tables_led.get((who, table), 0)
                if not needs or who not in needs or table in needs[who]
                else NEVER
                for table in range(1, tables + 1)
            ]
            for who in here
        ]
        places = assign(cost)
        if any(line[place] >= NEVER for line, place in zip(cost, places, strict=True)):
            raise Impossible(f"Session {session + 1}: the facilitators' needs cannot all be met.")
        rota.append({who: place + 1 for who, place in zip(here, places, strict=True)})
        for who, table in rota[-1].items():
            turns[who] += 1
            tables_led[who, table] = tables_led.get((who, table), 0) + 1
            for one, its in row.items():
                led[who, one] = led.get((who, one), 0) + (its == table)
    return tuple(rota)


def assign(cost: Sequence[Sequence[int]]) -> list[int]:
    """Return a column for each row, all different, of the least total cost.

    cost: rows × columns, no more rows than columns. Shortest augmenting paths with prices on rows
    and columns (Jonker and Volgenant 1987, Computing 38:325).
    """
    columns = len(cost[0]) if cost else 0
    row_price, price = [0] * len(cost), [0] * columns
    owner = [-1] * columns
    for row in range(len(cost)):
        near, came, done = [2 * NEVER * (columns + 1)] * columns, [-1] * columns, [False] * columns
        here, column = row, -1
        while here >= 0:
            for other in range(columns):
                length = cost[here][other] - row_price[here] - price[other]
                if not done[other] and length < near[other]:
                    near[other], came[other] = length, column
            column = min((c for c in range(columns) if not done[c]), key=near.__getitem__)
            step = near[column]
            row_price[row] += step
            for other in range(columns):
                if done[other]:
                    price[other] -= step
                    row_price[owner[other]] += step
                else:
                    near[other] -= step
            done[column], here = True, owner[column]
        while column >= 0:
            owner[column] = owner[came[column]] if came[column] >= 0 else row
            column = came[column]
    return [owner.index(row) for row in range(len(cost))]
