import os
import random
import subprocess
import sys
from itertools import permutations, product
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sessions.tables import (
    Impossible,
    Person,
    fewest_repeats,
    plan,
    planning,
    search,
    tables_for,
)
from sessions.tables.problem import Wishes, build
from tests.make_panel import off_by_more_than_one, pairs, panel, sizes


def test_everybody_has_one_seat_and_tables_differ_by_one_at_most():
    made = plan(panel(50), 6, 8, seed="a")
    for seats in made.seats:
        assert sorted(seats) == sorted(f"p{place}" for place in range(50))
        assert sizes(seats) == [6, 6, 6, 6, 6, 6, 7, 7]


def test_fifty_people_over_six_sessions_meet_widely_at_tables_that_all_mirror_the_panel():
    made = plan(panel(50), 6, 8, seed="a")
    assert made.imbalance == 0
    assert made.most_together <= 3
    assert made.repeated_pairs <= 60


def test_seats_left_to_chance_are_worse(monkeypatch):
    """The negative control: without the search the same measures are far off."""
    monkeypatch.setattr(planning, "STEPS_A_SEAT", 0)
    by_chance = plan(panel(50), 6, 8, seed="a")
    assert by_chance.repeated_pairs > 150
    assert by_chance.imbalance > 60


def test_the_measures_are_those_of_the_seats():
    people = panel(30)
    for steps in (0, planning.STEPS_A_SEAT):
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(planning, "STEPS_A_SEAT", steps)
            made = plan(people, 4, 5, seed="a", met=[["p0", "p1"]])
        counted = pairs([*made.seats, {"p0": 1, "p1": 1}])
        assert made.repeated_pairs == sum(times > 1 for times in counted.values())
        assert made.most_together == max(counted.values())
        assert made.fewest_met == min(
            sum(person.id in pair for pair in counted) for person in people
        )
        assert made.imbalance == off_by_more_than_one(people, made.seats, 5)


def test_the_same_seed_gives_the_same_plan_and_another_seed_another():
    assert plan(panel(20), 3, 3, seed="a") == plan(panel(20), 3, 3, seed="a")
    assert plan(panel(20), 3, 3, seed="a") != plan(panel(20), 3, 3, seed="b")


def test_the_order_of_everything_on_the_list_makes_no_difference():
    people = panel(20)
    wishes = {
        "apart": [("p0", "p1"), ("p5", "p6")],
        "pins": [("p3", 0, 2), ("p4", 1, 1)],
        "needs": {"p7": [1, 2], "p8": [3]},
        "away": [("p9", 1), ("p2", 2)],
        "met": [["p10", "p11"], ["p12", "p13", "p14"]],
    }
    turned = {
        "apart": [("p6", "p5"), ("p1", "p0")],
        "pins": wishes["pins"][::-1],
        "needs": {"p8": [3], "p7": [2, 1]},
        "away": wishes["away"][::-1],
        "met": [["p14", "p12", "p13"], ["p11", "p10"]],
    }
    other = [Person(one.id, dict(reversed(one.answers.items()))) for one in people]
    random.Random(2).shuffle(other)
    first = plan(people, 3, 3, seed="a", **wishes)
    again = plan(other, 3, 3, seed="a", **turned)
    assert repr(first) == repr(again)


PRINTED = """
from sessions.tables import plan, rotate
from tests.make_panel import panel
made = plan(panel(20), 3, 3, seed="a", apart=[("p0", "p1")], needs={"p7": {1, 2}})
print(made, rotate(made.seats, 3, {"f1", "f2", "f3"}))
"""


def test_neither_the_hash_seed_nor_the_threads_change_one_byte():
    root = Path(__file__).resolve().parents[2]
    outputs = {
        subprocess.run(
            [sys.executable, "-c", PRINTED],
            cwd=root,
            env={**os.environ, "PYTHONHASHSEED": seed, "OPENBLAS_NUM_THREADS": threads},
            capture_output=True,
            check=True,
        ).stdout
        for seed, threads in (("0", "1"), ("1", "2"), ("4294967295", "1"))
    }
    assert len(outputs) == 1
    assert b"Plan(seats=(" in outputs.pop()


def test_pairs_to_be_kept_apart_never_share_a_table():
    apart = [("p0", "p1"), ("p0", "p2"), ("p5", "p6")]
    made = plan(panel(24), 6, 4, seed="a", apart=apart)
    assert made.apart_broken == 0
    assert not [pair for pair in apart if pairs(made.seats)[frozenset(pair)]]


def test_pins_hold():
    pins = [("p3", session, 2) for session in range(4)] + [("p4", 1, 1)]
    made = plan(panel(24), 4, 4, seed="a", pins=pins)
    assert [seats["p3"] for seats in made.seats] == [2, 2, 2, 2]
    assert made.seats[1]["p4"] == 1


def test_access_needs_hold_in_every_session():
    made = plan(panel(24), 4, 4, seed="a", needs={"p3": [1], "p4": [1, 4]})
    assert [seats["p3"] for seats in made.seats] == [1, 1, 1, 1]
    assert {seats["p4"] for seats in made.seats} <= {1, 4}


def test_those_who_are_away_have_no_seat_and_the_others_fill_the_tables():
    made = plan(panel(24), 2, 4, seed="a", away=[(f"p{place}", 1) for place in range(5)])
    assert sizes(made.seats[0]) == [6, 6, 6, 6]
    assert sizes(made.seats[1]) == [4, 5, 5, 5]
    assert not {f"p{place}" for place in range(5)} & made.seats[1].keys()
    assert made.imbalance == off_by_more_than_one(panel(24), made.seats, 4)


def test_those_who_have_met_before_are_parted():
    met = [["p0", "p1", "p2"], ["p0", "p1", "p2"]]
    made = plan(panel(18), 1, 3, seed="a", met=met)
    assert len({made.seats[0][who] for who in ("p0", "p1", "p2")}) == 3


@pytest.mark.parametrize(
    ("wish", "message"),
    [
        ({"tables": 2}, "20 people do not fit at 2 tables of 9."),
        ({"sessions": 0}, "There must be at least one session and one table."),
        ({"apart": [("p0", "nobody")]}, "names somebody who is not on the list"),
        ({"away": [("nobody", 0)]}, "names somebody who is not on the list"),
        ({"away": [("p0", 2)]}, "An absence names a session that does not exist."),
        ({"pins": [("p0", 0, 9)]}, "a session or a table that does not exist"),
        ({"pins": [("p0", 0, 1), ("p0", 0, 2)]}, "pinned to two tables"),
        ({"pins": [("p0", 0, 1)], "needs": {"p0": [2]}}, "does not meet their needs"),
        ({"needs": {"p0": [4]}}, "An access need names a table that does not exist."),
        ({"needs": {"p0": []}}, "leave no table at all"),
        ({"apart": [("p0", "p0")]}, "kept apart from themselves"),
        (
            {"pins": [("p0", 0, 1), ("p1", 0, 1)], "apart": [("p0", "p1")]},
            "to be kept apart are pinned to one table",
        ),
        (
            {"pins": [(f"p{n}", 1, 1) for n in range(8)]},
            "Session 2: 8 people can only sit at table 1, which has 7 seats.",
        ),
        (
            {"needs": {f"p{n}": [1, 3] for n in range(15)}},
            "Session 1: too few people can sit at table 2 to fill it, as it needs 6.",
        ),
        (
            {"needs": {f"p{n}": [1, 2] for n in range(14)} | {"p14": [1], "p15": [2]}},
            "Session 1: too few people can sit at table 3 to fill it, as it needs 6.",
        ),
        (
            {"apart": [*permutations(["p0", "p1", "p2", "p3"], 2)]},
            "4 people are all to be kept apart from each other, at 3 tables.",
        ),
        (
            {"apart": [("p0", "p1")], "needs": {"p0": [2], "p1": [2]}},
            "Session 1: no seating was found that keeps all keep-apart pairs",
        ),
    ],
)
def test_wishes_that_cannot_be_kept_are_refused(wish, message):
    wish = {"sessions": 2, "tables": 3, **wish}
    with pytest.raises(Impossible, match=message):
        plan(panel(20), wish.pop("sessions"), wish.pop("tables"), seed="a", **wish)


def test_needs_that_overfill_two_tables_are_refused():
    needs = {f"p{n}": [1, 3] for n in range(15)}
    message = "Session 1: 15 people can only sit at tables 1, 3, which have 14 seats"
    with pytest.raises(Impossible, match=message):
        plan(panel(27), 1, 4, seed="a", needs=needs)


def test_nobody_can_be_on_the_list_twice():
    with pytest.raises(Impossible, match="twice"):
        plan([*panel(5), panel(1)[0]], 1, 1, seed="a")


def test_one_table_and_nobody_at_all_are_plans_too():
    assert set(plan(panel(5), 1, 1, seed="a").seats[0].values()) == {1}
    assert plan([], 1, 1, seed="a").seats == ({},)
    assert sorted(plan(panel(2), 1, 3, seed="a").seats[0]) == ["p0", "p1"]


@pytest.mark.parametrize(
    ("people", "facilitators", "tables"), [(50, 12, 8), (50, 8, 8), (50, 6, 6), (1, 1, 1)]
)
def test_a_facilitator_has_seven_where_there_are_enough_and_nine_at_most(
    people, facilitators, tables
):
    assert tables_for(people, facilitators) == tables


def test_too_few_facilitators_are_refused():
    with pytest.raises(Impossible, match="50 people need 6 facilitators or more, not 5"):
        tables_for(50, 5)


@pytest.mark.parametrize(
    ("people", "sessions", "tables", "bound"),
    [(110, 10, 16, 0), (50, 12, 8, 33), (4, 3, 2, 0), (4, 4, 2, 1), (3, 2, 1, 3)],
)
def test_the_bound_on_repeated_pairs_is_that_of_counting(people, sessions, tables, bound):
    assert fewest_repeats(people, sessions, tables) == bound


def field_of_sixteen(one: int, other: int) -> int:
    """Multiply in GF(16) modulo x⁴ + x + 1."""
    product = 0
    for bit in range(4):
        product ^= (one << bit) if other >> bit & 1 else 0
    for bit in (6, 5, 4):
        product ^= (0b10011 << bit - 4) if product >> bit & 1 else 0
    return product


def test_the_affine_plane_of_order_sixteen_reaches_the_bound_for_110_people():
    seats = [
        {
            f"p{place}": (place % 16 ^ field_of_sixteen(place // 16, session)) + 1
            for place in range(110)
        }
        for session in range(10)
    ]
    assert [sizes(row) for row in seats] == [[6] * 2 + [7] * 14] * 10
    assert max(pairs(seats).values()) == 1


# --- against every plan there is -------------------------------------------------------------


def every_row(people: list[Person], tables: int, apart, needs):
    for row in product(range(1, tables + 1), repeat=len(people)):
        seats = dict(zip((one.id for one in people), row, strict=True))
        counts = [row.count(table) for table in range(1, tables + 1)]
        if (
            max(counts) - min(counts) <= 1
            and not any(seats[one] == seats[other] for one, other in apart)
            and all(seats[who] in some for who, some in needs.items())
        ):
            yield seats


def worth(people, seats, tables):
    """First the mirror, then the pairs that meet again, as the engine ranks plans."""
    met = pairs(seats).values()
    return off_by_more_than_one(people, seats, tables), sum(t * (t - 1) // 2 for t in met)


TINY = [
    (size, sessions, tables, apart, needs)
    for size, tables, sessions in ((4, 2, 3), (5, 2, 3), (6, 2, 2), (6, 3, 2), (7, 3, 1), (8, 2, 1))
    for apart in ([], [("p0", "p1")])
    for needs in ({}, {"p2": [1]})
]


@pytest.mark.parametrize(("size", "sessions", "tables", "apart", "needs"), TINY)
def test_no_plan_of_all_is_better_on_tiny_panels(size, sessions, tables, apart, needs):
    people = panel(size)
    rows = [*every_row(people, tables, apart, needs)]
    best = min(worth(people, seats, tables) for seats in product(rows, repeat=sessions))
    made = plan(people, sessions, tables, seed="a", apart=apart, needs=needs)
    assert all(dict(seats) in rows for seats in made.seats)
    assert worth(people, made.seats, tables) == best


tiny = st.integers(2, 6).flatmap(
    lambda size: st.tuples(
        st.just(size),
        st.integers(1, 3),
        st.lists(st.tuples(st.integers(0, size - 1), st.integers(0, size - 1)), max_size=6),
        st.dictionaries(
            st.integers(0, size - 1),
            st.sets(st.integers(1, 3), min_size=1),
            max_size=3,
        ),
    )
)


@settings(max_examples=150, deadline=None)
@given(tiny)
def test_wishes_are_refused_exactly_when_no_plan_keeps_them(drawn):
    size, tables, apart, needs = drawn
    apart = [(f"p{one}", f"p{other}") for one, other in apart if one != other]
    needs = {f"p{who}": {min(table, tables) for table in some} for who, some in needs.items()}
    possible = any(True for _ in every_row(panel(size), tables, apart, needs))
    try:
        made = plan(panel(size), 1, tables, seed="a", apart=apart, needs=needs)
    except Impossible:
        assert not possible
    else:
        assert dict(made.seats[0]) in [*every_row(panel(size), tables, apart, needs)]


@st.composite
def wishes(draw):
    size, tables, sessions = draw(st.integers(8, 26)), draw(st.integers(3, 5)), 3
    who = st.integers(0, size - 1).map(lambda place: f"p{place}")
    number = st.integers(0, sessions - 1)
    return {
        "people": panel(size),
        "sessions": sessions,
        "tables": tables,
        "seed": draw(st.integers()),
        "apart": draw(
            st.lists(st.tuples(who, who).filter(lambda pair: pair[0] != pair[1]), max_size=4)
        ),
        "pins": draw(
            st.lists(
                st.tuples(who, number, st.integers(1, tables)),
                max_size=4,
                unique_by=lambda pin: pin[:2],
            )
        ),
        "needs": draw(
            st.dictionaries(who, st.sets(st.integers(1, tables), min_size=1), max_size=3)
        ),
        "away": draw(st.lists(st.tuples(who, number), max_size=5)),
    }


@settings(max_examples=40, deadline=None)
@given(wishes())
def test_every_plan_keeps_every_wish(asked):
    try:
        made = plan(**asked)
    except Impossible:
        return
    for session, row in enumerate(made.seats):
        away = {who for who, its in asked["away"] if its == session}
        assert row.keys() == {one.id for one in asked["people"]} - away
        counts = [[*row.values()].count(table) for table in range(1, asked["tables"] + 1)]
        assert max(counts) - min(counts) <= 1
        assert sum(counts) == len(row)
        assert all(row.get(one, -1) != row.get(other, -2) for one, other in asked["apart"])
        assert all(
            row.get(who, table) == table for who, its, table in asked["pins"] if its == session
        )
        assert all(row[who] in some for who, some in asked["needs"].items() if who in row)


def test_every_change_that_the_search_expects_is_the_change_that_comes():
    """Each swap of each pair of tables, empty seats included, against the whole cost anew."""
    people = panel(23)
    problem = build(people, 2, 4, Wishes(needs={"p1": [1, 2]}, met=[["p0", "p5", "p6"]]))
    home = np.random.default_rng(3).integers(-1, 4, (2, 23))
    weights = search.Weights(mirror=3, moved=2)
    start = planning._search(problem, home, search.Weights(moved=2, steps=1), search.Chance("a"))
    state = search.Search(problem, start, home=home, weights=weights, chance=search.Chance("a"))
    seen = 0
    for session, first, second in product(range(2), range(4), range(4)):
        size = (state.seat[session, [first, second]] < 23).sum(axis=1)
        if first == second or size[0] < size[1]:
            continue
        table = np.array([[first, second]])
        seat = state.seat[session, table]
        change = state.changes(np.array([session]), table, seat.copy(), size[None])
        for one, other in np.ndindex(*change.shape[1:]):
            if change[0, one, other] > search.NEVER / 2:
                continue
            before, kept = state.cost(), (state.seat.copy(), state.together.copy())
            state._weigh(search.FIRM * weights.mirror)
            firm = state.changes(np.array([session]), table, seat.copy(), size[None])
            state._weigh(weights.mirror)
            state.swap(np.array([session]), table, seat, np.array([one]), np.array([other]))
            assert state.cost() - before == firm[0, one, other]
            assert (state.together == state.count_together()).all()
            state.seat, state.together = kept
            seen += 1
    assert seen > 300
