"""Panels to seat, and what can be counted from a plan without the engine's help."""

import random
from collections import Counter
from collections.abc import Iterable, Mapping
from itertools import combinations

from sessions.tables import Person

AGES = ["16-29", "30-44", "30-44", "45-64", "45-64", "65+"]


def panel(size: int) -> list[Person]:
    chance = random.Random(1)
    return [
        Person(
            f"p{place}",
            {
                "age": chance.choice(AGES),
                "gender": chance.choice(["woman", "man"]),
                "area": chance.choice(["north", "central", "south"]),
            },
        )
        for place in range(size)
    ]


def pairs(seats: Iterable[Mapping]) -> Counter:
    """Count how often each pair shares a table."""
    return Counter(
        frozenset(pair)
        for row in seats
        for pair in combinations(sorted(row), 2)
        if row[pair[0]] == row[pair[1]]
    )


def off_by_more_than_one(people: list[Person], seats: Iterable[Mapping], tables: int) -> int:
    """Count the values of a table that are more than one person away from its share."""
    answers = {person.id: person.answers for person in people}
    wrong = 0
    for row in seats:
        whole = Counter(pair for who in row for pair in answers[who].items())
        for table in range(1, tables + 1):
            there = [who for who in row if row[who] == table]
            count = Counter(pair for who in there for pair in answers[who].items())
            wrong += sum(
                abs(count[pair] * len(row) - whole[pair] * len(there)) > len(row) for pair in whole
            )
    return wrong


def sizes(row: Mapping) -> list[int]:
    return sorted(Counter(row.values()).values())
