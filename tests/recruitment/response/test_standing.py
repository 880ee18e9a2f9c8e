import pytest

from recruitment.lottery import Person, Target
from recruitment.response import enough, standing

AGES = [Target("age", "young", 2, 3), Target("age", "old", 2, 3)]
BOTH = [*AGES, Target("gender", "woman", 2, 3), Target("gender", "man", 2, 3)]


def people(*kinds, household=None):
    words = [kind.split() for kind in kinds]
    return [
        Person(f"P{number:02d}", {"age": age, "gender": gender}, household)
        for number, (age, gender) in enumerate(words)
    ]


def misses(found):
    return [(miss.target.name, miss.seats, miss.is_over) for miss in found.misses]


def test_a_target_is_missed_by_the_seats_that_stay_empty():
    found = standing(people("young man", *["old man"] * 6, *["old woman"] * 6), BOTH, 5)
    assert misses(found) == [("age/old", 1, True), ("age/young", 1, False)]
    assert not found.is_met


def test_a_combination_that_is_lacking_is_found_though_every_value_has_its_people():
    """Young men only, old women only: each value has enough, and no panel of these does."""
    targets = [
        Target("age", "young", 3, 3),
        Target("age", "old", 2, 2),
        Target("gender", "woman", 3, 3),
        Target("gender", "man", 2, 2),
    ]
    found = standing(people(*["young man"] * 9, *["old woman"] * 9), targets, 5)
    assert not found.is_met
    assert sum(miss.seats for miss in found.misses) == 2
    assert found.missing == 0


def test_the_value_that_is_scarcest_among_those_short_is_named():
    targets = [Target("age", "young", 4, 6), Target("age", "old", 4, 6), *BOTH[2:]]
    targets[2:] = [Target("gender", "woman", 4, 6), Target("gender", "man", 4, 6)]
    pool = people("young woman", "young woman", *["old man"] * 9, *["old woman"] * 9)
    [short] = [miss for miss in standing(pool, targets, 10).misses if not miss.is_over]
    assert (short.target.value, short.seats) == ("young", 2)
    assert (short.among, short.have) == (("gender", "man"), 0)


def test_fewer_homes_than_seats_fill_no_panel():
    found = standing(people(*["young man"] * 8, household="one"), BOTH, 5)
    assert found.missing == 4
    assert misses(found) == [("age/old", 2, False), ("gender/woman", 2, False)]


def test_targets_met_with_three_for_each_seat_are_comfortable():
    pool = people(*["young man", "old man", "young woman", "old woman"] * 3)
    assert standing(pool, BOTH, 5).is_comfortable
    assert [target.name for target in standing(pool[:10], BOTH, 5).thin] == [
        "age/old", "gender/woman",
    ] or standing(pool[:10], BOTH, 5).is_met  # fmt: skip


@pytest.mark.parametrize(("low", "high", "people"), [(0, 1, 1), (1, 2, 3), (9, 11, 27), (1, 5, 5)])
def test_enough_is_three_for_each_seat_that_must_be_and_one_for_each_that_may(low, high, people):
    assert enough(Target("age", "young", low, high)) == people
