"""Alternates: people named beforehand so that a panel that loses members stays near its targets.

Method: Assos, Baharav, Flanigan and Procaccia, “Alternates, Assemble! Selecting Optimal Alternates
for Citizens' Assemblies” (2025): sample who drops out, and choose those whose best use afterwards
loses least on average. Here the sampled problem is solved over classes: prices of each sample
(Benders' cuts) prove what no choice can beat, exchanges over the same cuts find whole people.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from itertools import cycle

import numpy as np
from numpy.typing import NDArray

from .certificate import Report, silent
from .highs import INFINITY, Model
from .problem import BadProblem, Person, Problem, Target
from .seats import names
from .threads import one_thread

SCENARIOS = 200
SEED = 20_250_521
CLOSE = 1e-4
LEAST_GAIN = 1e-6
MOST_ROUNDS = 60
OPTIONS = 3
Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


@dataclass(frozen=True)
class Alternates:
    """People to ask first when members drop out.

    `ids` stand in order. `expected` is the loss on average when the best of them step in: seats by
    which targets are missed, and seats left empty. Over the same samples no choice of as many can
    have less than `bound`; without alternates it is `without`.
    """

    ids: tuple[str, ...]
    expected: float
    bound: float
    without: float


@dataclass(frozen=True)
class Missed:
    """A target that a panel misses: it has `seats` for a value that needs `low` to `high`."""

    target: Target
    seats: int

    def __str__(self) -> str:
        name = f"“{self.target.value}” ({self.target.category})"
        if self.seats < self.target.low:
            return f"{name} is {self.target.low - self.seats} short of {self.target.low}"
        return f"{name} is {self.seats - self.target.high} above {self.target.high}"


@dataclass(frozen=True)
class Repair:
    """Call up these alternates: `empty` seats remain and these targets are missed."""

    ids: tuple[str, ...]
    empty: int
    missed: tuple[Missed, ...]

    @property
    def loss(self) -> int:
        """Return the seats by which targets are missed, and those left empty."""
        away = [max(each.target.low - each.seats, each.seats - each.target.high)
                for each in self.missed]  # fmt: skip
        return self.empty + sum(away)


@one_thread
def choose_alternates(
    problem: Problem,
    panel: Sequence[str],
    *,
    count: int,
    rates: Mapping[str, float],
    seed: str,
    report: Report = silent,
) -> Alternates:
    """Return `count` alternates for a panel of ids, none living with a member or with another.

    `rates` gives each member's chance to drop out, 0 to 1. Who is taken among people alike
    follows from `seed` (a public value, such as the number drawn). Raises `BadProblem` for ids
    that are not in the pool, a rate that is missing or none, or too few people to choose from.
    """
    members = _members(problem, panel)
    gone = _scenarios(members, rates)
    rest = _rest(problem, members, count, seed)
    seats = _Seats.left(problem, members, gone)
    search = _Search(rest, seats, count, report)
    chosen = search.run()
    shuffled = names(rest, chosen[None].astype(np.int64))[0]
    known = {_shuffled(person.id, seed): person.id for person in problem.people}
    return Alternates(
        tuple(known[each] for each in shuffled),
        search.loss(chosen),
        min(search.bound, search.loss(chosen)),
        search.loss(np.zeros(len(chosen))),
    )


@one_thread
def repairs(
    problem: Problem,
    panel: Sequence[str],
    alternates: Sequence[str],
    options: int = OPTIONS,
) -> list[Repair]:
    """Return the best ways to fill a panel's empty seats with alternates, best first.

    `panel` are the members who remain, `alternates` those who can still be asked, in order. Among
    people alike the first comes first. At most `options` are returned; the first loses least.
    """
    members, asked = _members(problem, panel), _members(problem, alternates)
    seats = _Seats.left(problem, members, np.zeros((1, len(members)), dtype=bool))
    empty = problem.size - len(members)
    vectors = _vectors(problem, asked)
    model = seats.program(0, vectors, np.ones(len(asked)), integer=True)
    _in_order(model, vectors)
    found: list[Repair] = []
    while len(found) < options and model.solve():
        taken = np.rint(model.columns[: len(asked)]).astype(bool)
        sums = seats.sums[0] + vectors[:, taken].sum(axis=1)
        missed = [
            Missed(target, int(have))
            for target, have in zip(problem.targets, sums, strict=True)
            if not target.low <= have <= target.high
        ]
        ids = tuple(person.id for person, used in zip(asked, taken, strict=True) if used)
        found.append(Repair(ids, empty - len(ids), tuple(missed)))
        others = np.arange(len(asked))
        least = 1.0 - float(taken.sum())
        model.add_row(least, INFINITY, others.tolist(), np.where(taken, -1.0, 1.0).tolist())
    return found


def _in_order(model: Model, vectors: Floats) -> None:
    """Let nobody be asked before somebody alike who stands earlier."""
    last: dict[bytes, int] = {}
    for place, vector in enumerate(np.ascontiguousarray(vectors.T)):
        if (before := last.get(vector.tobytes())) is not None:
            model.add_row(0.0, INFINITY, [before, place], [1.0, -1.0])
        last[vector.tobytes()] = place


def _members(problem: Problem, ids: Sequence[str]) -> list[Person]:
    people = {person.id: person for person in problem.people}
    for name in ids:
        if name not in people:
            raise BadProblem(f"{name} is not in the pool")
    if len(set(ids)) < len(ids):
        raise BadProblem("Somebody is named twice")
    return [people[name] for name in ids]


def _scenarios(members: Sequence[Person], rates: Mapping[str, float]) -> NDArray[np.bool_]:
    """Return bool[S, k]: who of the members, by id, drops out in each sample."""
    for person in members:
        rate = rates.get(person.id)
        if rate is None or not 0 <= rate <= 1:
            raise BadProblem(f"{person.id}: a rate of dropping out is from 0 to 1, not {rate}")
    order = np.argsort([person.id for person in members], kind="stable")
    given = np.array([rates[person.id] for person in members])
    found = np.zeros((SCENARIOS, len(members)), dtype=bool)
    drawn = np.random.default_rng(SEED).random(found.shape)
    found[:, order] = drawn < given[order]
    return found


def _shuffled(name: str, seed: str) -> str:
    return sha256(f"{seed} {name}".encode()).hexdigest()


def _rest(problem: Problem, members: Sequence[Person], count: int, seed: str) -> Problem:
    """Return those who may be alternates, in the order that the seed gives them."""
    on = {person.id for person in members}
    homes = {person.household for person in members} - {None}
    free = [
        Person(_shuffled(person.id, seed), person.values, person.household)
        for person in problem.people
        if person.id not in on and person.household not in homes
    ]
    living = len({person.household or person.id for person in free})
    if count > living:
        raise BadProblem(f"{count} alternates cannot be had from {living} addresses")
    return Problem(free, problem.targets, count)


def _vectors(problem: Problem, people: Sequence[Person]) -> Floats:
    """Return float64[R, n], 1 where a person counts for a target."""
    rows = [
        [person.values.get(target.category) == target.value for person in people]
        for target in problem.targets
    ]
    return np.array(rows, dtype=np.float64).reshape(len(rows), len(people))


@dataclass(frozen=True)
class _Seats:
    """What samples of dropping out leave: `sums` float64[S, R] seats of each target's value and
    `empty` float64[S] seats to fill, each in a share `weights` float64[S] of the samples; for
    targets `low`, `high` float64[R]."""

    sums: Floats
    empty: Floats
    weights: Floats
    low: Floats
    high: Floats

    @classmethod
    def left(cls, problem: Problem, members: Sequence[Person], gone: NDArray[np.bool_]) -> "_Seats":
        stay = (~gone).astype(np.float64)
        sums = np.column_stack([stay @ _vectors(problem, members).T, stay.sum(axis=1)])
        sums, times = np.unique(sums, axis=0, return_counts=True)
        return cls(
            sums[:, :-1],
            problem.size - sums[:, -1],
            times / len(gone),
            np.array([target.low for target in problem.targets], dtype=np.float64),
            np.array([target.high for target in problem.targets], dtype=np.float64),
        )

    def program(self, sample: int, vectors: Floats, most: Floats, *, integer: bool) -> Model:
        """Return the best use, in one sample, of `most` float64[n] people of these `vectors`."""
        model = Model()
        for low, high in zip(*self.bounds(sample), strict=True):
            model.add_row(float(low), float(high))
        size = len(self.low)
        for place, limit in enumerate(most):
            rows = np.append(np.flatnonzero(vectors[:, place]), size)
            model.add_column(0.0, 0.0, float(limit), rows, np.ones(len(rows)), integer=integer)
        for row in range(size):
            model.add_column(1.0, 0.0, INFINITY, [row], [1.0])
            model.add_column(1.0, 0.0, INFINITY, [row], [-1.0])
        model.add_column(1.0, 0.0, INFINITY, [size], [1.0])
        return model

    def bounds(self, sample: int) -> tuple[Floats, Floats]:
        """Return the limits of each target's row and of the size, less what is there already."""
        sums, empty = self.sums[sample], self.empty[sample]
        return np.append(self.low - sums, empty), np.append(self.high - sums, empty)


class _Search:
    """Choose seats of classes x int64[T], Σ x = count, with the least average loss.

    The loss of a sample is convex in x: each look at it gives a cut loss ≥ at + slope·x.
    """

    def __init__(self, rest: Problem, seats: _Seats, count: int, report: Report) -> None:
        classes, targets = rest.classes, len(rest.targets)
        self.vectors = classes.rows[:targets].astype(np.float64)
        self.kinds, self.homes = classes.kinds, classes.high[targets:]
        self.most = np.minimum(classes.sizes, count).astype(np.float64)
        self.seats, self.count, self.report = seats, count, report
        self.samples = np.flatnonzero(seats.empty > 0)
        self.weights = seats.weights[self.samples]
        self.slopes: list[Floats] = []
        self.starts: list[Floats] = []
        self.bound = 0.0
        self.master = self._master()

    def run(self) -> Ints:
        return self._whole(self._relaxed())

    def loss(self, chosen: Floats | Ints) -> float:
        """Return the average loss over all samples if each uses whole people in the best way."""
        on = np.flatnonzero(chosen)
        total = 0.0
        for sample, weight in zip(self.samples, self.weights, strict=True):
            model = self.seats.program(
                int(sample), self.vectors[:, on], chosen[on].astype(float), integer=True
            )
            model.solve()
            total += float(weight) * round(model.value)
        return total

    def _master(self) -> Model:
        model = Model()
        model.add_row(float(self.count), float(self.count))
        for limit in self.homes:
            model.add_row(-INFINITY, float(limit))
        for most, kind in zip(self.most, self.kinds, strict=True):
            rows = [0] if kind < 0 else [0, int(kind) + 1]
            model.add_column(0.0, 0.0, float(most), rows, [1.0] * len(rows))
        for weight in self.weights:
            model.add_column(float(weight), 0.0, INFINITY)
        return model

    def _relaxed(self) -> Floats:
        """Return the best shares of people, and set `bound`."""
        width = len(self.most)
        for turn in range(MOST_ROUNDS):
            self.master.solve()
            self.bound = max(self.bound, self.master.value)
            shares, known = self.master.columns[:width], self.master.columns[width:]
            losses, slopes = self._look(shares)
            self.report(f"alternates: at least {self.bound:.2f} seats lost ({turn + 1})")
            if self.weights @ losses - self.bound <= CLOSE * max(1.0, self.bound):
                break
            for place in np.flatnonzero(losses > known + CLOSE):
                on = np.flatnonzero(slopes[place])
                self.master.add_row(
                    float(losses[place] - slopes[place] @ shares),
                    INFINITY,
                    [*on.tolist(), width + int(place)],
                    [*(-slopes[place][on]).tolist(), 1.0],
                )
        return shares

    def _look(self, shares: Floats) -> tuple[Floats, Floats]:
        """Return the loss of each sample with losers, float64[S], and its slopes float64[S, T]."""
        on = np.flatnonzero(shares > 0)
        model = self.seats.program(0, self.vectors[:, on], shares[on], integer=False)
        losses = np.zeros(len(self.samples))
        prices = np.zeros((len(self.samples), len(self.seats.low) + 1))
        for place, sample in enumerate(self.samples):
            model.set_rows(*self.seats.bounds(int(sample)))
            model.solve()
            losses[place], prices[place] = model.value, model.row_duals
        slopes = np.minimum(-(prices[:, :-1] @ self.vectors + prices[:, -1:]), 0.0)
        self.slopes.append(slopes)
        self.starts.append(losses - slopes @ shares)
        return losses, slopes

    def _whole(self, shares: Floats) -> Ints:
        """Return whole people: the shares rounded, then bettered by exchanges until none helps."""
        chosen = self._rounded(shares)
        seen: dict[bytes, tuple[float, Ints]] = {}
        while chosen.tobytes() not in seen and len(seen) < MOST_ROUNDS:
            losses, _ = self._look(chosen.astype(np.float64))
            seen[chosen.tobytes()] = float(self.weights @ losses), chosen
            least, best = min(seen.values(), key=lambda pair: pair[0])
            self.report(f"alternates: {least:.2f} seats lost")
            chosen = self._exchanged(best)
        return min(seen.values(), key=lambda pair: pair[0])[1]

    def _rounded(self, shares: Floats) -> Ints:
        """Return whole people near these shares: largest remainders first, round after round."""
        chosen = np.floor(shares + CLOSE).astype(np.int64)
        order = cycle(np.argsort(chosen - shares, kind="stable").tolist())
        while chosen.sum() < self.count:
            t = next(order)
            chosen[t] += self._free(chosen)[t]
        return chosen

    def _free(self, chosen: Ints) -> NDArray[np.bool_]:
        """Tell which classes have somebody left, at an address that is free."""
        held = np.zeros(len(self.homes) + 1)
        np.add.at(held, self.kinds, chosen)
        full = np.append(held[:-1] >= self.homes, False)
        return np.asarray((chosen < self.most) & ~full[self.kinds])

    def _exchanged(self, chosen: Ints) -> Ints:
        """Exchange one person at a time as long as the cuts promise a smaller loss."""
        slopes = np.stack(self.slopes, axis=1)
        starts = np.stack(self.starts, axis=1)
        chosen = chosen.copy()
        while True:
            height = starts + slopes @ chosen
            best = float(self.weights @ np.maximum(height.max(axis=1), 0)) - LEAST_GAIN
            move = None
            for out in np.flatnonzero(chosen):
                without = height - slopes[:, :, out]
                after = self.weights @ np.maximum((without[:, :, None] + slopes).max(axis=1), 0)
                chosen[out] -= 1
                after[~self._free(chosen)] = np.inf
                chosen[out] += 1
                into = int(np.argmin(after))
                if after[into] < best:
                    best, move = float(after[into]), (int(out), into)
            if move is None:
                return chosen
            chosen[move[0]] -= 1
            chosen[move[1]] += 1
