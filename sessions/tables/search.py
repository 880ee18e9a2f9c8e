"""The search: simulated annealing over swaps of two people within a session, many at once.

One step takes every session (with few tables only some), pairs its tables off at random, looks at
every swap between the two tables of each pair (49 for tables of seven) and picks one or none by
heat bath. Pairs of tables of one session do not touch each other, so these choices are exact;
across sessions they may differ a little from one after the other, which only adds to the heat: the
state itself stays exact. A seat left empty takes part like a person, so that a larger table may
also hand somebody on.

Every cost is a whole number and the chance comes from raw bits through a rounded table, so the
plan is the same on every machine.
"""

from dataclasses import dataclass
from hashlib import sha256

import numpy as np
from numpy.typing import NDArray

from .problem import Problem

Numbers = NDArray[np.float32]
Places = NDArray[np.int64]

NEVER = 10_000
FIRM, FIRM_FROM = 4, 0.85
ALONE = 2
MENDS, MENDING_HEAT, MENDING_SHARE = 8, 1.0, 10
GRAIN = 1024.0


@dataclass(frozen=True)
class Weights:
    """What the search pays, in units of one pair that meets a second time.

    mirror: a person too many or too few beyond one away from the share. moved: somebody who does
    not sit where they were to. hottest, coldest: the heat at the first and the last step.
    """

    mirror: int = 3
    moved: int = 0
    hottest: float = 0.6
    coldest: float = 0.2
    steps: int = 5_500


class Chance:
    """Raw bits of a PCG64 generator, whose stream NumPy promises never to change."""

    def __init__(self, seed: str | int) -> None:
        digest = sha256(f"tables {seed}".encode()).digest()
        self.bits = np.random.PCG64(int.from_bytes(digest, "big"))
        middles = (np.arange(65536) + 0.5) / 65536
        self.table = (np.round(np.log(-np.log(middles)) * GRAIN) / GRAIN).astype(np.float32)

    def order(self, rows: int, count: int) -> Places:
        """Return `rows` random orders of 0 … count − 1."""
        raw = self.bits.random_raw(rows * count).reshape(rows, count)
        return raw.argsort(axis=1, kind="stable")

    def noise(self, rows: int, columns: int) -> Numbers:
        """Return standard Gumbel noise, sign turned, for choosing the least (Gumbel 1954)."""
        raw = self.bits.random_raw(-(-rows * columns // 4))
        drawn: Numbers = self.table[raw.view(np.uint16)[: rows * columns]]
        return drawn.reshape(rows, columns)


def _heats(hottest: float, coldest: float, steps: int) -> Numbers:
    heats = np.round(np.geomspace(hottest, coldest, steps) * GRAIN) / GRAIN
    return heats.astype(np.float32)


class Search:
    """The state. `seat[s, t, k]` is the person at seat k of table t, or n for nobody;
    `together[p, q]` how often two people share a table, before these sessions included."""

    def __init__(
        self, problem: Problem, at: Places, *, home: Places, weights: Weights, chance: Chance
    ) -> None:
        """at, home: S × n, tables from 0; −1 for nowhere, in `home` also for anywhere."""
        self.problem, self.weights, self.chance = problem, weights, chance
        self.sessions, self.people = at.shape
        self.tables = problem.tables
        self.seats = max(problem.size(session)[1] for session in range(self.sessions))
        self.seat = np.full((self.sessions, self.tables, self.seats), self.people)
        for session, table in np.ndindex(self.sessions, self.tables):
            there = np.flatnonzero(at[session] == table)
            self.seat[session, table, : len(there)] = there
        self.values = np.zeros((self.people + 1, problem.values.shape[1]), dtype=np.float32)
        self.values[:-1] = problem.values
        self.place = self._place(home)
        self.placed = bool(self.place.any())
        self.misses = self._misses()
        self._weigh(weights.mirror)
        self.base = np.zeros((self.people + 1, self.people + 1), dtype=np.float32)
        self.base[:-1, :-1] = problem.before + 1000 * problem.apart
        self.together = self.count_together()
        self.open = np.arange(self.sessions)
        self.at_once = max(1, min(self.sessions, self.tables - ALONE))
        self.sides = np.kron(np.eye(2), np.ones((self.seats, 1))).astype(np.float32)
        self.mates = self.sides @ self.sides.T - np.eye(2 * self.seats, dtype=np.float32)

    def _place(self, home: Places) -> Numbers:
        """Return S × (n + 1) × T: what it costs to put a person at a table."""
        place = np.zeros((self.sessions, self.people + 1, self.tables), dtype=np.float32)
        place[:, :-1][~self.problem.allowed] = NEVER
        elsewhere = (home[:, :, None] >= 0) & (home[:, :, None] != np.arange(self.tables))
        place[:, :-1] += self.weights.moved * elsewhere
        return place

    def _misses(self) -> Numbers:
        """Return S × size × (count + 1) × V: by how many people beyond one away from the share a
        table of that size with that count is off. In whole numbers: |count·n − size·total| ≤ n."""
        count = np.arange(-1, self.seats + 2)
        size = np.arange(self.seats + 1)
        misses = np.zeros((self.sessions, len(size), len(count), self.values.shape[1]))
        for session, present in enumerate(self.problem.present):
            people, total = int(present.sum()), self.problem.values[present].sum(axis=0)
            off = np.abs(count[None, :, None] * people - size[:, None, None] * total)
            misses[session] = -(-np.maximum(off - people, 0) // max(people, 1))
        return misses.astype(np.float32)

    def _weigh(self, mirror: int) -> None:
        """Set what a person too many or too few costs from here on, and from it what one person
        more and one fewer of each value costs a table: S × size × count × V."""
        self.mirror = mirror
        steps = mirror * np.diff(self.misses, axis=2)
        self.gain, self.loss = steps[:, :, 1:].copy(), -steps[:, :, :-1]

    def count_together(self) -> Numbers:
        together = self.base.copy()
        for seat in self.seat:
            at = np.zeros((self.people + 1, self.tables), dtype=np.float32)
            at[seat, np.arange(self.tables)[:, None]] = 1
            at[-1] = 0
            together += at @ at.T
        np.fill_diagonal(together, 0)
        return together

    def cost(self) -> float:
        """Return Σ over pairs of t·(t − 1)/2 for t times together, plus the weighed misses and
        moves."""
        pairs = float((self.together * (self.together - 1)).sum(dtype=np.float64)) / 4
        session = np.arange(self.sessions)[:, None, None]
        table = np.arange(self.tables)[:, None]
        placed = self.place[session, self.seat, table]
        mirror = FIRM * self.weights.mirror * float(self.missed().sum())
        return pairs + mirror + float(placed.sum())

    def missed(self) -> Numbers:
        """Return S × T × V: by how many people a table is off beyond one."""
        size = (self.seat < self.people).sum(axis=2)[:, :, None]
        count = self.values[self.seat].sum(axis=2).astype(np.intp)
        session = np.arange(self.sessions)[:, None, None]
        missed: Numbers = self.misses[session, size, count + 1, np.arange(count.shape[2])]
        return missed

    def anneal(self) -> None:
        """Swap people while it helps, and at first now and then when it does not; end with the
        best plan seen once it is cool. Then heat up once more only the sessions in which a table
        is still more than one person off."""
        if self.tables < 2 or not self.weights.steps:
            return
        weights = self.weights
        best, cost = self.seat, self.cost()
        heats = _heats(weights.hottest, weights.coldest, weights.steps)
        firm = int(FIRM_FROM * weights.steps)
        for step, heat in enumerate(heats[:firm]):
            self.step(heat, hand_on=step % 4 == 0)
        self._weigh(FIRM * weights.mirror)
        best, cost = self._cool(heats[firm:], best.copy(), cost)
        for _ in range(MENDS):
            self._restore(best)
            self.open = np.flatnonzero(self.missed().sum(axis=(1, 2)))
            if not len(self.open):
                break
            heats = _heats(MENDING_HEAT, weights.coldest, weights.steps // MENDING_SHARE)
            best, cost = self._cool(heats, best, cost)
        self._restore(best)

    def _cool(self, heats: Numbers, best: Places, least: float) -> tuple[Places, float]:
        """Take a step at each heat; return the cheapest seats seen, and their cost."""
        for step, heat in enumerate(heats):
            self.step(heat, hand_on=step % 4 == 0)
            if (step % 16 == 0 or step == len(heats) - 1) and (cost := self.cost()) < least:
                best, least = self.seat.copy(), cost
        return best, least

    def _restore(self, seat: Places) -> None:
        self.seat = seat.copy()
        self.together = self.count_together()

    def step(self, heat: np.float32, *, hand_on: bool = True) -> None:
        """Choose for random pairs of tables, many sessions at once, one swap or none."""
        half = self.tables // 2
        some = self.open[self.chance.order(1, len(self.open))[0, : self.at_once]]
        session = some.repeat(half)
        table = self.chance.order(len(some), self.tables)[:, : 2 * half].reshape(-1, 2)
        seat = self.seat[session[:, None], table]
        size = (seat < self.people).sum(axis=2)
        turn = size[:, 0] < size[:, 1]
        table[turn], seat[turn], size[turn] = table[turn, ::-1], seat[turn, ::-1], size[turn, ::-1]
        change = self.changes(session, table, seat, size, hand_on=hand_on)
        rows = len(change)
        noise = self.chance.noise(rows, self.seats**2 + 1)
        noise *= heat
        change = change.reshape(rows, -1)
        change += noise[:, 1:]
        pick = change.argmin(axis=1)
        taken = np.flatnonzero(change[np.arange(rows), pick] < noise[:, 0])
        if len(taken):
            one, other = np.divmod(pick[taken], self.seats)
            self.swap(session[taken], table[taken], seat[taken], one, other)

    def changes(
        self, session: Places, table: Places, seat: Places, size: Places, *, hand_on: bool = True
    ) -> Numbers:
        """Return B × K × K: by how much the cost changes when seat i of the first table and seat
        j of the second of each pair swap their people. The first table is never the smaller.

        session: B. table, size: B × 2. seat: B × 2 × K.
        """
        rows, seats = len(seat), self.seats
        both = seat.reshape(rows, 2 * seats)
        pull = self.together.take(both[:, :, None] * (self.people + 1) + both[:, None])
        pull -= self.mates
        empty = both == self.people
        pull[empty] = 0
        pull.transpose(0, 2, 1)[empty] = 0
        toward = pull @ self.sides
        leave = toward[:, :seats, 1] - toward[:, :seats, 0]
        come = toward[:, seats:, 0] - toward[:, seats:, 1]
        if self.placed:
            here, there = table[:, :1], table[:, 1:]
            where, who = session[:, None], seat
            leave += self.place[where, who[:, 0], there] - self.place[where, who[:, 0], here]
            come += self.place[where, who[:, 1], here] - self.place[where, who[:, 1], there]
        values = self.values.take(both, axis=0)
        count = (self.sides.T @ values).astype(np.intp)
        gain, loss = self._steps(session[:, None], size, count)
        first, second = values[:, :seats], values[:, seats:]
        down, up = loss[:, 0] + gain[:, 1], gain[:, 0] + loss[:, 1]
        change: Numbers = (first * -(down + up)[:, None]) @ second.transpose(0, 2, 1)
        change += (leave + (first @ down[:, :, None])[:, :, 0])[:, :, None]
        change += (come + (second @ up[:, :, None])[:, :, 0])[:, None, :]
        change -= 2 * pull[:, :seats, seats:]
        if empty.any():
            change[empty[:, :seats]] = NEVER
            change.transpose(0, 2, 1)[empty[:, seats:]] = NEVER
            if hand_on:
                self._hand_on(change, leave, session, seat, size, values, count)
        return change

    def _steps(self, session: Places, size: Places, count: Places) -> tuple[Numbers, Numbers]:
        """Return what one person more, and one fewer, of each value costs a table."""
        at = self._flat(session, size, count)
        return self.gain.take(at), self.loss.take(at)

    def _flat(self, session: Places, size: Places, count: Places) -> Places:
        """Return where `gain` and `loss` hold a session, a size and a count of each value."""
        _, sizes, counts, values = self.gain.shape
        first = ((session * sizes + size) * counts)[..., None]
        place: Places = (first + count) * values + np.arange(values)
        return place

    def _hand_on(
        self,
        change: Numbers,
        leave: Numbers,
        session: Places,
        seat: Places,
        size: Places,
        values: Numbers,
        count: Places,
    ) -> None:
        """Fill in the changes when the larger table hands somebody on to the smaller: the two
        sizes change places, so that they stay within one person."""
        some = np.flatnonzero(size[:, 0] > size[:, 1])
        if not len(some):
            return
        turned = size[some, ::-1]
        where, count = session[some, None], count[some]
        value = np.arange(self.values.shape[1])
        at = where[..., None], turned[..., None], count + 1, value
        before = self.misses[where[..., None], size[some][..., None], count + 1, value]
        base = self.mirror * (self.misses[at] - before).sum(axis=(1, 2))
        gain, loss = self._steps(where, turned, count)
        rate = loss[:, 0] + gain[:, 1]
        hand = (
            base[:, None] + leave[some] + (values[some, : self.seats] @ rate[:, :, None])[:, :, 0]
        )
        free = (seat[some, 0] < self.people)[:, :, None] & (seat[some, 1] == self.people)[:, None]
        change[some] = np.where(free, hand[:, :, None], change[some])

    def swap(
        self, session: Places, table: Places, seat: Places, one: Places, other: Places
    ) -> None:
        """Swap seat `one` of the first table with seat `other` of the second, row by row."""
        row = np.arange(len(session))
        mover, comer = seat[row, 0, one], seat[row, 1, other]
        first, second = seat[:, 0].copy(), seat[:, 1].copy()
        first[row, one] = second[row, other] = self.people
        who = np.concatenate([mover, comer, mover, comer]).repeat(self.seats)
        mate = np.concatenate([first, second, second, first]).ravel()
        by = np.repeat(np.array([-1, 1], dtype=np.float32), len(mate) // 2)
        np.add.at(self.together, (who, mate), by)
        np.add.at(self.together, (mate, who), by)
        self.together[-1] = self.together[:, -1] = 0
        self.seat[session, table[:, 0], one] = comer
        self.seat[session, table[:, 1], other] = mover

    def at(self) -> Places:
        """Return S × n: the table of each person, from 0; −1 for those who are away."""
        at = np.full((self.sessions, self.people + 1), -1)
        for session, seat in enumerate(self.seat):
            at[session, seat] = np.arange(self.tables)[:, None]
        return at[:, :-1]
