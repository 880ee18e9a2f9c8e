"""The result as a file: lottery.json, which `check` reads without the solver."""

import json
from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from .certificate import Branch, Level, Lottery, Row
from .problem import Problem
from .reach import unreachable

FORMAT = "assembly-lottery/1"


def lottery_file(
    problem: Problem,
    lottery: Lottery,
    exact: Sequence[tuple[Sequence[str], Fraction]],
    uniform: Sequence[Sequence[str]],
) -> dict[str, Any]:
    """Return the content of lottery.json: chances, both lotteries over panels, the certificate.

    `exact` are panels with probabilities that sum to 1, `uniform` equally likely panels.
    """
    chances: dict[str, Fraction] = {person.id: Fraction(0) for person in problem.people}
    for members, probability in exact:
        for name in members:
            chances[name] += probability
    return {
        "format": FORMAT,
        "engine": lottery.engine,
        "size": problem.size,
        "objective": lottery.objective,
        "cap": lottery.cap,
        "people": [{"id": name, "chance": float(chance)} for name, chance in chances.items()],
        "unreachable": [
            {"ids": list(each.ids), "reason": each.reason} for each in unreachable(problem, lottery)
        ],
        "exact": {
            "panels": [
                {
                    "members": list(members),
                    "probability": f"{probability.numerator}/{probability.denominator}",
                }
                for members, probability in exact
            ]
        },
        "uniform": {"count": len(uniform), "panels": [list(panel) for panel in uniform]},
        "certificate": certificate(problem, lottery),
    }


def canonical(content: Any) -> bytes:
    """Return JSON with sorted keys and no spaces, and a line feed at the end."""
    text = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return f"{text}\n".encode()


def certificate(problem: Problem, lottery: Lottery) -> dict[str, Any]:
    """Return the proof in terms of people: prices of targets, seats, addresses, caps and cuts.

    `classes` are lists of ids of people alike; levels name the classes they settle.
    """
    rows = {row.name: row for row in lottery.rows}
    cuts = [row for row in lottery.rows if row.kind == "cut"]
    number = {row.name: str(place) for place, row in enumerate(cuts)}
    return {
        "classes": [
            [problem.people[place].id for place in people] for people in problem.classes.people
        ],
        "levels": [_level(problem, level, rows, number) for level in lottery.levels],
        "cuts": [
            {
                "coefficients": [float(each) for each in row.coefficients],
                "most": row.high,
                "proof": _branch(problem, row.proof, rows) if row.proof else None,
            }
            for row in cuts
        ],
    }


def _level(
    problem: Problem, level: Level, rows: dict[str, Row], number: dict[str, str]
) -> dict[str, Any]:
    cuts = {number[name]: price for name, price in level.prices.items() if name in number}
    return {
        "value": level.value,
        "bound": level.bound,
        "classes": list(level.fixed),
        "cuts": cuts,
        **_prices(problem, level.prices, rows),
    }


def _prices(problem: Problem, prices: dict[str, float], rows: dict[str, Row]) -> dict[str, Any]:
    """Split prices by what they are on: addresses and caps by the id of one person each."""
    plain: dict[str, float] = {}
    addresses: dict[str, float] = {}
    caps: dict[str, float] = {}
    targets = {target.name for target in problem.targets}
    for name, price in prices.items():
        kind = "target" if name in targets else name.partition(" of ")[0]
        if kind == "home":
            addresses |= dict.fromkeys(_homes(problem, name), price)
        elif kind == "cap":
            caps |= dict.fromkeys(_alike(problem, name), price)
        elif name not in rows or rows[name].kind != "cut":
            plain[name] = price
    return {"prices": plain, "addresses": addresses, "caps": caps}


def _class_of(problem: Problem, name: str) -> int:
    first = name.partition(" of ")[2]
    return next(
        t
        for t, people in enumerate(problem.classes.people)
        if problem.people[people[0]].id == first
    )


def _homes(problem: Problem, name: str) -> list[str]:
    """Return one person of each of the households that a row is about."""
    homes = problem.classes.homes[_class_of(problem, name)]
    return [problem.people[home[0]].id for home in homes]


def _alike(problem: Problem, name: str) -> list[str]:
    people = problem.classes.people[_class_of(problem, name)]
    return [problem.people[place].id for place in people]


def _branch(problem: Problem, branch: Branch, rows: dict[str, Row]) -> dict[str, Any]:
    if branch.prices is not None:
        return _prices(problem, branch.prices, rows)
    if branch.below is None or branch.above is None:
        raise ValueError("A branch has prices, or both halves of a split")
    return {
        "class": branch.split,
        "seats": branch.seats,
        "below": _branch(problem, branch.below, rows),
        "above": _branch(problem, branch.above, rows),
    }
