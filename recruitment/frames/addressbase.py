"""Ordnance Survey's AddressBase Core: which of its rows are homes, by property class.

The classes are those of the AddressBase classification scheme (BLPU classes). By these rules in
this order, each row that is left out counted under the first that fits:

1. a row that the file itself marks as deleted; a PO box; a British Forces post office;
2. a shell, whose homes have rows of their own: class P, and RH01 (the parent of bedsits);
3. not classified yet: class U or none;
4. an institution where people live (RI: care home, communal residence, residential school): kept
   or left out, as chosen;
5. a house of several households that is not divided further (RH, RH03): kept or left out, as
   chosen;
6. every other class than a dwelling (R, RD), a bedsit (RH02) or dual use (X), which are homes
   whatever organisation they are listed under. A holiday caravan or chalet (RD10) is no home;
7. a postcode that the lookup does not know: outside the area (`reading`);
8. a letterbox (UDPRN) that an earlier home of the file has: two letters would fall behind one door.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from .choices import Choices
from .layout import Layout
from .table import Table

HOME, DUAL, BEHIND_ONE_DOOR, INSTITUTION, SHELL, UNCLASSIFIED, OTHER = range(7)
CLASS = 0b111
DELETED, PO_BOX, FORCES, NAMED, NO_LETTERBOX = (8 << bit for bit in range(5))
HOMES = frozenset(["R", "RD", "RD01", "RD02", "RD03", "RD04", "RD06", "RD07", "RD08", "RH02"])


def class_of(code: str) -> int:
    """Return what a property class says about homes."""
    if code in HOMES:
        return HOME
    if code == "RH01" or code.startswith("P"):
        return SHELL
    if code.startswith("RH"):
        return BEHIND_ONE_DOOR
    if code.startswith("RI"):
        return INSTITUTION
    if code.startswith("X"):
        return DUAL
    return UNCLASSIFIED if code.startswith("U") or not code else OTHER


def facts(row: Sequence[str], layout: Layout) -> int:
    """Return what the rules need to know about one row: its class, and bits."""
    get = layout.get
    found = class_of(get(row, "classification_code"))
    found |= DELETED * (get(row, "change_code") == "D")
    found |= PO_BOX * bool(get(row, "po_box"))
    found |= FORCES * get(row, "postcode").startswith("BF1")
    found |= NAMED * bool(get(row, "organisation"))
    return found | NO_LETTERBOX * ("udprn" in layout.places and not get(row, "udprn"))


def facts_of(table: Table) -> NDArray[np.uint8]:
    """Return the same for each row of a table."""
    found = table.each_text("classification_code", class_of)
    found |= table.bit(DELETED, table.equal("change_code", b"D"))
    found |= table.bit(PO_BOX, table.filled("po_box"))
    found |= table.bit(FORCES, table.begins("postcode", b"BF1"))
    found |= table.bit(NAMED, table.filled("organisation"))
    if "udprn" in table.layout.places:
        found |= table.bit(NO_LETTERBOX, ~table.filled("udprn"))
    return found


def verdict(found: int, choices: Choices) -> str:
    """Return why a row is left out; an empty word for a home."""
    for bit, reason in ((DELETED, "deleted"), (PO_BOX, "po_box"), (FORCES, "forces")):
        if found & bit:
            return reason
    of_class = found & CLASS
    if of_class == INSTITUTION:
        return "institution" if choices.institutions == "leave" else ""
    if of_class == BEHIND_ONE_DOOR:
        return "multi_residence" if choices.multi_residence == "leave" else ""
    return {SHELL: "shell", UNCLASSIFIED: "unclassified", OTHER: "property_class"}.get(of_class, "")


def kept(found: int) -> list[str]:
    """Return the rules by which a home was kept."""
    of_class = found & CLASS
    by = [word for key, word in (
        (DUAL, "dual_use"), (INSTITUTION, "institution"), (BEHIND_ONE_DOOR, "multi_residence"),
    ) if of_class == key]  # fmt: skip
    by += ["no_udprn"] * bool(found & NO_LETTERBOX)
    return by + ["flat_with_organisation"] * bool(found & NAMED and of_class == HOME)
