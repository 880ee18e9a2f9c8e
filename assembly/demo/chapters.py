"""The story, chapter by chapter. Each ends at the moment at which the demonstration opens there."""

import random
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from assembly.models import Assembly

Say = Callable[[str], None]
LONDON = ZoneInfo("Europe/London")
SLUG = "waltham-forest"
SEED = "Waltham Forest 2024"


def at(text: str) -> datetime:
    """Return a moment in London: at("2024-02-24 10:00")."""
    return datetime.fromisoformat(text).replace(tzinfo=LONDON)


def chance(chapter: str) -> random.Random:
    """Return a chapter's own seeded source of chance."""
    return random.Random(f"{SEED}, {chapter}")


def the_assembly() -> Assembly:
    return Assembly.objects.get(slug=SLUG)


@dataclass(frozen=True)
class Chapter:
    """One checkpoint: the stage it shows, the moment it opens at, and what leads there."""

    key: str
    opens_at: datetime
    tell: Callable[[Say], None]
