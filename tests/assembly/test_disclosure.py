"""Small numbers: hidden, and found by nobody who reasons from the rest."""

from collections import defaultdict
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assembly.disclosure import protect, suppress


@pytest.mark.parametrize(
    ("counts", "shown"),
    [
        ([20, 30, 50], [20, 30, 50]),
        ([4, 30, 50], [None, None, 50]),
        ([6, 4, 50], [None, None, 50]),
        ([0, 30, 50], [0, 30, 50]),
        ([4], [None]),
        ([], []),
        ([1, 1, 48, 20], [None, None, 48, 20]),
        ([30, 4, 50, 20], [None, None, 50, 20]),
        ([20, 30, 5], [None, None, None]),
    ],
)
def test_small_numbers_are_hidden_and_never_so_that_the_total_gives_them_back(counts, shown):
    assert suppress(counts, 10) == shown


@given(st.lists(st.integers(0, 60), max_size=8), st.integers(2, 12))
def test_no_small_number_is_shown_and_the_total_gives_none_back(counts, threshold):
    shown = suppress(counts, threshold)
    hidden = [count for count, seen in zip(counts, shown, strict=True) if seen is None]
    assert all(seen is None or seen == 0 or seen >= threshold for seen in shown)
    assert len(hidden) != 1 or len(counts) == 1
    assert not hidden or any(0 < count < threshold for count in hidden)


def columns_of(total: int, rows: int):
    return (counts for counts in product(range(total + 1), repeat=rows) if sum(counts) == total)


@pytest.mark.parametrize(("total", "rows", "threshold"), [(12, 3, 3), (10, 4, 3), (16, 3, 5)])
def test_who_knows_the_rule_and_the_total_cannot_work_out_a_small_number(total, rows, threshold):
    """Run the rule over every column there can be: no picture belongs to one small number alone."""
    made = defaultdict(list)
    for counts in columns_of(total, rows):
        made[tuple(suppress(counts, threshold))].append(counts)
    alone = [
        (picture, origins)
        for picture, origins in made.items()
        for row, seen in enumerate(picture)
        if seen is None
        and len({counts[row] for counts in origins}) == 1
        and origins[0][row] < threshold
        and origins[0][row]
    ]
    assert alone == []


def test_the_attack_finds_a_rule_that_only_hides_what_is_small():
    """A control: hiding the small ones and no more gives them away."""
    made = defaultdict(list)
    for counts in columns_of(12, 3):
        made[tuple(None if 0 < count < 3 else count for count in counts)].append(counts)
    assert any(len(origins) == 1 and None in picture for picture, origins in made.items())


def nested(rows: int):
    """Return a strategy for columns of which each is part of the one before."""
    first = st.lists(st.integers(0, 7), min_size=rows, max_size=rows)
    return first.flatmap(
        lambda counts: st.tuples(
            st.just(counts),
            st.tuples(*(st.integers(0, count) for count in counts)).map(list),
        )
    )


def readings(columns, shown):
    """Return every table that fits what is shown, the totals, and that columns are nested."""
    per_column = []
    for counts, seen in zip(columns, shown, strict=True):
        total = sum(counts)
        choices = [range(total + 1) if cell is None else [cell] for cell in seen]
        per_column.append([each for each in product(*choices) if sum(each) == total])
    return [
        (wide, narrow)
        for wide in per_column[0]
        for narrow in per_column[1]
        if all(n <= w for w, n in zip(wide, narrow, strict=True))
    ]


@settings(max_examples=150, deadline=None)
@given(nested(3))
def test_two_columns_compared_give_no_small_number_back(columns):
    shown = protect(columns, [3, 3])
    fitting = readings(columns, shown)
    for column, counts in enumerate(columns):
        for row, count in enumerate(counts):
            if 0 < count < 3:
                assert shown[column][row] is None
                found = {reading[column][row] for reading in fitting}
                everything = all(cell is None for seen in shown[column:] for cell in seen)
                assert len(found) > 1 or everything


def test_who_knows_the_rule_and_both_columns_cannot_work_out_a_small_number():
    """Run the rule over every two nested columns of nine people; those hidden whole are let be."""
    made = defaultdict(list)
    for wide in columns_of(9, 4):
        for narrow in product(*(range(count + 1) for count in wide)):
            if sum(narrow) > 5:
                shown = protect([wide, narrow], [3, 3])
                made[(*map(tuple, shown), sum(narrow))].append((wide, narrow))
    alone = [
        (key, origins)
        for key, origins in made.items()
        for column in (0, 1)
        for row in range(4)
        if key[column][row] is None
        and len({origin[column][row] for origin in origins}) == 1
        and 0 < origins[0][column][row] < 3
        and set(key[1]) != {None}
    ]
    assert alone == []


@given(nested(4))
def test_a_page_with_fewer_columns_hides_the_same_in_them(columns):
    assert protect(columns, [3, 3])[0] == protect(columns[:1], [3])[0]


def test_a_column_alone_would_be_given_away_by_the_one_beside_it():
    """A control: (5, 2) is hidden by itself; beside (5, 3) it is the only pair with a small one."""
    drawn, confirmed = [5, 3, 20, 9], [5, 2, 20, 9]
    alone = [suppress(drawn, 3), suppress(confirmed, 3)]
    assert alone == [drawn, [None, None, 20, 9]]
    fitting = [
        narrow for _, narrow in readings([drawn, confirmed], alone) if min(narrow[:2]) in (1, 2)
    ]
    assert fitting == [(5, 2, 20, 9)]
    assert protect([drawn, confirmed], [3, 3])[1] == [None] * 4


def test_partners_are_those_of_about_the_same_public_size():
    counts, smallest_first = [30, 2, 12, 6], [1, 3, 2, 0]
    assert protect([counts], [3], smallest_first) == [[30, None, 12, None]]
