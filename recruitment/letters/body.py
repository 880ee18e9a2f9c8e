"""The words that all letters of a run share, filled from the assembly's own fields."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from io import BytesIO
from typing import Any

import pikepdf
from django.conf import settings
from django.utils import timezone

from assembly import pdf
from assembly.errors import BadInput
from assembly.models import Assembly, Part

from .sheet import PAGES

TEMPLATE, STYLESHEET = "pdf/letter.html", "pdf/letter.css"
SIZES = (1, 2, 3, 4)  # 13.5, 13, 12.5 and 12 points, in the stylesheet
NUMBERS = {1: "one weekend", 2: "two weekends", 3: "three weekends", 4: "four weekends"}


@dataclass(frozen=True)
class Wording:
    """What a letter says beyond the assembly's fields."""

    weekends: int
    written_at: datetime


def render(assembly: Assembly, wording: Wording) -> bytes:
    """Return the two pages with blanks for what differs; refuse a text that needs more."""
    return fitted(context(assembly, wording), tagged=False)


def fitted(text: dict[str, Any], *, tagged: bool) -> bytes:
    """Return the letter in the largest size of print that fits on its two pages."""
    for size in SIZES:
        content = pdf.render(TEMPLATE, {**text, "size": size}, stylesheet=STYLESHEET, tagged=tagged)
        with pikepdf.open(BytesIO(content)) as made:
            if len(made.pages) == PAGES:
                return content
    raise BadInput(
        f"The letter does not fit on {PAGES} pages. Make the assembly’s question or name shorter."
    )


def context(assembly: Assembly, wording: Wording) -> dict[str, Any]:
    """Return what the letter's template needs."""
    parts = assembly.parts.select_related("organisation").order_by("organisation__name")
    by_kind: dict[str, list[str]] = {}
    for part in parts:
        by_kind.setdefault(part.kind, []).append(part.organisation.name)
    return {
        "assembly": assembly,
        "weekends": NUMBERS.get(wording.weekends, f"{wording.weekends} weekends"),
        "written_at": wording.written_at,
        "asked_by": by_kind.get(Part.Kind.COMMISSIONER, []),
        "run_by": by_kind.get(Part.Kind.DELIVERY, []),
        "drawn_by": by_kind.get(Part.Kind.RECRUITER, []),
        "last_day": timezone.localtime(assembly.registration_closes) - timedelta(seconds=1),
        "web": f"{bare_site()}/{assembly.slug}/register",
        "site": bare_site(),
    }


def bare_site() -> str:
    """Return the site's address as people type it."""
    return str(settings.SITE_URL).partition("://")[2].rstrip("/")
