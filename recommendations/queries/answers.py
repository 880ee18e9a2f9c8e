"""Who has answered what, what was promised, and how late it is."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Prefetch, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assembly import languages
from assembly.models import Assembly, Organisation

from ..models import Action, ProgressUpdate, Promise, Response

POSITION_COLOURS = {
    "accepted": "green",
    "partly": "turquoise",
    "further_work": "yellow",
    "rejected": "red",
}
STATUS_COLOURS = {"not_started": "grey", "under_way": "blue", "done": "green", "stopped": "red"}


@dataclass(frozen=True)
class Doing:
    """One action with how it stands today."""

    action: Action
    body: Organisation
    number: int
    today: date

    @property
    def days_late(self) -> int:
        return self.action.days_late(self.today)

    @property
    def label(self) -> str:
        status = _(str(self.action.status.label))
        return f"{status}, {_late(self.days_late)}" if self.days_late else status

    @property
    def colour(self) -> str:
        return "orange" if self.days_late else STATUS_COLOURS[self.action.status]

    @property
    def updates(self) -> list[ProgressUpdate]:
        return sorted(self.action.updates.all(), key=lambda update: (update.at, update.pk))


@dataclass(frozen=True)
class Answer:
    """What one body has said to one recommendation by today: maybe nothing."""

    number: int
    promise: Promise
    versions: tuple[Response, ...]
    today: date

    @property
    def body(self) -> Organisation:
        return self.promise.body

    @property
    def response(self) -> Response | None:
        return self.versions[0] if self.versions else None

    @property
    def earlier(self) -> tuple[Response, ...]:
        return self.versions[1:]

    @property
    def is_late(self) -> bool:
        return not self.versions and self.today > self.promise.due_on

    @property
    def label(self) -> str:
        if self.response:
            return _(str(self.response.get_position_display()))
        if self.is_late:
            asked = timezone.localtime(self.promise.asked_at).date()
            days = (self.today - asked).days
            text = ngettext("No response after %(n)s day", "No response after %(n)s days", days)
            return text % {"n": languages.number(days)}
        days = (self.promise.due_on - self.today).days
        text = ngettext("Answer due in %(n)s day", "Answer due in %(n)s days", days)
        return text % {"n": languages.number(days)}

    @property
    def colour(self) -> str:
        if self.response:
            return POSITION_COLOURS[self.response.position]
        return "orange" if self.is_late else "grey"

    @property
    def doings(self) -> list[Doing]:
        return [
            Doing(action, self.body, self.number, self.today)
            for response in self.versions
            for action in sorted(response.actions.all(), key=lambda one: (one.due_on, one.pk))
        ]


@dataclass(frozen=True)
class Clock:
    """One body's promise clock: how many answers are given, and how long is left or gone."""

    promise: Promise
    answered: int
    asked: int
    today: date

    @property
    def body(self) -> Organisation:
        return self.promise.body

    @property
    def missing(self) -> int:
        return self.asked - self.answered

    @property
    def days_late(self) -> int:
        return max(0, (self.today - self.promise.due_on).days) if self.missing else 0

    @property
    def days_left(self) -> int:
        return max(0, (self.promise.due_on - self.today).days)

    @property
    def label(self) -> str:
        if not self.missing:
            return _("All answered")
        if self.days_late:
            return _late(self.days_late)
        text = ngettext("%(n)s day left", "%(n)s days left", self.days_left)
        return text % {"n": languages.number(self.days_left)}

    @property
    def colour(self) -> str:
        if not self.missing:
            return "green"
        return "orange" if self.days_late else "blue"


def _late(days: int) -> str:
    return ngettext("%(n)s day late", "%(n)s days late", days) % {"n": languages.number(days)}


def answers_of(assembly: Assembly, numbers: list[int], today: date) -> dict[int, list[Answer]]:
    """Return each body's published answer to each of these recommendations, bodies in order."""
    given: dict[tuple[int, int], list[Response]] = defaultdict(list)
    for response in _published(assembly):
        given[response.recommendation.number, response.body_id].append(response)
    promises = promises_of(assembly)
    return {
        number: [
            Answer(number, promise, tuple(given[number, promise.body_id]), today)
            for promise in promises
        ]
        for number in numbers
    }


def clocks(answers: dict[int, list[Answer]], today: date) -> list[Clock]:
    """Return each body's clock."""
    by_body: dict[int, list[Answer]] = defaultdict(list)
    for row in answers.values():
        for answer in row:
            by_body[answer.body.pk].append(answer)
    return [
        Clock(own[0].promise, sum(bool(one.versions) for one in own), len(own), today)
        for own in by_body.values()
    ]


def doings(answers: dict[int, list[Answer]]) -> list[Doing]:
    """Return every action under way, done or waiting, the latest ones first."""
    found = [doing for row in answers.values() for answer in row for doing in answer.doings]
    return sorted(found, key=lambda one: (-one.days_late, one.action.due_on, one.action.pk))


def doings_of(
    responses: QuerySet[Response], body: Organisation, number: int, now: datetime
) -> list[Doing]:
    """Return one body's actions on one recommendation, those of its draft included."""
    today = timezone.localtime(now).date()
    found = Action.objects.filter(response__in=responses).prefetch_related("updates")
    return [Doing(action, body, number, today) for action in found.order_by("due_on", "pk")]


def promises_of(assembly: Assembly) -> list[Promise]:
    return list(
        Promise.objects.filter(assembly=assembly).select_related("body").order_by("body__name")
    )


def drafts_of(assembly: Assembly, body: Organisation) -> dict[int, Response]:
    """Return a body's unpublished answers by recommendation number. For that body's eyes only."""
    drafts = Response.objects.filter(
        recommendation__assembly=assembly, body=body, status=Response.Status.DRAFT
    ).select_related("recommendation")
    return {draft.recommendation.number: draft for draft in drafts}


def _published(assembly: Assembly) -> list[Response]:
    updates = Prefetch("actions__updates", ProgressUpdate.objects.order_by("at", "pk"))
    return list(
        Response.objects.filter(recommendation__assembly=assembly, status=Response.Status.PUBLISHED)
        .select_related("recommendation", "body")
        .prefetch_related("actions", updates)
        .order_by("recommendation__number", "body__name", "-version")
    )
