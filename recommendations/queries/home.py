"""What the homes of the audiences say about recommendations, votes and answers."""

from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from assembly.models import Assembly

from ..models import Ballot, Report
from .published import Item, Progress, items, progress, report_of
from .votes import latest_ballot


@dataclass(frozen=True)
class Summary:
    """Counts of the whole stage; `progress` is None until the report is published."""

    recommendations: int
    locked: int
    ballot: Ballot | None
    report: Report | None
    items: list[Item]
    progress: Progress | None


def summary(assembly: Assembly, now: datetime) -> Summary:
    """Return where drafting, voting, the report, the answers and the actions stand."""
    report = report_of(assembly)
    today = timezone.localtime(now).date()
    found = items(report, today) if report else []
    return Summary(
        recommendations=assembly.recommendations.count(),
        locked=assembly.recommendations.filter(locked_version__isnull=False).count(),
        ballot=latest_ballot(assembly),
        report=report,
        items=found,
        progress=progress(found, today) if report else None,
    )
