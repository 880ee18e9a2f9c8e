"""What the public sees: the published report, and what became of each recommendation."""

from collections import Counter
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _

from assembly.charts import Slice
from assembly.models import Assembly, Organisation

from ..models import Report, Response
from .answers import Answer, Clock, Doing, answers_of, clocks, doings
from .votes import Vote, numbered, rules_in_words

SERIES = {"accepted": 1, "partly": 2, "further_work": 3, "rejected": 4, "": 5}
NAMES = {
    "accepted": _("Accepted"),
    "partly": _("Accepted in part"),
    "further_work": _("Further work needed"),
    "rejected": _("Rejected"),
    "": _("No answer yet"),
}


@dataclass(frozen=True)
class Item:
    """One published recommendation: what the report says, and the answers since."""

    content: dict[str, Any]
    vote: Vote
    answers: list[Answer]

    @property
    def number(self) -> int:
        return int(self.content["number"])

    @property
    def doings(self) -> list[Doing]:
        return [doing for answer in self.answers for doing in answer.doings]

    @property
    def done(self) -> int:
        return sum(doing.action.status == "done" for doing in self.doings)


@dataclass(frozen=True)
class BodyCount:
    """How one body has answered: a number for each position, and its bar."""

    clock: Clock
    positions: Counter[str]

    @property
    def body(self) -> Organisation:
        return self.clock.body

    @property
    def slices(self) -> list[Slice]:
        return [Slice(gettext(NAMES[key]), self.positions[key], SERIES[key]) for key in SERIES]

    @property
    def title(self) -> str:
        return f"{self.body}: " + ", ".join(
            f"{part.label} {part.value:.0f}" for part in self.slices if part.value
        )

    @property
    def counts(self) -> list[int]:
        return [self.positions[key] for key in SERIES]


@dataclass(frozen=True)
class Progress:
    """The dashboard: bodies and actions, counted."""

    bodies: list[BodyCount]
    doings: list[Doing]

    @property
    def statuses(self) -> Counter[str]:
        return Counter(str(doing.action.status) for doing in self.doings)

    @property
    def done(self) -> int:
        return self.statuses["done"]

    @property
    def under_way(self) -> int:
        return self.statuses["under_way"]

    @property
    def late(self) -> int:
        return sum(doing.days_late > 0 for doing in self.doings)


def report_of(assembly: Assembly) -> Report | None:
    """Return the newest published report."""
    reports = Report.objects.filter(assembly=assembly, status=Report.Status.PUBLISHED)
    return reports.select_related("assembly").order_by("-version").first()


def items(report: Report, today: date) -> list[Item]:
    """Return the report's recommendations with the answers as they stand today."""
    content = report.content or {}
    rows = content["recommendations"]
    answers = answers_of(report.assembly, [row["number"] for row in rows], today)
    return [
        Item(row, Vote(row["votes"], content["ballot"]), answers[row["number"]]) for row in rows
    ]


def progress(found: list[Item], today: date) -> Progress:
    """Count what the items say."""
    answers = {item.number: item.answers for item in found}
    counted: dict[int, Counter[str]] = {}
    for row in answers.values():
        for answer in row:
            position = answer.response.position if answer.response else ""
            counted.setdefault(answer.body.pk, Counter())[position] += 1
    bodies = [BodyCount(clock, counted[clock.body.pk]) for clock in clocks(answers, today)]
    return Progress(bodies, doings(answers))


def positions() -> list[tuple[int, str]]:
    """Return the legend of the answers: the number of the colour, the words."""
    return [(series, gettext(NAMES[key])) for key, series in SERIES.items()]


@dataclass(frozen=True)
class Errand:
    """One recommendation on a responder's desk: their answer so far, and their own draft."""

    item: Item
    answer: Answer
    draft: Response | None


def desk(found: list[Item], body: Organisation, drafts: dict[int, Response]) -> list[Errand]:
    """Return what a body has to answer. The drafts are that body's own."""
    return [
        Errand(item, answer, drafts.get(item.number))
        for item in found
        for answer in item.answers
        if answer.body == body
    ]


def shown(content: dict[str, Any]) -> dict[str, Any]:
    """Return a report's content as its page and its PDF show it."""
    ballot = content["ballot"]
    return {
        "content": content,
        "votes": [
            (row, Vote(row["votes"], ballot)) for row in content["recommendations"] if ballot
        ],
        "rules": rules_in_words(ballot) if ballot else [],
        "legend": numbered(ballot["scale"]) if ballot else [],
        "has_attended": any(
            row["attended"] is not None for table in content["table"] for row in table["rows"]
        ),
    }
