"""Blocks of rows told apart into homes and the rest: as arrays where plain, else row by row."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from types import ModuleType

import numpy as np
from numpy.typing import NDArray

from assembly.errors import BadInput

from . import addressbase, paf
from .choices import CODES, Choices
from .layout import LONGEST_UDPRN, Kind, Layout
from .lookup import NOWHERE, Lookup
from .source import rows
from .table import Table, table

RULES: dict[Kind, ModuleType] = {"paf": paf, "addressbase": addressbase}
FACTS = 256
OUTSIDE, SAME_LETTERBOX = CODES.index("outside"), CODES.index("same_letterbox")
NOBODY = np.zeros(0, np.uint64)


@dataclass(frozen=True)
class Homes:
    """The residential addresses of one block, in the file's order. `digits` are a number's;
    `areas` are places in the lookup's areas. `letterboxes` are UDPRNs, 0 for none; nothing at all
    where the file numbers addresses by letterbox anyway. `letterboxes_of` gives those of all rows
    of the block, homes or not, that have one of these numbers (in ascending order).
    """

    numbers: NDArray[np.uint64]
    deciles: NDArray[np.uint8]
    line: Callable[[int], bytes]
    digits: int
    areas: NDArray[np.uint32]
    letterboxes: NDArray[np.uint64]
    letterboxes_of: Callable[[NDArray[np.uint64]], NDArray[np.uint64]]

    def behind(self, letterboxes: NDArray[np.uint64]) -> NDArray[np.bool_]:
        """Return which homes are behind one of these letterboxes (in ascending order)."""
        if not len(self.letterboxes):
            return np.zeros(len(self.numbers), bool)
        return among(self.letterboxes, letterboxes)


@dataclass(frozen=True)
class Sifted:
    """One block: the numbers of all its rows, rows by reason (0: home), homes by what they are."""

    numbers: NDArray[np.uint64]
    reasons: NDArray[np.int64]
    facts: NDArray[np.int64]
    homes: Homes


@dataclass(frozen=True)
class _Block:
    """All rows of one block: their numbers, what the rules know of each, and where they lie."""

    numbers: NDArray[np.uint64]
    facts: NDArray[np.uint8]
    letterboxes: NDArray[np.uint64]
    areas: Callable[[NDArray[np.intp]], NDArray[np.uint32]]
    line: Callable[[int], bytes]


class Sifter:
    """Applies one file's layout, rules and postcodes to its blocks."""

    def __init__(self, layout: Layout, lookup: Lookup, choices: Choices, named: str) -> None:
        """`named` says, for a refusal, where the number of columns comes from."""
        self.layout = layout
        self.lookup = lookup
        self._named = named
        self._deciles = lookup.deciles
        verdict = RULES[layout.format.kind].verdict
        self._verdicts = np.array([CODES.index(verdict(facts, choices)) for facts in range(FACTS)])

    def sift(self, block: bytes, first: int, without: NDArray[np.uint64] = NOBODY) -> Sifted:
        """Tell a block's rows apart; `first` is the number of its first row in the file.

        `without` are the numbers of homes whose letterbox an earlier row has.
        """
        found = self._read(block, first)
        reasons = self._verdicts[found.facts]
        homes = np.flatnonzero(reasons == 0)
        areas = found.areas(homes)
        outside = areas == NOWHERE
        reasons[homes[outside]] = OUTSIDE
        homes, areas = homes[~outside], areas[~outside]
        again = np.isin(found.numbers[homes], without)
        reasons[homes[again]] = SAME_LETTERBOX
        homes, areas = homes[~again], areas[~again]
        return Sifted(
            found.numbers,
            np.bincount(reasons, minlength=len(CODES)),
            np.bincount(found.facts[homes], minlength=FACTS),
            Homes(
                found.numbers[homes],
                self._deciles[areas],
                lambda place: found.line(int(homes[place])),
                self.layout.format.digits,
                areas,
                found.letterboxes[homes] if self.layout.tells_letterboxes else NOBODY,
                lambda of: self._letterboxes_of(found, of),
            ),
        )

    def _letterboxes_of(self, found: _Block, numbers: NDArray[np.uint64]) -> NDArray[np.uint64]:
        if not self.layout.tells_letterboxes:
            return NOBODY
        letterboxes = found.letterboxes[among(found.numbers, numbers)]
        return letterboxes[letterboxes > 0]

    def numbers(self, block: bytes, first: int) -> NDArray[np.uint64]:
        return self._read(block, first).numbers

    def _read(self, block: bytes, first: int) -> _Block:
        return self._quick(block) or self._slow(block, first)

    def _quick(self, block: bytes) -> _Block | None:
        """Read a block as arrays, if it is plain and its numbers are right."""
        read = table(block, self.layout)
        if read is None:
            return None
        form = self.layout.format
        numbers, good = read.number(form.number, form.fewest_digits, form.digits)
        letterboxes = NOBODY
        if good and self.layout.tells_letterboxes:
            letterboxes, good = read.number("udprn", 0, LONGEST_UDPRN)
        if not good:
            return None
        facts = RULES[form.kind].facts_of(read)
        return _Block(numbers, facts, letterboxes, lambda of: self._areas(read, of), read.line)

    def _areas(self, read: Table, of: NDArray[np.intp]) -> NDArray[np.uint32]:
        """Return the areas of some rows: each run of the same postcode is looked up once."""
        postcodes = read.packed("postcode")[of]
        starts, ends = read.span("postcode")
        heads = np.flatnonzero(np.diff(postcodes, prepend=~postcodes[:1]))
        areas = self.lookup.find_packed(postcodes[heads])
        for place in np.flatnonzero(areas == NOWHERE).tolist():
            areas[place] = self.lookup.place(read.text("postcode", int(of[heads[place]])))
        found = np.repeat(areas, np.diff(heads, append=len(of)))
        for place in np.flatnonzero((ends - starts)[of] > 8).tolist():
            found[place] = self.lookup.place(read.text("postcode", int(of[place])))
        return found

    def _slow(self, block: bytes, first: int) -> _Block:
        """Read a block row by row: the same, and the words of a refusal."""
        numbers, facts, letterboxes, places = [], [], [], []
        for number, row in enumerate(rows(block, first), start=first):
            self._require_width(row, number)
            numbers.append(self._number(row, number))
            facts.append(RULES[self.layout.format.kind].facts(row, self.layout))
            letterboxes.append(self.layout.letterbox(row))
            places.append(self.lookup.place(self.layout.get(row, "postcode")))
        lines, areas = block.split(b"\n"), np.array(places, np.uint32)
        return _Block(
            np.array(numbers, np.uint64),
            np.array(facts, np.uint8),
            np.array(letterboxes, np.uint64),
            lambda of: areas[of],
            lambda place: lines[place] + b"\n",
        )

    def _require_width(self, row: Sequence[str], number: int) -> None:
        if len(row) != self.layout.width:
            raise BadInput(
                f"Row {number:,}: {len(row)} columns where {self._named} {self.layout.width}."
            )

    def _number(self, row: Sequence[str], number: int) -> int:
        form, text = self.layout.format, self.layout.get(row, self.layout.format.number)
        if form.fewest_digits <= len(text) <= form.digits and text.isascii() and text.isdigit():
            return int(text)
        span = f"{form.digits}"
        if form.fewest_digits < form.digits:
            span = f"{form.fewest_digits} to {form.digits}"
        raise BadInput(f"{self.place_of(number)} must be {span} digits, not “{text[:20]}”.")

    def place_of(self, row: int) -> str:
        """Return where the number of a row stands, for a refusal."""
        form = self.layout.format
        column = self.layout.places[form.number] + 1
        return f"Row {row:,}, column {column}: the {form.number.upper()}"


def among(numbers: NDArray[np.uint64], known: NDArray[np.uint64]) -> NDArray[np.bool_]:
    """Return which numbers are among those known, which are in ascending order."""
    if not len(known):
        return np.zeros(len(numbers), bool)
    places = np.minimum(np.searchsorted(known, numbers), len(known) - 1)
    same: NDArray[np.bool_] = known[places] == numbers
    return same
