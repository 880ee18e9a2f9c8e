"""A pass over an address file: read as a stream, counted, refused whole if anything is wrong."""

from collections import Counter, deque
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO, Generic, NamedTuple, TypeVar

import numpy as np
from numpy.typing import NDArray

from assembly.errors import BadInput

from .choices import CODES, Choices
from .layout import FORMATS, Kind, Layout, of_names, of_row
from .lookup import Area, Lookup, canonical
from .seen import Letterboxes, Seen
from .sifting import NOBODY, RULES, Homes, Sifter
from .source import Source, lines_of, name_of, opened, rows
from .workers import in_order

WORTH_PROCESSES = 200_000_000  # bytes of a file: below, starting processes takes longer
Made = TypeVar("Made")


class DeliveryPoint(NamedTuple):
    """One residential address, as the file has it. `number` is its UDPRN, or its UPRN; then
    `letterbox` is its UDPRN, if it has one (0: none)."""

    number: int
    area: Area
    lines: list[str]
    postcode: str
    letterbox: int


@dataclass(frozen=True)
class _Done(Generic[Made]):
    """What came of a block: as `Sifted`, with what was made of its homes.

    `homes` are their numbers; none are told where the file numbers addresses by letterbox anyway.
    """

    numbers: NDArray[np.uint64]
    reasons: NDArray[np.int64]
    facts: NDArray[np.int64]
    homes: NDArray[np.uint64]
    letterboxes: NDArray[np.uint64]
    made: Made


@dataclass(frozen=True)
class _Task(Generic[Made]):
    """What is done with each block: sift it, and make something of its homes."""

    sifter: Sifter
    make: Callable[..., Made]

    def __call__(self, block: bytes, first: int, *given: Any) -> _Done[Made]:
        return self.without(NOBODY, block, first, *given)

    def without(
        self, numbers: NDArray[np.uint64], block: bytes, first: int, *given: Any
    ) -> _Done[Made]:
        """Do the same, the homes with these numbers left out."""
        sifted = self.sifter.sift(block, first, numbers)
        return _Done(
            sifted.numbers,
            sifted.reasons,
            sifted.facts,
            sifted.homes.numbers if len(sifted.homes.letterboxes) else NOBODY,
            sifted.homes.letterboxes,
            self.make(sifted.homes, *given),
        )


class Reading:
    """A pass over a file. The counts and the SHA-256 are complete when the pass ends."""

    def __init__(
        self,
        file: Path | BinaryIO,
        lookup: Lookup,
        *,
        kind: Kind = "paf",
        columns: str = "",
        choices: Choices | None = None,
        progress: Callable[[int], None] | None = None,
        beside: bool = False,
    ) -> None:
        """`columns` are names, if not the usual ones; `progress` is told how many bytes are read;
        `beside` reads with two more processes, which a country's file is worth."""
        self.kind = kind
        self.file_name = name_of(file)
        self._begin()
        self._file = file
        self._lookup = lookup
        self._columns = columns
        self._layout: Layout | None = of_names(kind, columns) if columns else None
        self._choices = choices or Choices()
        self._progress = progress
        self._beside = beside

    @property
    def untold(self) -> list[str]:
        return self.layout.untold

    @property
    def layout(self) -> Layout:
        if self._layout is None:
            raise RuntimeError("The file has not been read yet")
        return self._layout

    def each(
        self, make: Callable[..., Made], given: Callable[[], tuple[Any, ...]] = tuple
    ) -> Iterator[Made]:
        """Yield what `make` makes of each block's homes, in the file's order.

        `given` says, at the time a block is handed out, what else `make` is to know. Raise
        `BadInput`, naming the row, if anything in the file is wrong.
        """
        self._begin()
        seen = Seen(FORMATS[self.kind].digits)
        with opened(self._file) as handle:
            source = Source(handle)
            blocks = self._blocks(source)
            if start := next(blocks, None):
                task, met = _Task(self._sifter(), make), Letterboxes()
                under_way: deque[tuple[Any, ...]] = deque()
                tasks = ((block, first, *given()) for first, block in _again(start, blocks))
                for done in in_order(task, _noted(tasks, under_way), beside=self._beside):
                    own = under_way.popleft()
                    again = met.again(done.letterboxes)
                    if again.any():
                        done = task.without(done.homes[again], *own)
                    seen.add(done.numbers)
                    self._count(done.reasons, done.facts)
                    if self._progress:
                        self._progress(source.bytes_read)
                    yield done.made
        if not self.rows:
            raise BadInput("The address file is empty.")
        self._refuse_twice(seen.twice())
        self.sha256 = source.sha256

    def __iter__(self) -> Iterator[DeliveryPoint]:
        for homes in self.each(_lines):
            for number, line in homes:
                yield self.point(number, line)

    def within(self, wards: Collection[str]) -> NDArray[np.bool_]:
        """Return for each area of the lookup whether it lies in these wards."""
        return self._lookup.within(wards)

    def point(self, number: int, line: bytes) -> DeliveryPoint:
        """Return a home from its line in the file."""
        [row] = rows(line, 1)
        postcode = self.layout.get(row, "postcode")
        area = self._lookup.find(postcode)
        if area is None:
            raise RuntimeError("A home must lie in an area")
        lines, letterbox = self.layout.lines(row), self.layout.letterbox(row)
        return DeliveryPoint(number, area, lines, canonical(postcode), letterbox)

    def _begin(self) -> None:
        """Count from nothing: each pass tells its own counts and its own SHA-256."""
        self.rows = self.residential = 0
        self.exclusions: Counter[str] = Counter()
        self.kept: Counter[str] = Counter()
        self.sha256 = ""

    def _sifter(self) -> Sifter:
        self._refuse_blind_choice()
        named = "you named" if self._columns else "the first row has"
        return Sifter(self.layout, self._lookup, self._choices, named)

    def _refuse_blind_choice(self) -> None:
        """Refuse a choice that nothing in the file could carry out: it would be published."""
        if self._choices.multi_residence == "leave" and "multi_residence" in self.layout.untold:
            raise BadInput(
                "The file does not say how many households are behind a door (column 19 of PAF, "
                "“number_of_households”), so they cannot be left out. Choose to keep them, or use "
                "the variant of the file that has the column."
            )

    def _blocks(self, source: Source) -> Iterator[tuple[int, bytes]]:
        """Yield blocks of rows, each with the number of its first row, without a header."""
        first, blocks = 1, source.blocks()
        start = next(blocks, b"")
        if start and not self._columns:
            line, end, rest = start.partition(b"\n")
            [row] = rows(line + end, 1)
            self._layout, is_header = of_row(self.kind, row)
            if is_header:
                first, start = 2, rest
        while start:
            yield first, start
            first += lines_of(start)
            start = next(blocks, b"")

    def _count(self, reasons: NDArray[np.int64], facts: NDArray[np.int64]) -> None:
        self.rows += int(reasons.sum())
        self.residential += int(reasons[0])
        for code in np.flatnonzero(reasons[1:]) + 1:
            self.exclusions[CODES[code]] += int(reasons[code])
        for found in np.flatnonzero(facts):
            for by in RULES[self.kind].kept(int(found)):
                self.kept[by] += int(facts[found])

    def _refuse_twice(self, twice: NDArray[np.uint64]) -> None:
        """Read again, up to the first row whose number was there before, to tell where it is."""
        if not len(twice):
            return
        sifter, met = self._sifter(), np.zeros(len(twice), bool)
        with opened(self._file) as handle:
            for first, block in self._blocks(Source(handle)):
                numbers = sifter.numbers(block, first)
                places = np.minimum(np.searchsorted(twice, numbers), len(twice) - 1)
                for row in np.flatnonzero(twice[places] == numbers):
                    if met[places[row]]:
                        number = f"{int(numbers[row]):0{self.layout.format.fewest_digits}d}"
                        where = sifter.place_of(first + int(row))
                        raise BadInput(f"{where} {number} is there twice.")
                    met[places[row]] = True


def _again(
    start: tuple[int, bytes], rest: Iterator[tuple[int, bytes]]
) -> Iterator[tuple[int, bytes]]:
    yield start
    yield from rest


def _noted(
    tasks: Iterator[tuple[Any, ...]], under_way: deque[tuple[Any, ...]]
) -> Iterator[tuple[Any, ...]]:
    """Yield tasks, keeping each until it is done."""
    for task in tasks:
        under_way.append(task)
        yield task


def _lines(homes: Homes) -> list[tuple[int, bytes]]:
    return [(int(number), homes.line(place)) for place, number in enumerate(homes.numbers)]
