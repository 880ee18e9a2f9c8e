"""The lottery over seeded pools with the biases of volunteers, beside the specialists' library."""

import json
import random
import tempfile
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from fractions import Fraction
from itertools import count
from pathlib import Path
from typing import TypeVar

from recruitment.lottery import (
    Lottery,
    Problem,
    Target,
    advise,
    check,
    equal_panels,
    exact_panels,
    solve,
)
from recruitment.lottery.record import canonical, lottery_file

from . import peer
from .pools import Pool, problem, write
from .row import Row, cpu

T = TypeVar("T")
PEER_SECONDS, PEER_QUICK = 120, 8
SHORT, TIMES = 1.0, 3  # CPU seconds below which the least of so many runs counts
EXACT, CHECKED, ROUNDED = 1e-9, 50.0, 0.1
DEALT, ADVISED, REPLACED = 5.0, 1.0, 2.0
RATIO = 100.0
REFUSED = 10


@dataclass(frozen=True)
class Case:
    """A pool with its goals in CPU seconds: for the lottery, and for the 1,000 panels if any."""

    pool: Pool
    goal: float | None
    dealing: float | None = DEALT
    replacing: bool = False


CASES = (
    Case(Pool(300, 50), 0.1),
    Case(Pool(300, 50, areas=20), 0.5),
    Case(Pool(600, 50), None),
    Case(Pool(1_700, 110), 1.0, replacing=True),
    Case(Pool(1_700, 110, shared=0.15), 3.0, replacing=True),
    Case(Pool(1_700, 110, seven=True), 5.0, replacing=True),
    Case(Pool(1_700, 110, seven=True, shared=0.15), None),
    Case(Pool(5_000, 110), 3.0),
    Case(Pool(5_000, 110, shared=0.15), 3.0),
    Case(Pool(20_000, 150), 15.0, None),
    Case(Pool(20_000, 150, shared=0.15), 15.0, None),
)
QUICK = CASES[:1]


def measure(*, quick: bool) -> list[Row]:
    return list(rows(QUICK if quick else CASES, PEER_QUICK if quick else PEER_SECONDS))


def rows(cases: Iterable[Case], seconds: int) -> Iterator[Row]:
    """Measure each case. A back end of the peer that does not finish tries no larger pool."""
    theirs = Theirs(seconds)
    solve(problem(Pool(100, 20)))  # warm
    for case in cases:
        yield from Measured(case).rows(theirs)


@dataclass
class Theirs:
    """The back ends of the peer that are still in the running, `seconds` CPU seconds a pool."""

    seconds: int
    left: list[str] = field(default_factory=lambda: list(peer.BACKENDS) if peer.install() else [])

    def answers(self, asked: Problem) -> Iterator[tuple[str, peer.Answer | None]]:
        """Yield each back end with its answer, None if it did not finish."""
        with tempfile.TemporaryDirectory() as folder:
            targets, people = write(asked, Path(folder))
            for backend in tuple(self.left):
                answer = peer.ask(targets, people, asked.size, backend, self.seconds)
                if answer is None:
                    self.left.remove(backend)
                yield backend, answer


class Measured:
    """One case solved, and what is measured of it."""

    def __init__(self, case: Case) -> None:
        self.case, self.asked = case, problem(case.pool)
        self.seconds, self.found = least(lambda: solve(self.asked))

    def rows(self, theirs: Theirs) -> Iterator[Row]:
        yield self.row("leximin", self.seconds, "CPU s", self.case.goal)
        yield self.row("lowest chance", 100 * self.found.lowest, "%")
        yield from self.exactness()
        yield from self.dealing()
        yield from self.advice()
        if self.case.replacing:
            yield self.replacement()
        yield from self.peers(theirs)

    def row(self, what: str, figure: float, unit: str, goal: float | None = None) -> Row:
        """Return a row whose figure is to be at most its goal."""
        holds = None if goal is None else figure <= goal
        return Row("lottery", f"{what}, {self.case.pool}", figure, unit, goal, holds=holds)

    def exactness(self) -> Iterator[Row]:
        """How far chances are from the best that the prices prove, and the proof checked apart."""
        with cpu() as clock:
            exact = exact_panels(self.asked, self.found)
        yield self.row("exact panels of people", clock.seconds, "CPU s")
        yield self.row("error", error(self.asked, self.found, exact), "", EXACT)
        content = json.loads(canonical(lottery_file(self.asked, self.found, exact, [])))
        with tempfile.TemporaryDirectory() as folder:
            pool = check.read(*write(self.asked, Path(folder)), "id", "address")
        chances = check.stated(content, pool)
        seconds, _ = least(lambda: check.certificate(content, pool, chances))
        yield self.row("certificate checked", 1000 * seconds, "CPU ms", CHECKED)

    def dealing(self) -> Iterator[Row]:
        with cpu() as clock:
            panels = equal_panels(self.asked, self.found)
        yield self.row("1,000 panels", clock.seconds, "CPU s", self.case.dealing)
        off = rounding(self.asked, self.found, panels)
        row = self.row("1,000 panels, largest error", 100 * off, "%", ROUNDED)
        yield replace(row, holds=off <= 0.001 + EXACT)

    def advice(self) -> Iterator[Row]:
        asked = infeasible(self.asked)
        seconds, advised = least(lambda: advise(asked))
        if not advised:
            raise RuntimeError(f"No advice on {self.case.pool}")
        yield self.row("relaxation advice", seconds, "CPU s", ADVISED)

    def replacement(self) -> Row:
        """The draw of those who take the seats of ten people who refuse."""
        asked = replacements(self.asked, equal_panels(self.asked, self.found)[0], REFUSED)
        with cpu() as clock:
            equal_panels(asked, solve(asked))
        return self.row("replacement draw", clock.seconds, "CPU s", REPLACED)

    def peers(self, theirs: Theirs) -> Iterator[Row]:
        """The peer's maximin, which is less than leximin, beside our maximin and our leximin."""
        if not theirs.left:
            return
        alike, _ = least(lambda: solve(self.asked, objective="maximin"))
        for backend, answer in theirs.answers(self.asked):
            if answer is None:
                named = f"peer did not finish ({backend})"
                yield self.row(named, float(theirs.seconds), "CPU s, at least")
                continue
            named = f"peer’s {answer.algorithm} ({backend})"
            yield self.row(f"lowest of {named}", 100 * answer.lowest, "%")
            for objective, seconds in (("leximin", self.seconds), ("maximin", alike)):
                ratio = answer.seconds / seconds
                row = self.row(f"our {objective} × faster than {named}", ratio, "×", RATIO)
                yield replace(row, peer=answer.seconds, ratio=ratio, holds=ratio >= RATIO)


def least(work: Callable[[], T]) -> tuple[float, T]:
    """Return the CPU seconds of some work, of the quickest of a few runs if short; its result."""
    best = float("inf")
    for _ in range(TIMES):
        with cpu() as clock:
            found = work()
        best = min(best, clock.seconds)
        if clock.seconds > SHORT:
            break
    return best, found


def error(asked: Problem, found: Lottery, exact: Iterable[tuple[list[str], Fraction]]) -> float:
    """Return the largest distance of anybody's chance from the bound that the prices prove."""
    chances: dict[str, Fraction] = {}
    for panel, probability in exact:
        for name in panel:
            chances[name] = chances.get(name, Fraction(0)) + probability
    return max(
        abs(float(chances.get(asked.people[place].id, Fraction(0))) - level.bound)
        for level in found.levels
        for t in level.fixed
        for place in asked.classes.people[t]
    )


def rounding(asked: Problem, found: Lottery, panels: list[list[str]]) -> float:
    """Return the largest distance of anybody's share of the panels from their chance."""
    counts = Counter(name for panel in panels for name in panel)
    return max(
        abs(counts[asked.people[place].id] / len(panels) - float(chance))
        for people, chance in zip(asked.classes.people, found.chances, strict=True)
        for place in people
    )


def infeasible(asked: Problem) -> Problem:
    """Return the problem with every minimum rounded up: a common slip, and more than the seats."""
    targets = [replace(each, low=each.high) for each in asked.targets]
    return Problem(asked.people, targets, asked.size)


def replacements(asked: Problem, panel: list[str], refused: int) -> Problem:
    """Return what is asked of those who replace some of a panel: the targets less who stays.

    Who refuses is drawn by chance, again if nobody could make up for them.
    """
    seeds = count(1)
    while advise(left := _left(asked, panel, _some(panel, refused, next(seeds)))):
        pass
    return left


def _some(panel: list[str], number: int, seed: int) -> set[str]:
    return set(random.Random(seed).sample(panel, number))


def _left(asked: Problem, panel: list[str], gone: set[str]) -> Problem:
    people = {person.id: person for person in asked.people}
    stay = [people[name] for name in panel if name not in gone]
    homes = {person.household for person in stay}
    seated = Counter((name, value) for person in stay for name, value in person.values.items())
    targets = []
    for target in asked.targets:
        held = seated[target.category, target.value]
        targets.append(
            Target(target.category, target.value, max(0, target.low - held), target.high - held)
        )
    rest = [each for each in asked.people if each.id not in gone and each.household not in homes]
    return Problem(rest, targets, len(gone))
