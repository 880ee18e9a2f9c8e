from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sessions.tables import Impossible, plan, rotate
from sessions.tables.facilitators import assign
from tests.make_panel import panel


def led(seats, rota):
    """Return facilitator → everybody they have had, once a session."""
    return {
        who: [
            one
            for row, its in zip(seats, rota, strict=True)
            for one in row
            if who in its and row[one] == its[who]
        ]
        for who in rota[0]
    }


def test_each_table_has_one_facilitator_in_every_session():
    made = plan(panel(24), 4, 4, seed="a")
    for row in rotate(made.seats, 4, ["f1", "f2", "f3", "f4"]):
        assert sorted(row) == ["f1", "f2", "f3", "f4"]
        assert sorted(row.values()) == [1, 2, 3, 4]


def test_facilitators_meet_more_people_than_if_they_stayed():
    made = plan(panel(50), 6, 8, seed="a")
    team = [f"f{place}" for place in range(8)]
    rota = rotate(made.seats, 8, team)
    stay = tuple({who: place + 1 for place, who in enumerate(team)} for _ in range(6))
    met = [len(set(those)) for those in led(made.seats, rota).values()]
    assert sum(met) > sum(len(set(those)) for those in led(made.seats, stay).values())
    assert min(met) >= 30


def test_who_has_led_least_comes_next_when_there_are_more_than_tables():
    made = plan(panel(12), 3, 2, seed="a")
    rota = rotate(made.seats, 2, ["f1", "f2", "f3"])
    assert [sorted(row) for row in rota] == [["f1", "f2"], ["f1", "f3"], ["f2", "f3"]]


def test_fewer_facilitators_than_tables_lead_one_table_each():
    made = plan(panel(24), 3, 4, seed="a")
    for row in rotate(made.seats, 4, ["f1", "f2"]):
        assert len({*row.values()}) == 2


def test_facilitators_who_are_away_or_need_a_certain_table():
    made = plan(panel(24), 3, 4, seed="a")
    rota = rotate(made.seats, 4, ["f1", "f2", "f3"], away=[("f1", 1)], needs={"f2": {4}})
    assert [sorted(row) for row in rota] == [["f1", "f2", "f3"], ["f2", "f3"], ["f1", "f2", "f3"]]
    assert [row["f2"] for row in rota] == [4, 4, 4]


def test_needs_that_clash_are_refused():
    made = plan(panel(24), 1, 4, seed="a")
    with pytest.raises(Impossible, match="Session 1: the facilitators' needs cannot all be met"):
        rotate(made.seats, 4, ["f1", "f2"], needs={"f1": {2}, "f2": {2}})


@given(
    st.integers(1, 4).flatmap(
        lambda rows: st.lists(
            st.lists(st.integers(0, 9), min_size=4, max_size=4), min_size=rows, max_size=rows
        )
    )
)
def test_the_assignment_is_the_cheapest_of_all(cost):
    columns = assign(cost)
    assert len(set(columns)) == len(cost)
    assert sum(row[column] for row, column in zip(cost, columns, strict=True)) == min(
        sum(row[column] for row, column in zip(cost, choice, strict=True))
        for choice in permutations(range(4), len(cost))
    )
