import random
from collections import Counter
from itertools import combinations

import pytest

from sessions.tables import Impossible, Person, plan, search


def panel(size: int) -> list[Person]:
    chance = random.Random(1)
    return [
        Person(
            f"p{place}",
            {
                "age": chance.choice(["16-29", "30-44", "30-44", "45-64", "45-64", "65+"]),
                "gender": chance.choice(["woman", "man"]),
                "area": chance.choice(["north", "central", "south"]),
            },
        )
        for place in range(size)
    ]


def pairs(made) -> Counter:
    return Counter(
        frozenset(pair)
        for seats in made.seats
        for pair in combinations(sorted(seats), 2)
        if seats[pair[0]] == seats[pair[1]]
    )


def test_everybody_has_one_seat_and_tables_differ_by_one_at_most():
    made = plan(panel(50), 6, 8, seed="a")
    for seats in made.seats:
        assert sorted(seats) == sorted(f"p{place}" for place in range(50))
        assert sorted(Counter(seats.values()).values()) == [6, 6, 6, 6, 6, 6, 7, 7]


def test_fifty_people_over_six_sessions_meet_widely_at_tables_that_mirror_the_panel():
    made = plan(panel(50), 6, 8, seed="a")
    assert made.most_together <= 3
    assert made.repeated_pairs <= 100
    assert made.imbalance <= 8


def test_seats_left_to_chance_are_worse(monkeypatch):
    """The negative control: without the search the same measures are far off."""
    monkeypatch.setattr(search, "MOST_STEPS", 0)
    by_chance = plan(panel(50), 6, 8, seed="a")
    assert by_chance.repeated_pairs > 150
    assert by_chance.imbalance > 60


def test_the_measures_are_those_of_the_seats():
    made = plan(panel(30), 4, 5, seed="a")
    counted = pairs(made)
    assert made.repeated_pairs == sum(times > 1 for times in counted.values())
    assert made.most_together == max(counted.values())
    met = Counter(one for pair in counted for one in pair)
    assert made.fewest_met == min(met.values())


def test_the_same_seed_gives_the_same_plan_and_another_seed_another():
    assert plan(panel(20), 3, 3, seed="a") == plan(panel(20), 3, 3, seed="a")
    assert plan(panel(20), 3, 3, seed="a") != plan(panel(20), 3, 3, seed="b")


def test_pairs_to_be_kept_apart_never_share_a_table():
    apart = [("p0", "p1"), ("p0", "p2"), ("p5", "p6")]
    made = plan(panel(24), 6, 4, seed="a", apart=apart)
    assert made.apart_broken == 0
    assert not [pair for pair in apart if pairs(made)[frozenset(pair)]]


def test_pins_hold():
    pins = [("p3", session, 2) for session in range(4)] + [("p4", 1, 1)]
    made = plan(panel(24), 4, 4, seed="a", pins=pins)
    assert [seats["p3"] for seats in made.seats] == [2, 2, 2, 2]
    assert made.seats[1]["p4"] == 1


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
        ({"pins": [("p0", 0, 9)]}, "a session or a table that does not exist"),
        ({"pins": [("p0", 0, 1), ("p0", 0, 2)]}, "pinned to two tables"),
        (
            {"pins": [("p0", 0, 1), ("p1", 0, 1)], "apart": [("p0", "p1")]},
            "to be kept apart are pinned to one table",
        ),
        ({"pins": [(f"p{n}", 0, 1) for n in range(10)]}, "More than 9 people are pinned"),
    ],
)
def test_wishes_that_cannot_be_kept_are_refused(wish, message):
    wish = {"sessions": 2, "tables": 3, **wish}
    with pytest.raises(Impossible, match=message):
        plan(panel(20), wish.pop("sessions"), wish.pop("tables"), seed="a", **wish)


def test_nobody_can_be_on_the_list_twice():
    with pytest.raises(Impossible, match="twice"):
        plan([*panel(5), panel(1)[0]], 1, 1, seed="a")


def test_one_table_and_nobody_at_all_are_plans_too():
    assert set(plan(panel(5), 1, 1, seed="a").seats[0].values()) == {1}
    assert plan([], 1, 1, seed="a").seats == ({},)
