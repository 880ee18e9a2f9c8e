from itertools import product

import pytest

from sessions.tables import Impossible, plan, replan
from tests.make_panel import off_by_more_than_one, pairs, panel, sizes

MISSING = ["p3", "p20", "p41"]


def moves(before, after):
    return sum(before[who] != after[who] for who in before.keys() & after.keys())


def fewest_moves(people, row, tables, here):
    """Try every seating."""
    best = len(here) + 1
    for seats in product(range(1, tables + 1), repeat=len(here)):
        counts = [seats.count(table) for table in range(1, tables + 1)]
        if max(counts) - min(counts) <= 1:
            best = min(best, moves(row, dict(zip(here, seats, strict=True))))
    return best


def test_sessions_that_are_held_and_those_that_still_stand_keep_every_seat():
    people = panel(50)
    first = plan(people, 6, 8, seed="a")
    made = replan(people, first.seats, 8, held=2, seed="b", away=[(who, 2) for who in MISSING])
    assert [made.seats[session] for session in (0, 1, 3, 4, 5)] == [
        first.seats[session] for session in (0, 1, 3, 4, 5)
    ]
    assert not set(MISSING) & made.seats[2].keys()
    assert sizes(made.seats[2]) == [5, 6, 6, 6, 6, 6, 6, 6]
    assert made.moved == moves(first.seats[2], made.seats[2]) <= 3
    assert made.repeated_pairs == sum(times > 1 for times in pairs(made.seats).values())


def test_nobody_moves_where_nothing_needs_to_change():
    people = panel(20)
    first = plan(people, 2, 3, seed="a")
    large = max(first.seats[0].values(), key=[*first.seats[0].values()].count)
    gone = next(who for who in sorted(first.seats[0]) if first.seats[0][who] == large)
    made = replan(people, first.seats, 3, held=0, seed="b", away=[(gone, 0)])
    assert made.moved == 0
    assert made.seats[0] == {who: its for who, its in first.seats[0].items() if who != gone}


@pytest.mark.parametrize("gone", [["p0"], ["p0", "p1"], ["p1", "p4", "p6"], ["p2", "p3", "p8"]])
def test_no_seating_moves_fewer_people_on_tiny_panels(gone):
    people = panel(9)
    first = plan(people, 1, 3, seed="a")
    here = [one.id for one in people if one.id not in gone]
    made = replan(people, first.seats, 3, held=0, seed="b", away=[(who, 0) for who in gone])
    assert made.moved == fewest_moves(people, first.seats[0], 3, here)


def test_a_whole_table_that_stays_away_is_filled_from_the_others():
    people = panel(50)
    first = plan(people, 2, 8, seed="a")
    gone = [who for who, table in first.seats[0].items() if table == 3]
    made = replan(people, first.seats, 8, held=0, seed="b", away=[(who, 0) for who in gone])
    left = 50 - len(gone)
    assert sizes(made.seats[0]) == sorted(left // 8 + (t < left % 8) for t in range(8))
    assert made.moved == 5


def test_every_table_mirrors_those_who_came_when_that_comes_first():
    people = panel(50)
    first = plan(people, 6, 8, seed="a")
    away = [(who, 2) for who in MISSING]
    kept = replan(people, first.seats, 8, held=2, seed="b", away=away)
    made = replan(people, first.seats, 8, held=2, seed="b", away=away, mirror_first=True)
    assert kept.imbalance == off_by_more_than_one(people, kept.seats[2:], 8)
    assert made.imbalance == 0
    assert kept.moved <= made.moved <= 12
    assert sum(one != other for one, other in zip(first.seats, made.seats, strict=True)) == 1


def test_those_who_left_lose_their_seats_and_those_who_join_get_one():
    people = panel(25)
    first = plan(people[:24], 3, 4, seed="a")
    made = replan(people[1:], first.seats, 4, held=1, seed="b")
    assert made.seats[0] == first.seats[0]
    for session in (1, 2):
        assert made.seats[session].keys() == {one.id for one in people[1:]}
        assert sizes(made.seats[session]) == [6, 6, 6, 6]
    assert made.moved <= 2


def test_a_table_less_seats_its_people_elsewhere_and_moves_nobody_else():
    people = panel(24)
    first = plan(people, 1, 4, seed="a")
    made = replan(people, first.seats, 3, held=0, seed="b")
    assert sizes(made.seats[0]) == [8, 8, 8]
    assert made.moved == 6


def test_the_rules_hold_for_the_sessions_to_come():
    people = panel(24)
    first = plan(people, 3, 4, seed="a")
    wishes = {"apart": [("p0", "p1")], "pins": [("p2", 1, 3)], "needs": {"p4": [2]}}
    made = replan(people, first.seats, 4, held=1, seed="b", **wishes)
    assert made.seats[0] == first.seats[0]
    for row in made.seats[1:]:
        assert row["p0"] != row["p1"]
        assert row["p4"] == 2
    assert made.seats[1]["p2"] == 3


def test_people_who_sat_together_already_are_parted_where_that_costs_no_move():
    people = panel(9)
    first = plan(people[:6], 2, 3, seed="a")
    made = replan(people, first.seats, 3, held=1, seed="b")
    assert made.moved == 0
    assert sizes(made.seats[1]) == [3, 3, 3]


def test_the_same_seed_and_any_order_give_the_same_plan():
    people = panel(50)
    first = plan(people, 3, 8, seed="a")
    away = [(who, 1) for who in MISSING]
    one = replan(people, first.seats, 8, held=1, seed="b", away=away, mirror_first=True)
    turned = [dict(reversed(row.items())) for row in first.seats]
    other = replan(people[::-1], turned, 8, held=1, seed="b", away=away[::-1], mirror_first=True)
    assert one == other


@pytest.mark.parametrize("held", [2, 3, -1])
def test_there_must_be_a_session_left_to_plan(held):
    people = panel(8)
    first = plan(people, 2, 2, seed="a")
    with pytest.raises(Impossible, match="session"):
        replan(people, first.seats, 2, held=held, seed="b")
