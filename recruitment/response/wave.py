"""A second wave: how many more letters, and where, until every target can be met with a choice."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from .campaign import Cell, Mailing
from .forecast import Forecast, of_value, rates
from .pace import answers
from .prior import PEOPLE, TILT

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
DRAWS = 1_000
WANTED = 0.9
STEP = 50  # letters; a plan is rounded up to it
MOST = 20_000
SAVES = 0.75  # a narrower wave is advised if it needs at most this share of the wider one's letters
EVEN_SHARES = (100, 80, 50, 0)
NARROWEST = (3, 5, 8)
BETTER = 0.02  # by how much a plan that falls short must beat one over more wards
DEPRIVED = "deprived"


@dataclass(frozen=True)
class Need:
    """A value with a target: `registered` so far, its `share` of the population, people `wanted`.

    `wards` are those of an area; empty for what people answer.
    """

    category: str
    value: str
    registered: int
    share: float
    wanted: int
    wards: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Room:
    """A cell and about how many of its homes no wave has drawn yet."""

    cell: Cell
    left: int


@dataclass(frozen=True)
class Plan:
    """Letters to post: in `wards` (all, if empty), `even_share` percent evenly, the rest deprived.

    `chance` is that every value then has the people it wants at the close; `registrations` are
    those to expect from these letters by then.
    """

    letters: int
    wards: tuple[str, ...]
    even_share: int
    chance: float
    registrations: int = 0


@dataclass(frozen=True)
class Advice:
    """The chance if nothing more is posted, each need's own chance, and the plan, if one helps.

    With no plan that reaches `WANTED`, `best` is the one that comes nearest.
    """

    chance: float
    chances: tuple[float, ...]
    plan: Plan | None = None
    best: Plan | None = None

    @property
    def is_needed(self) -> bool:
        return self.chance < WANTED


def second_wave(
    told: Forecast,
    rooms: Sequence[Room],
    needs: Sequence[Need],
    *,
    day: int,
    rng: np.random.Generator,
) -> Advice:
    """Return the smallest plan with which every need is met with a chance of at least `WANTED`.

    Letters would be posted on `day` and answered like the first, in the time that is left. Waves
    over all wards come first; one in fewer wards is advised only if it saves letters (`SAVES`).
    """
    if not needs:
        return Advice(1.0, ())
    few = replace(
        told, draws=told.draws[:DRAWS], drift=told.drift[:DRAWS], future=told.future[:DRAWS]
    )
    base = np.array([of_value(few, need.registered, need.share, rng) for need in needs]).T
    wanted = np.array([need.wanted for need in needs])
    chances = tuple((base >= wanted).mean(axis=0).tolist())
    chance = float((base >= wanted).all(axis=1).mean())
    if chance >= WANTED or not rooms:
        return Advice(chance, chances)
    trial = _Trial(few, list(rooms), list(needs), base, wanted, day, rng)
    plan, best = None, None
    for wards in trial.scopes():
        for share in EVEN_SHARES:
            found = trial.smallest(wards, share)
            if found is None:
                continue
            if best is None or found.chance > best.chance + BETTER:
                best = found
            if found.chance >= WANTED and (plan is None or found.letters <= SAVES * plan.letters):
                plan = found
    return Advice(chance, chances, plan, None if plan else best)


@dataclass
class _Trial:
    """Everything that stays the same while plans are tried."""

    told: Forecast
    rooms: list[Room]
    needs: list[Need]
    base: Ints
    wanted: Ints
    day: int
    rng: np.random.Generator

    @cached_property
    def answers(self) -> Floats:
        """Registrations to expect from a letter to each cell, float64[S, C]."""
        cells = [room.cell for room in self.rooms]
        shapes, scales = rates(
            [cell.letters for cell in cells], [cell.registered for cell in cells]
        )
        draws = len(self.told.draws)
        lively = self.rng.gamma(shapes, scales, (draws, len(cells)))
        mailing, close = Mailing(self.day, 1), self.told.campaign.close
        each = answers(self.told.draws, [mailing], close).sum(axis=1, keepdims=True)
        result: Floats = each * self.told.drift * lively
        return result

    @cached_property
    def yields(self) -> Floats:
        """The same of each value, float64[S, C, V]."""
        tilt = np.exp(self.rng.normal(0.0, TILT, (len(self.told.draws), 1, len(self.needs))))
        tilt[:, :, [bool(need.wards) for need in self.needs]] = 1.0
        profiles = self._profiles([room.cell for room in self.rooms])
        result: Floats = self.answers[:, :, None] * profiles[None] * tilt
        return result

    def _plan(
        self, letters: int, wards: tuple[str, ...], even_share: int, chance: float, mix: Floats
    ) -> Plan:
        come = letters * float((self.answers @ mix).mean())
        return Plan(letters, wards, even_share, chance, round(come))

    def _profiles(self, cells: Sequence[Cell]) -> Floats:
        """Return float64[C, V]: the share of each value among a cell's registrations, shrunk."""
        people = max(self.told.campaign.so_far, 0)
        result = np.zeros((len(cells), len(self.needs)))
        for column, need in enumerate(self.needs):
            overall = (need.registered + PEOPLE * need.share) / (people + PEOPLE)
            for row, cell in enumerate(cells):
                if need.wards:
                    result[row, column] = cell.ward in need.wards
                else:
                    have = cell.values.get((need.category, need.value), 0)
                    result[row, column] = (have + PEOPLE * overall) / (cell.registered + PEOPLE)
        return result

    def scopes(self) -> list[tuple[str, ...]]:
        """Return the sets of wards to try: all (empty), each area's, and those that help most."""
        areas = [tuple(sorted(need.wards)) for need in self.needs if need.wards]
        lacking = np.maximum(self.wanted - np.quantile(self.base, 1 - WANTED, axis=0), 0)
        weight = lacking / np.maximum(self.wanted, 1)
        helps: defaultdict[str, float] = defaultdict(float)
        homes: Counter[str] = Counter()
        for room, each in zip(self.rooms, self.yields.mean(axis=0) @ weight, strict=True):
            helps[room.cell.ward] += float(each) * room.left
            homes[room.cell.ward] += room.left
        order = sorted(homes, key=lambda ward: (-helps[ward] / max(homes[ward], 1), ward))
        best = [tuple(sorted(order[:count])) for count in NARROWEST if count < len(order)]
        return list(dict.fromkeys([(), *best[::-1], *areas]))

    def smallest(self, wards: tuple[str, ...], even_share: int) -> Plan | None:
        """Return the smallest plan of this kind that reaches the chance, else the largest."""
        mix, most = self._mix(wards, even_share)
        if most < STEP:
            return None
        gain = np.einsum("scv,c->sv", self.yields, mix)
        low, high = 0, most // STEP
        seed = int(self.rng.integers(2**32))

        def chance(steps: int) -> float:
            more = np.random.default_rng(seed).poisson(steps * STEP * gain)
            return float((self.base + more >= self.wanted).all(axis=1).mean())

        reached = chance(high)
        if reached < WANTED:
            return self._plan(high * STEP, wards, even_share, reached, mix)
        while high - low > 1:
            middle = (low + high) // 2
            low, high = (low, middle) if chance(middle) >= WANTED else (middle, high)
        return self._plan(high * STEP, wards, even_share, chance(high), mix)

    def _mix(self, wards: tuple[str, ...], even_share: int) -> tuple[Floats, int]:
        """Return the cells' shares of a plan's letters, float64[C], and how many there may be."""
        inside = np.array([not wards or room.cell.ward in wards for room in self.rooms])
        left = np.array([room.left for room in self.rooms], np.float64) * inside
        poor = left * np.array([room.cell.band == DEPRIVED for room in self.rooms])
        if not left.sum() or (even_share < 100 and not poor.sum()):
            return left, 0
        mix = even_share / 100 * left / left.sum()
        if even_share < 100:
            mix += (1 - even_share / 100) * poor / poor.sum()
        full = float((left[mix > 0] / mix[mix > 0]).min())
        return mix, min(MOST, int(full))
