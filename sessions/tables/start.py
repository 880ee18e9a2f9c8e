"""A first seat for everybody that keeps every wish, or the proof that there is none.

Without keep-apart pairs this is a bipartite flow: people to tables, between the smallest and the
largest size. Augmenting paths first fill every table to the smallest size, then seat the others;
where both are possible apart, both are possible together (Mendelsohn and Dulmage 1958, Canad. J.
Math. 10:517). People with keep-apart pairs are placed first, by depth-first search that looks
ahead with that same flow.
"""

from collections.abc import Iterable, Mapping, Sequence

from .plans import MOST_AT_A_TABLE, Impossible
from .problem import Problem

MOST_TRIES = 2_000


class Session:
    """One session's seats as they are filled: `at[p]` is a table from 0, absent while unseated."""

    def __init__(
        self, problem: Problem, session: int, order: Sequence[int], home: Mapping[int, int]
    ) -> None:
        """order: everybody present, in the order of seating; home: seats to keep if possible."""
        self.problem, self.session = problem, session
        self.least, self.most = problem.size(session)
        self.at: dict[int, int] = {}
        self.seated: list[list[int]] = [[] for _ in range(problem.tables)]
        self.fixed: dict[int, int] = {}
        self.order, self.home = order, home
        self.choice = {
            person: [
                table for table in range(problem.tables) if problem.allowed[session, person, table]
            ]
            for person in order
        }
        self.tries = 0

    def fill(self) -> dict[int, int]:
        """Return a table for everybody. Raise `Impossible` with the wish that cannot be kept."""
        self._flow()
        here = self.problem.apart & self.problem.present[self.session]
        parted = [person for person in self.order if here[person].any()]
        if parted:
            self._clique(parted)
            degree = self.problem.apart.sum(axis=1)
            parted.sort(key=lambda person: (len(self.choice[person]), -degree[person]))
            if not self._part(parted, 0):
                raise Impossible(
                    f"Session {self.session + 1}: no seating was found that keeps all "
                    "keep-apart pairs together with the pins and needs."
                )
        return self.at

    def _clique(self, parted: Sequence[int]) -> None:
        """Refuse more people who must all be apart from each other than there are tables."""
        for first in parted:
            group = [first]
            for other in parted:
                if all(self.problem.apart[other, one] for one in group):
                    group.append(other)
            if len(group) > self.problem.tables:
                raise Impossible(
                    f"{len(group)} people are all to be kept apart from each other, "
                    f"at {self.problem.tables} tables."
                )

    def _part(self, parted: Sequence[int], place: int) -> bool:
        if place == len(parted):
            return True
        person = parted[place]
        tried_an_empty_one = False
        for table in self._preferred(person):
            there = [one for one, its in self.fixed.items() if its == table]
            if any(self.problem.apart[person, one] for one in there):
                continue
            if not there and self._alike():
                if tried_an_empty_one:
                    continue
                tried_an_empty_one = True
            if self.tries >= MOST_TRIES:
                return False
            self.tries += 1
            self.fixed[person] = table
            if self._flows() and self._part(parted, place + 1):
                return True
            del self.fixed[person]
        return False

    def _alike(self) -> bool:
        """Tell whether all tables are the same to everybody, so that one empty table stands for
        all."""
        return not self.home and all(
            len(some) == self.problem.tables for some in self.choice.values()
        )

    def _flows(self) -> bool:
        try:
            self._flow()
        except Impossible:
            return False
        return True

    def _flow(self) -> None:
        self.at = dict(self.fixed)
        self.seated = [[] for _ in range(self.problem.tables)]
        for person, table in self.fixed.items():
            self.seated[table].append(person)
        if any(len(some) > self.most for some in self.seated):
            raise Impossible("Too many are parted at one table.")
        late = [person for person in self._stay() if self._augment(person, self.least) is not None]
        if any(len(some) < self.least for some in self.seated):
            short = next(t for t, some in enumerate(self.seated) if len(some) < self.least)
            raise Impossible(
                f"Session {self.session + 1}: too few people can sit at table {short + 1} "
                f"to fill it, as it needs {self.least}."
            )
        for person in late:
            full = self._augment(person, self.most)
            if full is not None:
                raise Impossible(self._crowd(full))

    def _stay(self) -> list[int]:
        """Seat people where they were, to the smallest size; return the others, those first whose
        table would be too large."""
        late: list[tuple[int, int]] = []
        at_home = [len(some) for some in self.seated]
        for person in self.order:
            home = self.home.get(person, -1)
            if person in self.fixed:
                continue
            if home not in self.choice[person]:
                late.append((-MOST_AT_A_TABLE, person))
                continue
            at_home[home] += 1
            if len(self.seated[home]) < self.least:
                self.seated[home].append(person)
                self.at[person] = home
            else:
                late.append((-at_home[home], person))
        return [person for _, person in sorted(late, key=lambda one: one[0])]

    def _preferred(self, person: int) -> list[int]:
        """Return the person's tables, the planned one first, then the emptiest."""
        home = self.home.get(person, -1)
        return sorted(
            self.choice[person], key=lambda table: (table != home, len(self.seated[table]))
        )

    def _augment(self, person: int, most: int) -> set[int] | None:
        """Seat a person, moving others along where needed; else return the full tables."""
        came: dict[int, tuple[int, int | None]] = {}
        queue: list[tuple[int, int | None]] = [(person, None)]
        for mover, left in queue:
            for table in self._preferred(mover):
                if table in came:
                    continue
                came[table] = (mover, left)
                if len(self.seated[table]) < most:
                    self._move_along(table, came)
                    return None
                queue += [(one, table) for one in self.seated[table] if one not in self.fixed]
        return set(came)

    def _move_along(self, table: int, came: Mapping[int, tuple[int, int | None]]) -> None:
        target: int | None = table
        while target is not None:
            mover, left = came[target]
            if left is not None:
                self.seated[left].remove(mover)
            self.seated[target].append(mover)
            self.at[mover] = target
            target = left

    def _crowd(self, full: Iterable[int]) -> str:
        """Say who does not fit: by Hall's theorem the people who have only the full tables."""
        tables = sorted(full)
        people = sum(set(some) <= set(tables) for some in self.choice.values())
        names = ", ".join(str(table + 1) for table in tables)
        which = f"tables {names}, which have" if len(tables) > 1 else f"table {names}, which has"
        return (
            f"Session {self.session + 1}: {people} people can only sit at {which} "
            f"{len(tables) * self.most} seats."
        )
