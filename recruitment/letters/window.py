"""The address in the window of the envelope: how its lines are set, and which cannot be."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.conf import settings
from fontTools.ttLib import TTFont

from .geometry import POINT

LEFT, WIDTH = 27.0, 91.0
TOP, HEIGHT = 40.5, 25.0
TALLEST_LINE = 4.6
MOST_LINES = 7
LARGEST, SMALLEST = 12.0, 8.0  # points
TO = "The Resident(s)"
FONTS = Path(settings.BASE_DIR, "static", "build", "fonts")


@dataclass(frozen=True)
class Line:
    """One line of an address: where its baseline begins, and its size in points."""

    text: str
    x: float
    y: float
    size: float


@dataclass(frozen=True)
class Face:
    """The widths of a typeface's characters, in shares of its size."""

    widths: dict[int, float]

    def width(self, text: str, size: float) -> float:
        """Return the width of a text in millimetres."""
        return sum(self.widths[ord(character)] for character in text) * size * POINT

    def lacks(self, text: str) -> str:
        """Return the first character of a text that the typeface does not have."""
        return next((character for character in text if ord(character) not in self.widths), "")


@cache
def face(name: str = "AssemblySans-Regular") -> Face:
    with TTFont(FONTS / f"{name}.ttf") as font:
        unit = font["head"].unitsPerEm
        metrics = font["hmtx"].metrics
        return Face({code: metrics[glyph][0] / unit for code, glyph in font.getBestCmap().items()})


def block(lines: Sequence[str], postcode: str) -> tuple[str, ...]:
    """Return what stands in the window, from “The Resident(s)” to the postcode."""
    return (TO, *lines, postcode)


def step_of(lines: Sequence[str]) -> float:
    """Return how far below each other the lines of an address stand."""
    return min(TALLEST_LINE, HEIGHT / len(lines))


def set_lines(lines: Sequence[str]) -> list[Line]:
    """Return an address as large as the window lets it be, each line within its width."""
    step = step_of(lines)
    size = min(LARGEST, step / POINT * 0.92)
    return [
        Line(text, LEFT, TOP + step * (number + 0.8), _fitting(text, size))
        for number, text in enumerate(lines)
    ]


def _fitting(text: str, size: float) -> float:
    width = face().width(text, size)
    return size if width <= WIDTH else size * WIDTH / width


def trouble(lines: Sequence[str], postcode: str) -> str:
    """Say why an address cannot be printed; empty if it can. Never quote the address."""
    everything = block(lines, postcode)
    if not all(isinstance(line, str) for line in everything):
        return "The address is not text."
    if not lines or not postcode.strip() or not all(line.strip() for line in lines):
        return "The address has an empty line or no postcode."
    if len(everything) > MOST_LINES:
        return f"The address has {len(everything)} lines. The window takes {MOST_LINES}."
    for number, line in enumerate(lines, start=1):
        if missing := face().lacks(line):
            return f"Line {number} has a character that the typeface lacks: U+{ord(missing):04X}."
        if face().width(line, SMALLEST) > WIDTH:
            return f"Line {number} is too long for the window, even in {SMALLEST:g} point."
    if face().lacks(postcode) or face().width(postcode, SMALLEST) > WIDTH:
        return "The postcode cannot be printed."
    return ""
