"""What the kitchen is told: how many eat what on which day. Never who, and no free text."""

from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from assembly.models import Assembly
from recruitment.models import Member
from recruitment.queries.commitments import meals

from ..models import Session
from .attendance import roster


@dataclass(frozen=True)
class Day:
    """One day of the assembly: who is expected, and the meals by what must go together.

    No meals once what members eat is erased.
    """

    day: date
    weekend: int
    expected: int
    meals: list[tuple[str, int]]


def days(assembly: Assembly) -> list[Day]:
    """Return each day that has a session, with the meals of those who are members then."""
    by_day: dict[date, list[Session]] = {}
    for session in Session.objects.of(assembly).select_related("weekend__assembly"):
        by_day.setdefault(timezone.localtime(session.starts_at).date(), []).append(session)
    some_held = Member.objects.filter(assembly=assembly).held().exists()
    found = []
    for day, sessions in by_day.items():
        expected = {member.pk for session in sessions for member in roster(session)}
        eaten = meals(expected) if some_held else []
        found.append(Day(day, sessions[0].weekend.number, len(expected), eaten))
    return found
