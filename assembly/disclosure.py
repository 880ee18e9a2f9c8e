"""Disclosure control: numbers so small that they could point at somebody are not shown.

A hidden number must not come back by subtraction from a total, by comparing columns, or from
knowing these rules. So rows are hidden together with a partner that is fixed beforehand by what is
public: a partner chosen by the counts would say something about them.
"""

from collections.abc import Iterator, Sequence
from itertools import pairwise

POOL = 10
PANEL = 3

Columns = Sequence[Sequence[int]]


def suppress(counts: Sequence[int], threshold: int) -> list[int | None]:
    """Return one column's counts, None for those from 1 to below `threshold` and their partners.

    Zero is shown unless its partner is hidden: it says that nobody is there.
    """
    return protect([counts], [threshold])[0]


def protect(
    columns: Columns, thresholds: Sequence[int], order: Sequence[int] | None = None
) -> list[list[int | None]]:
    """Return a table's counts, column by column, with None where they are hidden.

    Each column is part of the one before (members are among those drawn), and totals are public.
    `order` are the rows by a public size: neighbours in it are partners. What is hidden in a column
    never depends on a later one, so a page with fewer columns hides the same in them.
    """
    pairs = _pairs(list(order if order is not None else range(len(columns[0]))))
    small: list[set[int]] = []
    hidden: list[set[int]] = []
    for number, (counts, threshold) in enumerate(zip(columns, thresholds, strict=True)):
        small.append({row for row, count in enumerate(counts) if 0 < count < threshold})
        hidden.append(set().union(*(pair for pair in pairs if pair & small[number])))
        if len(hidden[number]) == 1 and len(pairs) > 1:
            hidden[number] |= pairs[-2]
        so_far = columns[: number + 1]
        for pair in pairs:
            why = [[each for each in pairs if each & rows] for rows in small]
            if all(_is_safe(so_far, thresholds, hidden, why, *cell) for cell in _cells(small)):
                break
            hidden[number] |= pair
    return [
        [None if row in hidden[number] else count for row, count in enumerate(counts)]
        for number, counts in enumerate(columns)
    ]


def _pairs(order: list[int]) -> list[set[int]]:
    """Return partners: two and two in order; the last may be alone."""
    return [set(order[place : place + 2]) for place in range(0, len(order), 2)]


def _cells(small: list[set[int]]) -> Iterator[tuple[int, int]]:
    return ((column, row) for column, rows in enumerate(small) for row in rows)


def _is_safe(
    columns: Columns,
    thresholds: Sequence[int],
    hidden: list[set[int]],
    why: list[list[set[int]]],
    column: int,
    row: int,
) -> bool:
    """Tell whether a small cell could be one more or less and all that is shown be the same.

    One person is moved between the row and another that is hidden, in this column and perhaps in
    its neighbours; the totals stay, each column stays part of the one before, and the partners that
    are hidden for a small number (`why`) still have one.
    """
    spans = (
        range(first, last + 1)
        for first in range(column + 1)
        for last in range(column, len(columns))
    )
    return any(
        _fits(columns, thresholds, hidden, why, span, row, other, step)
        for span in spans
        for other in hidden[column] - {row}
        for step in (1, -1)
    )


def _fits(
    columns: Columns,
    thresholds: Sequence[int],
    hidden: list[set[int]],
    why: list[list[set[int]]],
    span: range,
    row: int,
    other: int,
    step: int,
) -> bool:
    """Tell whether moving one person in these columns leaves a table that shows the same."""
    moved = [list(counts) for counts in columns]
    for number in span:
        if not {row, other} <= hidden[number]:
            return False
        moved[number][row] += step
        moved[number][other] -= step
        still = all(
            any(0 < moved[number][each] < thresholds[number] for each in pair)
            for pair in why[number]
        )
        if not still or min(moved[number][row], moved[number][other]) < 0:
            return False
    return all(
        narrow[each] <= wide[each] for wide, narrow in pairwise(moved) for each in (row, other)
    )
