"""The seeded order of addresses, and the first so many of it.

The order is that of SHA-256("<seed>:<number>"), the number being the UDPRN in 8 digits or the UPRN
in 12. A wave takes the first addresses of that order for its even part, then the first remaining
addresses in the more deprived deciles for the rest.
"""

from dataclasses import dataclass
from hashlib import sha256
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from .reading import DeliveryPoint, Reading
from .sifting import Homes

DIGEST = 32
ROOM = 20_000  # how many addresses more than its size a list holds before it is cut


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


class Candidate(NamedTuple):
    """An address that may be drawn: its key, its number and its line in the file."""

    key: bytes
    number: int
    line: bytes


class _Lowest:
    """Keeps the addresses with the lowest keys of all that it is shown."""

    def __init__(self, size: int) -> None:
        self.size = size
        self.limit = 2**64 - 1 if size else 0
        self._kept: list[Candidate] = []

    def show(self, candidates: list[Candidate]) -> None:
        self._kept += candidates
        if len(self._kept) > self.size + ROOM:
            self.in_order()

    def in_order(self) -> list[Candidate]:
        self._kept.sort()
        del self._kept[self.size :]
        if self.size and len(self._kept) == self.size:
            self.limit = int.from_bytes(self._kept[-1].key[:8], "big")
        return self._kept


@dataclass(frozen=True)
class Shortlist:
    """Picks from a block's homes those that may be of the lowest. Runs beside the reading."""

    seed: str
    deprived_deciles: int
    earlier: NDArray[np.uint64]

    def __call__(
        self, homes: Homes, even_limit: int, deprived_limit: int
    ) -> tuple[int, int, list[Candidate], list[Candidate]]:
        """Return homes not drawn before, the more deprived of them, and the candidates of both.

        The limits are the first eight bytes of the highest keys that still count.
        """
        keys = order_keys(homes, self.seed)
        starts = np.frombuffer(keys, ">u8")[:: DIGEST // 8]
        free = ~_among(homes.numbers, self.earlier)
        poor = free & (homes.deciles <= self.deprived_deciles)

        def below(limit: int, among: NDArray[np.bool_]) -> list[Candidate]:
            return [
                Candidate(
                    keys[place * DIGEST : (place + 1) * DIGEST],
                    int(homes.numbers[place]),
                    homes.line(int(place)),
                )
                for place in np.flatnonzero(among & (starts <= np.uint64(limit)))
            ]

        counts = int(np.count_nonzero(free)), int(np.count_nonzero(poor))
        return *counts, below(even_limit, free), below(deprived_limit, poor)


def order_key(seed: str, number: int, digits: int = 8) -> bytes:
    """Return the key that places an address in the seeded order, lowest first."""
    return sha256(f"{seed}:{number:0{digits}d}".encode()).digest()


def order_keys(homes: Homes, seed: str) -> bytes:
    """Return the keys of many addresses, one after another."""
    start = f"{seed}:".encode()
    width = len(start) + homes.digits
    texts = np.empty((len(homes.numbers), width), np.uint8)
    texts[:, : len(start)] = np.frombuffer(start, np.uint8)
    rest = homes.numbers
    for place in range(width - 1, len(start) - 1, -1):
        rest, digit = np.divmod(rest, np.uint64(10))
        texts[:, place] = digit + np.uint64(ord("0"))
    whole = texts.view(f"S{width}").ravel().tolist()
    return b"".join([sha256(text).digest() for text in whole])


def choose(reading: Reading, plan: Plan, earlier: frozenset[int] = frozenset()) -> Choice:
    """Choose a wave in one pass, holding no more than about twice its size in memory."""
    even, deprived = _Lowest(plan.even), _Lowest(plan.size if plan.extra else 0)
    shortlist = Shortlist(plan.seed, plan.deprived_deciles, np.array(sorted(earlier), np.uint64))
    available = available_deprived = 0
    for free, poor, among_all, among_deprived in reading.each(
        shortlist, lambda: (even.limit, deprived.limit)
    ):
        available += free
        available_deprived += poor
        even.show(among_all)
        deprived.show(among_deprived)
    first = even.in_order()
    taken = {home.number for home in first}
    rest = [home for home in deprived.in_order() if home.number not in taken][: plan.extra]
    return Choice(_points(reading, first), _points(reading, rest), available, available_deprived)


def _among(numbers: NDArray[np.uint64], drawn: NDArray[np.uint64]) -> NDArray[np.bool_]:
    if not len(drawn):
        return np.zeros(len(numbers), bool)
    places = np.minimum(np.searchsorted(drawn, numbers), len(drawn) - 1)
    same: NDArray[np.bool_] = drawn[places] == numbers
    return same


def _points(reading: Reading, chosen: list[Candidate]) -> list[DeliveryPoint]:
    return [reading.point(home.number, home.line) for home in chosen]
