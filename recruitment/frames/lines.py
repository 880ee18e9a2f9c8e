"""A PAF row as the lines of an envelope (after Royal Mail's rules for addressing mail)."""

import re

_NUMBERED = re.compile(r"^\d+[A-Z]?(-\d+[A-Z]?)?$", re.IGNORECASE)
_WORD = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)*|\d+(?:ST|ND|RD|TH)\b")
_SMALL = frozenset(["of", "the", "on", "in", "under", "upon", "and", "by"])


def lines(row: list[str]) -> list[str]:
    """Return at most five lines: home, street, locality, town. The postcode goes below them.

    A name that is really a number (“26A”) stands before the street, as Royal Mail asks.
    """
    _, town, locality, inner_locality, street, inner_street, number, name, sub = row[:9]
    if _NUMBERED.match(name) and not number:
        number, name = name, ""
    streets = [part for part in (inner_street, street) if part]
    if number and streets:
        streets[0] = f"{number} {streets[0]}"
    elif number:
        name = f"{name} {number}".strip()
    home = ", ".join(part for part in (sub, name) if part)
    place = ", ".join(part for part in (inner_locality, locality) if part)
    return [*(_cased(part) for part in (home, *streets, place) if part), town.upper()]


def _cased(text: str) -> str:
    """FLAT 1, ST JOHN'S COURT → Flat 1, St John's Court."""
    words = _WORD.sub(lambda found: _word(found.group()), text)
    return words[:1].upper() + words[1:]


def _word(word: str) -> str:
    lower = word.lower()
    if lower in _SMALL or word[0].isdigit():
        return lower
    return lower[0].upper() + lower[1:] if len(word) > 1 else word
