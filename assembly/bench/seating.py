"""Table plans for a whole assembly at once, and again when three people are missing."""

import random

from sessions.tables import Person, Plan, fewest_repeats, plan, replan

from .pools import shares
from .row import Row, cpu

CASES = ((50, 6, 8), (110, 10, 16), (110, 10, 17), (50, 12, 8))
MOST_REPEATED = {110: 130.0}
MOST_SECONDS = 2.0
RUNS = 3
MISSING = ("m3", "m20", "m41")


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
    for count, sessions, tables in CASES[:2] if quick else CASES:
        panel = people(count)
        sizes = f"{count // tables}–{-(-count // tables)}"
        case = f"{count} people, {sessions} sessions, {tables} tables of {sizes}"
        seconds = []
        for _ in range(1 if quick else RUNS):
            with cpu() as clock:
                made = plan(panel, sessions, tables, seed="bench")
            seconds.append(clock.seconds)
        rows.append(_row(f"least of {len(seconds)}, {case}", min(seconds), "CPU s", MOST_SECONDS))
        rows.append(_row(f"counts off by more than one, {case}", made.imbalance, "counts", 0))
        bound = fewest_repeats(count, sessions, tables)
        repeated = f"repeated pairs (no plan has fewer than {bound}), {case}"
        rows.append(_row(repeated, made.repeated_pairs, "pairs", MOST_REPEATED.get(count)))
        rows += _again(panel, made, sessions // 2, case)
    return rows


def _again(panel: list[Person], made: Plan, held: int, case: str) -> list[Row]:
    """Three people are missing half way through the sessions."""
    away = [(who, held) for who in MISSING]
    rows = []
    for mirror_first in (False, True):
        with cpu() as clock:
            again = replan(
                panel,
                made.seats,
                made.tables,
                held=held,
                seed="bench",
                away=away,
                mirror_first=mirror_first,
            )
        what = "three missing, mirror first" if mirror_first else "three missing, fewest moves"
        rows.append(_row(f"{what}, {case}", clock.seconds, "CPU s", MOST_SECONDS))
        rows.append(_row(f"{what}, {case}", again.moved, "moved", None))
        goal = 0 if mirror_first else None
        rows.append(_row(f"{what}, {case}", again.imbalance, "counts", goal))
    return rows


def _row(case: str, figure: float, unit: str, goal: float | None) -> Row:
    holds = None if goal is None else figure <= goal
    return Row("seating", case, float(figure), unit, goal, holds=holds)
