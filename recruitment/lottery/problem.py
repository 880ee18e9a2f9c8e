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
    """At least `low` and at most `high` seats for one value of one category.

    Advice may take the low as far down as `low_flex`, the high as far up as `high_flex`.
    """

    category: str
    value: str
    low: int
    high: int
    low_flex: int = 0
    high_flex: int | None = None

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
            most = target.high if target.high_flex is None else target.high_flex
            if not 0 <= target.low_flex <= target.low or most < target.high:
                raise BadProblem(
                    f"{target.name}: the flexible range {target.low_flex}–{most} does not hold "
                    f"{target.low}–{target.high}"
                )
        if len(self.people) < self.size:
            raise BadProblem(f"{len(self.people)} people cannot fill {self.size} seats")
        wanted = {target.category for target in self.targets}
        for person in self.people:
            if missing := sorted(wanted - person.values.keys()):
                raise BadProblem(f"{person.id} has no value for {', '.join(missing)}")


@dataclass(frozen=True)
class Classes:
    """Interchangeable people, counted once.

    Two people are of one class if their values are the same and so are those of the people they
    live with: a class is (the multiset of the household's values, the own values).
    `people[t]` are the places (in the problem's order) of class t; `sizes` is int64[T];
    `rows` is int64[R, T], 1 where class t counts for constraint r; `low`, `high` are int64[R].
    Constraints are the targets, then one row for each kind of shared household, which may have at
    most as many seats as there are such households. `kinds` is int64[T], the number of that
    row among the household rows, or -1; `homes[t][i]` are the places of class t in household i.
    """

    people: list[list[int]]
    rows: NDArray[np.int64]
    low: NDArray[np.int64]
    high: NDArray[np.int64]
    kinds: NDArray[np.int64]
    homes: list[list[list[int]]]

    @cached_property
    def sizes(self) -> NDArray[np.int64]:
        return np.array([len(places) for places in self.people], dtype=np.int64)

    @classmethod
    def of(cls, problem: Problem) -> "Classes":
        vectors = [
            tuple(person.values.get(target.category) == target.value for target in problem.targets)
            for person in problem.people
        ]
        groups: dict[_Key, list[list[int]]] = defaultdict(list)
        for places in _homes(problem):
            kind = tuple(sorted(vectors[place] for place in places))
            for vector in dict.fromkeys(vectors[place] for place in places):
                same = [place for place in places if vectors[place] == vector]
                groups[kind, vector].append(same)
        shared = list(dict.fromkeys(kind for kind, _ in groups if len(kind) > 1))
        count = len(problem.targets)
        number = {kind: row for row, kind in enumerate(shared)}
        kinds = [number.get(kind, -1) for kind, _ in groups]
        rows = np.zeros((count + len(shared), len(groups)), dtype=np.int64)
        rows[:count] = np.array([vector for _, vector in groups], dtype=np.int64).T
        limits = [0] * len(shared)
        for t, (key, alike) in enumerate(groups.items()):
            if kinds[t] >= 0:
                rows[count + kinds[t], t] = 1
                limits[number[key[0]]] = len(alike)
        low = [target.low for target in problem.targets] + [0] * len(shared)
        high = [target.high for target in problem.targets] + limits
        homes = list(groups.values())
        return cls(
            [sorted(place for home in alike for place in home) for alike in homes],
            rows,
            np.array(low, dtype=np.int64),
            np.array(high, dtype=np.int64),
            np.array(kinds, dtype=np.int64),
            homes,
        )


_Key = tuple[tuple[tuple[bool, ...], ...], tuple[bool, ...]]


def _homes(problem: Problem) -> list[list[int]]:
    """Return the places of each household's people, in the order of their first."""
    homes: dict[tuple[str, object], list[int]] = defaultdict(list)
    for place, person in enumerate(problem.people):
        alone = person.household is None
        homes[("", place) if alone else ("home", person.household)].append(place)
    return list(homes.values())
