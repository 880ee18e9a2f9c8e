"""How well an address that someone gives agrees with the addresses that got a letter."""

import re
from dataclasses import dataclass
from difflib import SequenceMatcher

from django.db.models import Q, TextField
from django.db.models.functions import Cast

from assembly.models import Assembly

from ..models import Address

EXACT, NEAR, NONE = "exact", "near", "none"
MOST = 8
SPELT_ALIKE = 0.75
SHORT = {
    "RD": "ROAD", "ST": "STREET", "AVE": "AVENUE", "AV": "AVENUE", "CL": "CLOSE", "CT": "COURT",
    "DR": "DRIVE", "GDNS": "GARDENS", "GRN": "GREEN", "GR": "GROVE", "HSE": "HOUSE", "LN": "LANE",
    "PK": "PARK", "PL": "PLACE", "SQ": "SQUARE", "TER": "TERRACE", "APT": "FLAT",
    "APARTMENT": "FLAT",
}  # fmt: skip


@dataclass(frozen=True)
class Match:
    """One address that got a letter, how well it agrees and why."""

    address: Address
    kind: str
    reasons: tuple[str, ...]
    likeness: float


@dataclass(frozen=True)
class _Parts:
    postcode: str
    numbers: frozenset[str]
    words: tuple[str, ...]

    @property
    def street(self) -> str:
        return " ".join(self.words)


def tidy_postcode(text: str) -> str:
    """E17 4QH for whatever was typed: e174qh, E17  4QH."""
    plain = re.sub(r"[^0-9A-Z]", "", text.upper())
    return f"{plain[:-3]} {plain[-3:]}" if len(plain) > 4 else plain


def _parts(text: str, postcode: str) -> _Parts:
    tokens = [SHORT.get(token, token) for token in re.findall(r"[0-9A-Z']+", text.upper())]
    return _Parts(
        tidy_postcode(postcode),
        frozenset(token for token in tokens if token[0].isdigit()),
        tuple(t for t in tokens if not t[0].isdigit() and t not in ("FLAT", "LONDON")),
    )


def find(assembly: Assembly, address: str, postcode: str) -> list[Match]:
    """Return the addresses with a letter that agree exactly or nearly, the best first."""
    given = _parts(address, postcode)
    found = [match for one in _candidates(assembly, given) if (match := _compare(given, one))]
    found.sort(key=lambda match: (match.kind != EXACT, -match.likeness, match.address.pk))
    return found[:MOST]


def best(matches: list[Match]) -> str:
    """Return how well the best one agrees: exact (one such address only), near or none."""
    exact = sum(match.kind == EXACT for match in matches)
    return EXACT if exact == 1 else NEAR if matches else NONE


def _candidates(assembly: Assembly, given: _Parts) -> list[Address]:
    """Return addresses of the same postcode sector, or with the longest word of the street."""
    sector = given.postcode[:-2] if len(given.postcode) > 4 else given.postcode
    near = Q(postcode__startswith=sector) if sector else Q(pk=None)
    if given.words and len(longest := max(given.words, key=len)) > 3:
        near |= Q(written__icontains=longest)
    letters = Address.objects.filter(assembly=assembly, invitation__isnull=False)
    written = letters.annotate(written=Cast("lines", TextField())).filter(near)
    return list(written.select_related("invitation")[:2000])


def _compare(given: _Parts, address: Address) -> Match | None:
    theirs = _parts(" ".join(address.lines), address.postcode)
    same_postcode = given.postcode == theirs.postcode
    same_numbers = bool(given.numbers) and given.numbers == theirs.numbers
    share_number = bool(given.numbers & theirs.numbers)
    street = max(_alike(given.street, theirs.street), _within(given.words, theirs.words))
    likeness = (same_postcode + (1.0 if same_numbers else 0.5 * share_number) + street) / 3
    reasons = (
        "same postcode" if same_postcode else f"another postcode: {address.postcode}",
        "same number"
        if same_numbers
        else "one of the numbers is the same"
        if share_number
        else "another number",
        "same street"
        if street >= 0.99
        else "the street is spelt differently"
        if street >= SPELT_ALIKE
        else "another street",
    )
    if same_postcode and same_numbers and street >= 0.99:
        return Match(address, EXACT, reasons, likeness)
    close = (
        (same_postcode and (share_number or (street >= 0.99 and not given.numbers)))
        or (same_postcode and not theirs.numbers and street >= SPELT_ALIKE)
        or (same_numbers and street >= SPELT_ALIKE)
    )
    return Match(address, NEAR, reasons, likeness) if close else None


def _alike(one: str, other: str) -> float:
    return SequenceMatcher(None, one, other).ratio() if one and other else 0.0


def _within(words: tuple[str, ...], others: tuple[str, ...]) -> float:
    """Return 1 if all the words given stand in the other address, as when the town is left out."""
    return 1.0 if words and set(words) <= set(others) else 0.0
