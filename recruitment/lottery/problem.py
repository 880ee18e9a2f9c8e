"""What is asked of the lottery: people, targets and a panel size, reduced to classes."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from numpy.typing import NDArray


class BadProblem(ValueError):
    """The people or the targets are not usable; the message says which and why."""


@dataclass(frozen=True)
class Person:
    """One person in the pool.

    `id` is unique in the pool; `values` maps each category to the person's value; people with the
    same `household` are never on one panel together (None: lives alone as far as we know).
    """

    id: str
    values: Mapping[str, str]
    household: str | None = None


@dataclass(frozen=True)
class Target:
    """At least `low` and at most `high` seats for one value of one category."""

    category: str
    value: str
    low: int
    high: int

    @property
    def name(self) -> str:
        return f"{self.category}/{self.value}"


@dataclass(frozen=True)
class Problem:
    """A pool, its targets and the number of seats.

    People are taken in order of their id, so that their order in `people` changes nothing.
    Raises `BadProblem` for a duplicate id, a target whose low exceeds its high, one named twice,
    fewer people than seats, or a person without a value in a category that has targets.
    """

    people: Sequence[Person]
    targets: Sequence[Target]
    size: int
    classes: "Classes" = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "people", sorted(self.people, key=lambda person: person.id))
        object.__setattr__(self, "targets", sorted(self.targets, key=lambda target: target.name))
        self._check()
        object.__setattr__(self, "classes", Classes.of(self))

    def _check(self) -> None:
        if self.size < 1:
            raise BadProblem("A panel has at least one seat")
        for name, seen in Counter(person.id for person in self.people).items():
            if seen > 1:
                raise BadProblem(f"The id {name} stands {seen} times in the pool")
        for name, seen in Counter(target.name for target in self.targets).items():
            if seen > 1:
                raise BadProblem(f"The target {name} stands {seen} times")
        for target in self.targets:
            if not 0 <= target.low <= target.high:
                raise BadProblem(f"{target.name}: at least {target.low}, at most {target.high}")
        if len(self.people) < self.size:
            raise BadProblem(f"{len(self.people)} people cannot fill {self.size} seats")
        wanted = {target.category for target in self.targets}
        for person in self.people:
            if missing := sorted(wanted - person.values.keys()):
                raise BadProblem(f"{person.id} has no value for {', '.join(missing)}")


@dataclass(frozen=True)
class Classes:
    """Interchangeable people, counted once.

    `people[t]` are the places (in the problem's order) of class t; `sizes` is int64[T];
    `rows` is int64[R, T], 1 where class t counts for constraint r; `low`, `high` are int64[R].
    Constraints are the targets, then one row for each household with several people in the pool,
    whose members are classes of their own.
    """

    people: list[list[int]]
    rows: NDArray[np.int64]
    low: NDArray[np.int64]
    high: NDArray[np.int64]

    @cached_property
    def sizes(self) -> NDArray[np.int64]:
        return np.array([len(places) for places in self.people], dtype=np.int64)

    @classmethod
    def of(cls, problem: Problem) -> "Classes":
        homes: dict[str, list[int]] = defaultdict(list)
        for place, person in enumerate(problem.people):
            if person.household is not None:
                homes[person.household].append(place)
        shared = {name: places for name, places in homes.items() if len(places) > 1}
        alone = {place for places in shared.values() for place in places}
        groups: dict[tuple[object, ...], list[int]] = defaultdict(list)
        for place, person in enumerate(problem.people):
            vector = tuple(person.values.get(t.category) == t.value for t in problem.targets)
            groups[(*vector, place if place in alone else -1)].append(place)
        members = list(groups.values())
        at = {place: number for number, places in enumerate(members) for place in places}
        count = len(problem.targets)
        rows = np.zeros((count + len(shared), len(members)), dtype=np.int64)
        for number, key in enumerate(groups):
            rows[:count, number] = [bool(on) for on in key[:count]]
        for row, name in enumerate(sorted(shared), start=count):
            rows[row, [at[place] for place in shared[name]]] = 1
        low = [target.low for target in problem.targets] + [0] * len(shared)
        high = [target.high for target in problem.targets] + [1] * len(shared)
        return cls(members, rows, np.array(low, dtype=np.int64), np.array(high, dtype=np.int64))
