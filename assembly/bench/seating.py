"""Table plans for a whole assembly at once."""

import random

from sessions.tables import Person, plan

from .pools import shares
from .row import Row, cpu

GOAL = {110: 130.0}
CASES = ((50, 6, 8), (50, 12, 8), (110, 10, 16))


def people(count: int) -> list[Person]:
    rng, wanted = random.Random(count), shares(3, seven=False)
    return [
        Person(
            f"m{number}",
            {
                key: rng.choices(list(values), list(values.values()))[0]
                for key, values in wanted.items()
            },
        )
        for number in range(count)
    ]


def measure(*, quick: bool) -> list[Row]:
    rows = []
    for count, sessions, tables in CASES[:1] if quick else CASES:
        case = f"{count} people, {sessions} sessions, {tables} tables"
        with cpu() as clock:
            made = plan(people(count), sessions, tables, seed="bench")
        rows.append(Row("seating", case, clock.seconds, "CPU s", 2.0, holds=clock.seconds <= 2.0))
        goal = 130.0 if count == 110 else None
        repeated = float(made.repeated_pairs)
        rows.append(
            Row(
                "seating",
                f"repeated pairs, {case}",
                repeated,
                "pairs",
                goal,
                holds=None if goal is None else repeated <= goal,
            )
        )
    return rows
