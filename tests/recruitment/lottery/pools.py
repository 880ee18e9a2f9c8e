"""Seeded pools larger than a list of every panel could be made of."""

import random

from recruitment.lottery import Person, Problem, Target


def middling() -> tuple[list[Person], list[Target], int]:
    """Return 120 people, some of whom share homes, for 20 seats."""
    rng = random.Random(5)
    people = [
        Person(
            f"p{number:03d}",
            {"age": rng.choice("abcdd"), "sex": rng.choice("fm"), "area": rng.choice("nsccc")},
            f"h{rng.randrange(100)}",
        )
        for number in range(120)
    ]
    targets = [Target("age", value, 5, 5) for value in "abcd"]
    targets += [Target("sex", value, 9, 11) for value in "fm"]
    targets += [Target("area", "n", 7, 8), Target("area", "c", 4, 20)]
    return people, targets, 20


def rare(count: int, size: int, seed: int, shared: float = 0.5) -> Problem:
    """Return people of seven categories, hardly two of them alike.

    Of each hundred, 100·`shared` have an address drawn from `count`, so that a third share homes.
    """
    rng = random.Random(seed)
    categories = {f"q{number}": "abcde"[: 2 + number % 4] for number in range(7)}
    people = [
        Person(
            f"p{number:04d}",
            {
                key: rng.choices(values, range(1, len(values) + 1))[0]
                for key, values in categories.items()
            },
            f"h{rng.randrange(count)}" if rng.random() < shared else None,
        )
        for number in range(count)
    ]
    homes = {person.household or person.id: person for person in people}
    some = rng.sample([homes[home] for home in sorted(homes)], size)
    targets = []
    for key, values in categories.items():
        for value in values:
            there = sum(person.values[key] == value for person in some)
            targets.append(Target(key, value, max(0, there - 1), there + 1))
    return Problem(people, targets, size)
