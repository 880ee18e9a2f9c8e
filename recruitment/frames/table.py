"""Many rows at once: a block of CSV as arrays of places, where the block is plain.

Plain is: ASCII or valid UTF-8, each line as many fields as the layout has, no control character,
and quotation marks only around whole fields, with none inside. Nearly all of a real file is. What
is not plain is read row by row (`source.rows`), which also finds the words for a refusal.
"""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from .layout import Layout
from .source import LONGEST_LINE

COMMA, QUOTE, RETURN, NEWLINE, TAB = b',"\r\n\t'
Bytes = NDArray[np.uint8]
Places = NDArray[np.int64]
Flags = NDArray[np.bool_]


class Table:
    """The rows of a plain block. Columns go by the layout's names; one it lacks is all empty."""

    def __init__(self, block: bytes, layout: Layout, ends: Places, *, quoted: bool) -> None:
        self.layout = layout
        self.bytes = np.frombuffer(block, np.uint8)
        self._block = block
        self._ends = ends
        self._quoted = quoted
        self._spans: dict[str, tuple[Places, Places]] = {}

    def __len__(self) -> int:
        return len(self._ends)

    def span(self, name: str) -> tuple[Places, Places]:
        """Return where a column's fields begin and end in the block."""
        if name not in self._spans:
            self._spans[name] = self._span(self.layout.places.get(name))
        return self._spans[name]

    def _span(self, place: int | None) -> tuple[Places, Places]:
        if place is None:
            return self._ends[:, 0], self._ends[:, 0]
        ends = self._ends[:, place]
        starts = self._ends[:, place - 1] + 1 if place else self.line_starts()
        if place == self.layout.width - 1:
            ends = ends - (self.bytes[ends - 1] == RETURN)
        if self._quoted:
            quoted = (self.bytes[starts] == QUOTE) & (ends > starts)
            starts, ends = starts + quoted, ends - quoted
        return starts, ends

    def line_starts(self) -> Places:
        starts = np.empty(len(self), np.int64)
        starts[:1] = 0
        starts[1:] = self._ends[:-1, -1] + 1
        return starts

    def line(self, place: int) -> bytes:
        start = int(self._ends[place - 1, -1]) + 1 if place else 0
        return self._block[start : int(self._ends[place, -1]) + 1]

    def text(self, name: str, place: int) -> str:
        starts, ends = self.span(name)
        return self._block[starts[place] : ends[place]].decode()

    def filled(self, name: str) -> Flags:
        starts, ends = self.span(name)
        return ends > starts

    def equal(self, name: str, value: bytes) -> Flags:
        starts, ends = self.span(name)
        whole: Flags = ends - starts == len(value)
        return whole & self.begins(name, value)

    def bit(self, value: int, flags: Flags) -> Bytes:
        """Return `value` where a flag is set, else 0."""
        return flags * np.uint8(value)

    def begins(self, name: str, value: bytes) -> Flags:
        starts, ends = self.span(name)
        same = ends - starts >= len(value)
        for place, byte in enumerate(value):
            same &= self._at(starts + place) == byte
        return same

    def packed(self, name: str) -> NDArray[np.uint64]:
        """Return the first eight bytes of each field as a number; shorter ones end in zeros."""
        starts, ends = self.span(name)
        number = np.zeros(len(self), np.uint64)
        for place in range(8):
            byte = self._at(starts + place) * (starts + place < ends)
            number = number << np.uint64(8) | byte
        return number

    def number(self, name: str, fewest: int, most: int) -> tuple[NDArray[np.uint64], bool]:
        """Return a column of digits as numbers, and whether every field is such."""
        starts, ends = self.span(name)
        length = ends - starts
        good = bool(((length >= fewest) & (length <= most)).all())
        number = np.zeros(len(self), np.uint64)
        for place in range(most) if good else ():
            there = starts + place < ends
            digit = self._at(starts + place) - np.uint8(ord("0"))
            good &= bool(((digit <= 9) | ~there).all())
            number = np.where(there, number * np.uint64(10) + digit, number)
        return number, good

    def each_text(self, name: str, rule: Callable[[str], int]) -> Bytes:
        """Apply a rule to a column, once for each different text of up to eight bytes."""
        starts, ends = self.span(name)
        _, first, back = np.unique(self.packed(name), return_index=True, return_inverse=True)
        found = np.array([rule(self.text(name, place)) for place in first.tolist()], np.uint8)[back]
        for place in np.flatnonzero(ends - starts > 8).tolist():
            found[place] = rule(self.text(name, place))
        return found

    def _at(self, places: Places) -> Bytes:
        return self.bytes.take(places, mode="clip")


def table(block: bytes, layout: Layout) -> Table | None:
    """Return the rows of a block of whole lines, or None if it is not plain."""
    text = np.frombuffer(block, np.uint8)
    newline = text == NEWLINE
    if not _is_text(block, text, newline):
        return None
    ends = newline | (text == COMMA)
    quoted = b'"' in block
    if quoted:
        quote = text == QUOTE
        ends &= ~np.bitwise_xor.accumulate(quote)
        if not _whole_fields(quote, ends, ends | (text == RETURN)):
            return None
    places = np.flatnonzero(ends)
    count = np.count_nonzero(newline)
    if len(places) != count * layout.width:
        return None
    rows = places.reshape(count, layout.width)
    last = rows[:, -1]
    if not newline[last].all() or np.diff(last, prepend=-1).max(initial=0) > LONGEST_LINE:
        return None
    return Table(block, layout, rows, quoted=quoted)


def _is_text(block: bytes, text: Bytes, newline: Flags) -> bool:
    """Whether a block is UTF-8 without control characters but tabs and the ends of lines."""
    if not block.isascii():
        try:
            block.decode()
        except UnicodeDecodeError:
            return False
    control = text < ord(" ")
    allowed = newline | (text == TAB)
    allowed[:-1] |= (text[:-1] == RETURN) & newline[1:]
    return not (control & ~allowed).any()


def _whole_fields(quote: Flags, before: Flags, after: Flags) -> bool:
    """Whether each quotation mark begins or ends a field."""
    opening = int(quote[0]) + np.count_nonzero(quote[1:] & before[:-1])
    closing = np.count_nonzero(quote[:-1] & after[1:])
    return bool(opening + closing == np.count_nonzero(quote))
