"""The seeded order of addresses, and the first so many of it.

The order is that of SHA-256("<seed>:<number>"), the number being the UDPRN in 8 digits or the UPRN
in 12. A wave takes the first addresses of that order for its even part, then the first remaining
addresses in the more deprived deciles for the rest. A wave may be confined to some wards: then it
takes those addresses of the same order that lie there.

Homes behind a letterbox that had a letter are left out of later waves. It is known by its UDPRN:
the one that the drawn address had in its own file, and the one that it has in the file at hand.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from .reading import DeliveryPoint, Reading
from .sifting import NOBODY, Homes, among

DIGEST = 32
FIRST, LAST = bytes(DIGEST), b"\xff" * DIGEST
ROOM = 5_000  # how many addresses more than its size a list holds before it is cut


@dataclass(frozen=True)
class Plan:
    """How many addresses to draw, how they are shared between the two parts, in which wards (all,
    if none is named)."""

    size: int
    even_share: int
    deprived_deciles: int
    seed: str
    wards: frozenset[str] = frozenset()

    @property
    def even(self) -> int:
        return self.size * self.even_share // 100

    @property
    def extra(self) -> int:
        return self.size - self.even


class Earlier(NamedTuple):
    """What earlier waves drew, in ascending order: numbers of addresses, and letterboxes."""

    numbers: NDArray[np.uint64] = NOBODY
    letterboxes: NDArray[np.uint64] = NOBODY


@dataclass(frozen=True)
class Choice:
    """What one wave chose, each part in its order, and out of how many it could choose.

    `behind_letterbox` counts the homes it could not choose because their letterbox had a letter.
    """

    even: list[DeliveryPoint]
    extra: list[DeliveryPoint]
    available: int
    available_deprived: int
    behind_letterbox: int


class Candidate(NamedTuple):
    """An address that may be drawn: its key, its number, and its line in the file."""

    key: bytes
    number: int
    is_deprived: bool
    line: bytes


class Found(NamedTuple):
    """What a block has: homes that may be drawn, how many of them are deprived, homes behind a
    letterbox that had a letter, who may be of the lowest, and where addresses drawn before have
    another letterbox than is known of any of them."""

    free: int
    deprived: int
    behind_letterbox: int
    candidates: list[Candidate]
    letterboxes: NDArray[np.uint64]


class _Lowest:
    """Keeps the addresses with the lowest keys of all that it is shown."""

    def __init__(self, size: int) -> None:
        self.size = size
        self.last = LAST if size else FIRST
        self._kept: list[Candidate] = []

    def show(self, candidates: Iterable[Candidate]) -> None:
        self._kept += [candidate for candidate in candidates if candidate.key <= self.last]
        if len(self._kept) > self.size + ROOM:
            self.in_order()

    def in_order(self) -> list[Candidate]:
        self._kept.sort()
        del self._kept[self.size :]
        if self.size and len(self._kept) == self.size:
            self.last = self._kept[-1].key
        return self._kept


@dataclass(frozen=True)
class Shortlist:
    """Picks from a block's homes those that may be of the lowest. Runs beside the reading."""

    seed: str
    deprived_deciles: int
    earlier: Earlier
    within: NDArray[np.bool_] | None = None

    def __call__(self, homes: Homes, even_last: bytes, deprived_last: bytes) -> Found:
        """Look through a block. The last keys that still count say, by their first eight bytes,
        who may be of the lowest.
        """
        keys = order_keys(homes, self.seed)
        starts = np.frombuffer(keys, ">u8")[:: DIGEST // 8]
        free = ~among(homes.numbers, self.earlier.numbers)
        if self.within is not None:
            free &= self.within[homes.areas]
        behind = free & homes.behind(self.earlier.letterboxes)
        free &= ~behind
        poor = free & (homes.deciles <= self.deprived_deciles)
        wanted = free & (starts <= _start(even_last)) | poor & (starts <= _start(deprived_last))
        places = np.flatnonzero(wanted)
        candidates = [
            Candidate(
                keys[place * DIGEST : (place + 1) * DIGEST], number, deprived, homes.line(place)
            )
            for place, number, deprived in zip(
                places.tolist(), homes.numbers[places].tolist(), poor[places].tolist(), strict=True
            )
        ]
        letterboxes = homes.letterboxes_of(self.earlier.numbers)
        return Found(
            int(np.count_nonzero(free)),
            int(np.count_nonzero(poor)),
            int(np.count_nonzero(behind)),
            candidates,
            letterboxes[~among(letterboxes, self.earlier.letterboxes)],
        )


def _start(key: bytes) -> np.uint64:
    return np.uint64(int.from_bytes(key[:8], "big"))


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


def choose(reading: Reading, plan: Plan, earlier: Earlier | None = None) -> Choice:
    """Choose a wave in one pass, holding no more than about twice its size in memory.

    Where addresses drawn before turn out to have another letterbox than was known, a home before
    them in the file may share it: then the file is read once more, with those known.
    """
    known = earlier or Earlier()
    choice, others = _pass(reading, plan, known)
    if not others:
        return choice
    letterboxes = np.union1d(known.letterboxes, np.array(sorted(others), np.uint64))
    return _pass(reading, plan, known._replace(letterboxes=letterboxes))[0]


def _pass(reading: Reading, plan: Plan, earlier: Earlier) -> tuple[Choice, set[int]]:
    """Return what a wave chooses, and letterboxes of addresses drawn before that were not known."""
    even, deprived = _Lowest(plan.even), _Lowest(plan.size if plan.extra else 0)
    within = reading.within(plan.wards) if plan.wards else None
    shortlist = Shortlist(plan.seed, plan.deprived_deciles, earlier, within)
    counts, others = np.zeros(3, np.int64), set[int]()
    for found in reading.each(shortlist, lambda: (even.last, deprived.last)):
        counts += (found.free, found.deprived, found.behind_letterbox)
        others.update(found.letterboxes.tolist())
        even.show(found.candidates)
        deprived.show(candidate for candidate in found.candidates if candidate.is_deprived)
    first = even.in_order()
    taken = {home.number for home in first}
    rest = [home for home in deprived.in_order() if home.number not in taken][: plan.extra]
    return Choice(_points(reading, first), _points(reading, rest), *counts.tolist()), others


def _points(reading: Reading, chosen: list[Candidate]) -> list[DeliveryPoint]:
    return [reading.point(home.number, home.line) for home in chosen]
