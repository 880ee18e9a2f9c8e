"""Pools as they may be at the close, person by person, for the lottery itself to try."""

from collections.abc import Mapping, Sequence

import numpy as np

from recruitment.lottery import BadProblem, Person, Problem, Target, advise

from .forecast import Forecast
from .prior import PEOPLE

POOLS = 10


def feasible(
    told: Forecast,
    people: Sequence[Person],
    shares: Mapping[str, Mapping[str, float]],
    targets: Sequence[Target],
    seats: int,
    rng: np.random.Generator,
    more: int = 0,
    pools: int = POOLS,
) -> float:
    """Return in what share of simulated pools the lottery meets all targets.

    `more` are people to expect from a further wave. Those to come resemble somebody who came, or,
    as often as `PEOPLE` stands to all, are made up of the population's `shares` (category → value →
    share), each category by itself.
    """
    count = 0
    for number in range(pools):
        come = int(told.to_come[number * len(told.draws) // pools]) + more
        pool = [*people, *(_one(place, people, shares, rng) for place in range(come))]
        try:
            count += not advise(Problem(pool, list(targets), seats))
        except BadProblem:
            continue  # fewer people than seats
    return count / pools


def _one(
    place: int,
    people: Sequence[Person],
    shares: Mapping[str, Mapping[str, float]],
    rng: np.random.Generator,
) -> Person:
    name = f"to come {place}"
    if rng.random() < len(people) / (len(people) + PEOPLE):
        return Person(name, people[int(rng.integers(len(people)))].values)
    values = {
        category: str(rng.choice(list(of), p=np.array(list(of.values())) / sum(of.values())))
        for category, of in shares.items()
    }
    return Person(name, values)
