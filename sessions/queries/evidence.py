"""The library, its reviews and its balance."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from django.db.models import QuerySet

from assembly import charts
from assembly.models import Assembly

from ..models import EvidenceItem, EvidenceReview, Question, Session

Verdict = EvidenceReview.Verdict


def _in_order(items: QuerySet[EvidenceItem]) -> list[EvidenceItem]:
    related = items.select_related("session__weekend", "speaker")
    return list(related.order_by("session__starts_at", "title", "pk"))


def released(assembly: Assembly) -> list[EvidenceItem]:
    """Return what members may read, in the order of the sessions."""
    return _in_order(EvidenceItem.objects.released().filter(assembly=assembly))


def public(assembly: Assembly, now: datetime) -> list[EvidenceItem]:
    """Return what anyone may read by now."""
    return _in_order(EvidenceItem.objects.public(now).filter(assembly=assembly))


@dataclass(frozen=True)
class Chapter:
    """The items of one session, or of none in particular."""

    session: Session | None
    items: list[EvidenceItem]


def by_session(items: list[EvidenceItem]) -> list[Chapter]:
    """Group items that are in order under their sessions."""
    groups = groupby(items, key=lambda item: item.session_id)
    chapters = [[*found] for _, found in groups]
    return [Chapter(found[0].session, found) for found in chapters]


@dataclass(frozen=True)
class Reviewed:
    """An item with the verdicts on its present version."""

    item: EvidenceItem
    approve: int
    changes: int
    concern: int
    mine: str | None = None

    @property
    def is_releasable(self) -> bool:
        return bool(self.approve and not self.changes and not self.item.is_released)


def reviewed(assembly: Assembly, user_id: int | None = None) -> list[Reviewed]:
    """Return every item with its verdicts; `mine` is this user's own."""
    items = _in_order(EvidenceItem.objects.filter(assembly=assembly).prefetch_related("reviews"))
    return [_reviewed(item, user_id) for item in items]


def _reviewed(item: EvidenceItem, user_id: int | None) -> Reviewed:
    reviews = [review for review in item.reviews.all() if review.version == item.version]
    count = Counter(review.verdict for review in reviews)
    mine = [review.verdict for review in reviews if review.user_id == user_id]
    return Reviewed(
        item,
        count[Verdict.APPROVE.value],
        count[Verdict.CHANGES.value],
        count[Verdict.CONCERN.value],
        mine[0] if mine else None,
    )


def balance(items: list[EvidenceItem]) -> list[charts.Bar]:
    """Return the minutes of evidence by view on the question, most first: the balance ledger."""
    minutes: Counter[str] = Counter()
    for item in items:
        minutes[item.position] += item.minutes
    return [charts.Bar(position, (total,)) for position, total in minutes.most_common()]


@dataclass(frozen=True)
class PublicReviews:
    """What readers learn of the Board's review: how many approve, and each concern unsigned."""

    approve: int
    concerns: list[str]


def public_reviews(item: EvidenceItem) -> PublicReviews:
    reviews = list(item.reviews.current().order_by("reviewed_at"))
    return PublicReviews(
        approve=sum(review.verdict == Verdict.APPROVE for review in reviews),
        concerns=[review.comment for review in reviews if review.verdict == Verdict.CONCERN],
    )


def answered(item: EvidenceItem) -> list[Question]:
    return list(item.questions.filter(answered_at__isnull=False).order_by("asked_at"))


def waiting_questions(assembly: Assembly) -> list[Question]:
    """Return the questions that nobody has answered yet, oldest first."""
    waiting = Question.objects.filter(item__assembly=assembly, answered_at__isnull=True)
    return list(waiting.select_related("item").order_by("asked_at"))
