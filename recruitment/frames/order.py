"""The seeded order of addresses, and the first so many of it.

The order is that of SHA-256("<seed>:<udprn>"). A wave takes the first addresses of that order for
its even part, then the first remaining addresses in the more deprived deciles for the rest.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256
from heapq import heappush, heappushpop

from .paf import DeliveryPoint


@dataclass(frozen=True)
class Plan:
    """How many addresses to draw, and how they are shared between the two parts."""

    size: int
    even_share: int
    deprived_deciles: int
    seed: str

    @property
    def even(self) -> int:
        return self.size * self.even_share // 100

    @property
    def extra(self) -> int:
        return self.size - self.even


@dataclass(frozen=True)
class Choice:
    """What one wave chose, each part in its order, and out of how many it could choose."""

    even: list[DeliveryPoint]
    extra: list[DeliveryPoint]
    available: int
    available_deprived: int


class _Lowest:
    """Keeps the addresses with the lowest keys of all that it is shown."""

    def __init__(self, size: int) -> None:
        self.size = size
        self._heap: list[tuple[int, int, DeliveryPoint]] = []

    def show(self, key: int, point: DeliveryPoint) -> None:
        if len(self._heap) < self.size:
            heappush(self._heap, (-key, -point.udprn, point))
        elif self.size and -key > self._heap[0][0]:
            heappushpop(self._heap, (-key, -point.udprn, point))

    def in_order(self) -> list[DeliveryPoint]:
        return [point for _, _, point in sorted(self._heap, reverse=True)]


def order_key(seed: str, udprn: int) -> int:
    """Return the number that places an address in the seeded order, lowest first."""
    return int.from_bytes(sha256(f"{seed}:{udprn:08d}".encode()).digest(), "big")


def choose(points: Iterable[DeliveryPoint], plan: Plan, earlier: frozenset[int]) -> Choice:
    """Choose a wave in one pass, holding no more than about twice its size in memory."""
    even, deprived = _Lowest(plan.even), _Lowest(plan.size)
    available = available_deprived = 0
    for point in points:
        if point.udprn in earlier:
            continue
        key = order_key(plan.seed, point.udprn)
        available += 1
        even.show(key, point)
        if point.area.decile <= plan.deprived_deciles:
            available_deprived += 1
            deprived.show(key, point)
    first = even.in_order()
    taken = {point.udprn for point in first}
    rest = [point for point in deprived.in_order() if point.udprn not in taken][: plan.extra]
    return Choice(first, rest, available, available_deprived)
