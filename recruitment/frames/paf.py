"""Royal Mail's Postcode Address File: which of its rows are homes.

PAF lists doors for post, not households. What counts as a home is decided here, by these rules in
this order, and every row that is left out is counted under the first rule that left it out:

1. a large user's own postcode (type L), a PO box, a British Forces post office: left out;
2. an organisation or department name: left out, unless the sub-building is a home by its name
   (“Flat 2”, above a shop), which is kept and counted as kept, or the name is that of an
   institution where people live (a care home, a hostel): kept or left out, as chosen;
3. several households behind one door (number of households above 1): kept or left out, as chosen;
4. a postcode that the lookup does not know: outside the area, left out (`reading`).
"""

import re
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from .choices import Choices
from .layout import Layout
from .table import Table

LARGE, PO_BOX, FORCES, NAMED, FLAT, INSTITUTION, SEVERAL = (1 << bit for bit in range(7))
_FLAT = re.compile(r"\b(FLAT|APARTMENT|APT|MAISONETTE|BEDSIT|STUDIO)\b", re.IGNORECASE)
_INSTITUTION = re.compile(
    r"\b((CARE|NURSING|RESIDENTIAL|CHILDRENS|RETIREMENT) HOME|HALLS? OF RESIDENCE|HOSTEL"
    r"|STUDENT (ACCOMMODATION|RESIDENCES?)|ALMSHOUSES?|CONVENT|MONASTERY|BARRACKS)\b",
    re.IGNORECASE,
)


def facts(row: Sequence[str], layout: Layout) -> int:
    """Return what the rules need to know about one row, as bits."""
    get = layout.get
    organisation, department = get(row, "organisation_name"), get(row, "department_name")
    found = LARGE * (get(row, "postcode_type") == "L")
    found |= PO_BOX * bool(get(row, "po_box"))
    found |= FORCES * (get(row, "post_town") == "BFPO" or get(row, "postcode").startswith("BF1"))
    if organisation or department:
        found |= _named(organisation, get(row, "sub_building_name"))
    return found | SEVERAL * (get(row, "number_of_households") not in ("", "0", "1"))


def facts_of(table: Table) -> NDArray[np.uint8]:
    """Return the same for each row of a table."""
    found = table.bit(LARGE, table.equal("postcode_type", b"L"))
    found |= table.bit(PO_BOX, table.filled("po_box"))
    found |= table.bit(FORCES, table.equal("post_town", b"BFPO") | table.begins("postcode", b"BF1"))
    named = table.filled("organisation_name") | table.filled("department_name")
    for place in np.flatnonzero(named).tolist():
        found[place] |= _named(
            table.text("organisation_name", place), table.text("sub_building_name", place)
        )
    several = table.filled("number_of_households")
    several &= ~table.equal("number_of_households", b"0")
    several &= ~table.equal("number_of_households", b"1")
    return found | table.bit(SEVERAL, several)


def _named(organisation: str, sub_building: str) -> int:
    found = NAMED | FLAT * bool(_FLAT.search(sub_building))
    return found | INSTITUTION * bool(_INSTITUTION.search(organisation))


def verdict(found: int, choices: Choices) -> str:
    """Return why a row is left out; an empty word for a home."""
    for bit, reason in ((LARGE, "large_user"), (PO_BOX, "po_box"), (FORCES, "forces")):
        if found & bit:
            return reason
    if found & NAMED and not found & FLAT:
        if not found & INSTITUTION:
            return "organisation"
        if choices.institutions == "leave":
            return "institution"
    if found & SEVERAL and choices.multi_residence == "leave":
        return "multi_residence"
    return ""


def kept(found: int) -> list[str]:
    """Return the rules by which a home was kept."""
    by = ["multi_residence"] if found & SEVERAL else []
    if found & NAMED:
        by.append("flat_with_organisation" if found & FLAT else "institution")
    return by
