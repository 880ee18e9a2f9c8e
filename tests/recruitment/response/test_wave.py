import numpy as np
import pytest

from recruitment.lottery import Person, Target
from recruitment.response import (
    DEPRIVED,
    WANTED,
    Campaign,
    Cell,
    Mailing,
    Need,
    Room,
    feasible,
    forecast,
    second_wave,
)

SOUTH = frozenset({"Leyton", "Cathall"})
WARDS = ("Chapel End", "Endlebury", "Hatch Lane", "Leyton", "Cathall")


def told(a_day=12):
    daily = np.array([0, 3 * a_day, 3 * a_day, 2 * a_day, a_day, a_day, a_day], np.int64)
    return forecast(Campaign([Mailing(0, 5_000)], daily, 28), np.random.default_rng(1))


def rooms(young=2, left=3_000, south=20, north=30):
    return [
        Room(
            Cell(
                ward,
                band,
                500,
                (south if ward in SOUTH else north) // 2,
                {("age", "young"): young},
            ),
            left,
        )
        for ward in WARDS
        for band in (DEPRIVED, "other")
    ]


def advise(needs, places=None, day=14, known=None):
    places = rooms() if places is None else places
    return second_wave(known or told(), places, needs, day=day, rng=np.random.default_rng(2))


def need(**fields):
    """Ask for forty young people where twenty have come, as many as one in five."""
    young = {"category": "age", "value": "young", "registered": 20, "share": 0.2, "wanted": 40}
    return Need(**{**young, **fields})


def south(**fields):
    return need(category="area", value="south", wards=SOUTH, **fields)


def test_nothing_is_advised_where_enough_will_come_anyway():
    advice = advise([need(registered=60)])
    assert advice.chance >= WANTED
    assert (advice.is_needed, advice.plan) == (False, None)


def test_a_plan_is_the_smallest_that_reaches_the_chance():
    advice = advise([need()])
    assert advice.is_needed
    assert advice.plan.chance >= WANTED
    assert advice.plan.letters % 50 == 0
    more = advise([need(wanted=45)])
    assert more.plan.letters > advice.plan.letters


def test_a_plan_brings_about_the_rate_of_the_first_letters():
    """5,000 letters brought some 200; two weeks are left to those posted on day 14."""
    plan = advise([need()]).plan
    assert 0.015 < plan.registrations / plan.letters < 0.06


def test_an_area_that_lacks_people_gets_the_letters():
    advice = advise([south(registered=40, share=0.4, wanted=90)])
    assert set(advice.plan.wards) == SOUTH


def test_a_value_that_lives_in_deprived_parts_is_sought_there():
    places = [
        Room(Cell(ward, band, 500, 15, {("age", "young"): 9 if band == DEPRIVED else 0}), 3_000)
        for ward in WARDS
        for band in (DEPRIVED, "other")
    ]
    plan = advise([need(registered=45, wanted=75)], places).plan
    assert plan.even_share < 100
    assert plan.wards == ()


def test_where_no_wave_would_do_the_best_is_told_as_not_enough():
    advice = advise([need(registered=0, share=0.001, wanted=60)])
    assert advice.plan is None
    assert advice.best.chance < WANTED


def test_no_more_letters_are_advised_than_there_are_homes():
    advice = advise([need(wanted=60)], rooms(left=20))
    found = advice.plan or advice.best
    assert found.letters <= 20 * len(WARDS) * 2


def test_without_homes_or_time_there_is_no_plan():
    assert advise([need()], []).plan is None
    assert advise([need(wanted=60)], day=29).plan is None


def test_the_same_chance_gives_the_same_advice():
    assert advise([need()]) == advise([need()])


def person(place, age):
    return Person(f"P{place:03d}", {"age": age})


@pytest.mark.parametrize(("young", "wanted", "least", "most"), [(30, 5, 1, 1), (0, 9, 0, 0)])
def test_the_lottery_tries_pools_as_they_may_be(young, wanted, least, most):
    known = told(a_day=2)
    people = [person(place, "young" if place < young else "old") for place in range(60)]
    targets = [Target("age", "young", wanted, 10), Target("age", "old", 0, 10)]
    shares = {"age": {"young": 0.001 if not young else 0.5, "old": 0.5}}
    share = feasible(known, people, shares, targets, 10, np.random.default_rng(3))
    assert least <= share <= most
