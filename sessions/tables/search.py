"""The search: simulated annealing over swaps of two people within a session."""

from collections.abc import Iterable, Sequence
from random import Random

import numpy as np
from numpy.typing import NDArray

from .plans import MOST_AT_A_TABLE, Id, Impossible, Person, Plan, check

SWEEPS = 60
MOST_STEPS = 30_000
MIRROR_WEIGHT = 2.0
APART_WEIGHT = 50.0
HOTTEST, COLDEST = 2.0, 0.4

Numbers = NDArray[np.float64]
Places = NDArray[np.int64]


def _one_hot(people: Sequence[Person]) -> Numbers:
    """Return person × (category, value) as 0 and 1."""
    pairs = sorted({pair for person in people for pair in person.answers.items()})
    rows = [[person.answers.get(name) == value for name, value in pairs] for person in people]
    return np.array(rows, dtype=float).reshape(len(people), len(pairs))


class Search:
    """The state: `at[s, p]` is the table (from 0) of person p in session s; `together[p, q]` how
    often two people share a table, `met` included."""

    def __init__(
        self,
        people: Sequence[Person],
        sessions: int,
        tables: int,
        *,
        apart: Sequence[tuple[Id, Id]],
        pins: Sequence[tuple[Id, int, int]],
        met: Iterable[Iterable[Id]],
    ) -> None:
        self.people, self.sessions, self.tables = people, sessions, tables
        self.size = len(people)
        index = {person.id: place for place, person in enumerate(people)}
        check(index, self.size, sessions, tables, apart, pins)
        self.at: Places = np.full((sessions, self.size), -1)
        for who, session, table in pins:
            self.at[session, index[who]] = table - 1
        self.pinned = self.at >= 0
        self.apart = np.zeros((self.size, self.size))
        for one, other in apart:
            self.apart[[index[one], index[other]], [index[other], index[one]]] = 1
        self.before = np.zeros((self.size, self.size))
        for group in met:
            known = [index[who] for who in group if who in index]
            self.before[np.ix_(known, known)] += 1
        np.fill_diagonal(self.before, 0)
        self.together = self.before.copy()
        self.values = _one_hot(people)
        self.share = self.values.mean(axis=0) if self.size else self.values.sum(axis=0)

    def fill(self, random: Random) -> None:
        """Seat everybody somewhere: pins first, then by chance, always at the emptiest table."""
        for session in range(self.sessions):
            taken = [int((self.at[session] == table).sum()) for table in range(self.tables)]
            free = [person for person in range(self.size) if not self.pinned[session, person]]
            random.shuffle(free)
            for person in free:
                table = taken.index(min(taken))
                self.at[session, person] = table
                taken[table] += 1
            if max(taken) > MOST_AT_A_TABLE:
                raise Impossible(f"More than {MOST_AT_A_TABLE} people are pinned to one table.")
        self.together = self.count_together()

    def count_together(self) -> Numbers:
        together = self.before.copy()
        for row in self.at:
            together += row[:, None] == row[None, :]
        np.fill_diagonal(together, 0)
        return together

    def off_share(self, seated: Numbers) -> Numbers:
        """Return table × value: how many people too many (too few: below 0) a table has."""
        off: Numbers = seated.T @ self.values - np.outer(seated.sum(axis=0), self.share)
        return off

    def anneal(self, chance: np.random.Generator) -> None:
        """Swap people while it helps, and at first now and then when it does not."""
        steps = min(MOST_STEPS, SWEEPS * self.sessions * self.size) if self.tables > 1 else 0
        best, best_cost, cost = self.at.copy(), 0.0, 0.0
        for heat in np.geomspace(HOTTEST, COLDEST, steps):
            session, person = int(chance.integers(self.sessions)), int(chance.integers(self.size))
            if self.pinned[session, person]:
                continue
            change = self.changes(session, person)
            other = int((change - heat * chance.gumbel(size=self.size)).argmin())
            if other == person:
                continue
            self.swap(session, person, other)
            cost += float(change[other])
            if cost < best_cost - 1e-6:
                best, best_cost = self.at.copy(), cost
        self.at = best
        self.together = self.count_together()

    def changes(self, session: int, person: int) -> Numbers:
        """Return by how much the cost changes when `person` swaps with each other person."""
        at = self.at[session]
        seated = np.eye(self.tables)[at]
        change = self._pair_changes(person, at, seated) + self._mirror_changes(person, at, seated)
        change[(at == at[person]) | self.pinned[session]] = np.inf
        change[person] = 0
        return change

    def _pair_changes(self, person: int, at: Places, seated: Numbers) -> Numbers:
        """For p at table a and q at b: S[p,b] − S[p,a] + S[q,a] − S[q,b] − 2 pull[p,q], where
        S[p,t] sums the pull between p and the people of table t."""
        here, sizes = at[person], seated.sum(axis=0)
        pull = 2 * self.together + APART_WEIGHT * self.apart
        sums = pull @ seated
        moved: Numbers = sums[person, at] - sums[person, here] - 2 * pull[person]
        moved += sums[:, here] - sums[np.arange(self.size), at]
        moved += 2 * (sizes[here] + sizes[at] - 2)
        return moved

    def _mirror_changes(self, person: int, at: Places, seated: Numbers) -> Numbers:
        """Twice |x_p − x_q|² plus twice the same four sums, over how far each table is off."""
        here = at[person]
        sums = self.values @ self.off_share(seated).T
        moved: Numbers = sums[person, at] - sums[person, here]
        moved += sums[:, here] - sums[np.arange(self.size), at]
        moved += np.abs(self.values - self.values[person]).sum(axis=1)
        moved *= 2 * MIRROR_WEIGHT
        return moved

    def swap(self, session: int, one: int, other: int) -> None:
        at = self.at[session]
        for sign in (-1, 1):
            for person in (one, other):
                companions = at == at[person]
                self.together[person, companions] += sign
                self.together[companions, person] += sign
                self.together[person, person] = 0
            if sign < 0:
                at[one], at[other] = at[other], at[one]

    def result(self) -> Plan:
        pairs = np.triu(self.together, 1)
        offs = [self.off_share(np.eye(self.tables)[row]) for row in self.at]
        now = pairs if not self.before.any() else np.triu(self.together - self.before, 1)
        return Plan(
            seats=tuple(
                {person.id: int(table) + 1 for person, table in zip(self.people, row, strict=True)}
                for row in self.at
            ),
            tables=self.tables,
            repeated_pairs=int((pairs > 1).sum()),
            most_together=int(pairs.max(initial=0)),
            imbalance=sum(int((np.abs(off) > 1 + 1e-9).sum()) for off in offs),
            fewest_met=int((self.together > 0).sum(axis=1).min(initial=self.size)),
            apart_broken=int((now * self.apart).sum()),
        )
