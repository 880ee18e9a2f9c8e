"""Acts on recommendations before the vote: propose, revise, lock."""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Max

from assembly import audit
from assembly.errors import BadInput, DomainError
from assembly.models import Assembly
from assembly.permissions import Actor
from sessions.models import EvidenceItem

from .models import Recommendation, RecommendationVersion
from .models.recommendation import hash_of


def propose(
    assembly: Assembly,
    title: str,
    text: str,
    theme: str = "",
    *,
    evidence: Iterable[EvidenceItem] = (),
    reason: str = "First draft",
    by: Actor,
    now: datetime,
) -> Recommendation:
    """Write a recommendation's first draft; it gets the next number."""
    with audit.act("recommendations.draft", assembly, by=by, now=now) as record:
        Assembly.objects.select_for_update().get(pk=assembly.pk)
        last = assembly.recommendations.aggregate(last=Max("number"))["last"] or 0
        recommendation = Recommendation.objects.create(
            assembly=assembly, number=last + 1, title=title.strip(), theme=theme.strip()
        )
        recommendation.evidence.set(_of(assembly, evidence))
        version = _write(recommendation, title, text, reason, by=by, now=now)
        record.about(recommendation, number=recommendation.number, version=version.number)
    return recommendation


def revise(
    recommendation: Recommendation,
    text: str,
    reason: str,
    *,
    title: str = "",
    theme: str | None = None,
    evidence: Iterable[EvidenceItem] | None = None,
    by: Actor,
    now: datetime,
) -> RecommendationVersion:
    """Write a new version and say why. Every earlier version stays readable."""
    with audit.act("recommendations.draft", recommendation.assembly, by=by, now=now) as record:
        locked = Recommendation.objects.select_for_update().get(pk=recommendation.pk)
        _require_unlocked(locked)
        if not reason.strip():
            raise BadInput("Say in a few words why the text changes.")
        locked.title = title.strip() or locked.title
        same_theme = theme is None or theme.strip() == locked.theme
        locked.theme = locked.theme if theme is None else theme.strip()
        latest = locked.versions.order_by("-number")[0]
        cited = set(locked.evidence.all())
        rests_on = cited if evidence is None else set(_of(locked.assembly, evidence))
        if rests_on == cited and same_theme and latest.sha256 == hash_of(locked.title, text):
            raise BadInput("Nothing has changed since the last version.")
        locked.save(update_fields=["title", "theme"])
        locked.evidence.set(rests_on)
        version = _write(locked, locked.title, text, reason, by=by, now=now)
        record.about(locked, number=locked.number, version=version.number)
        recommendation.title, recommendation.theme = locked.title, locked.theme
    return version


def lock(recommendation: Recommendation, *, by: Actor, now: datetime) -> RecommendationVersion:
    """Make the newest version the final text: from here on nobody can change a letter of it."""
    with audit.act("recommendations.lock", recommendation.assembly, by=by, now=now) as record:
        locked = Recommendation.objects.select_for_update().get(pk=recommendation.pk)
        _require_unlocked(locked)
        version = locked.versions.order_by("-number")[0]
        locked.locked_version, locked.locked_at = version, now
        locked.save(update_fields=["locked_version", "locked_at"])
        recommendation.locked_version, recommendation.locked_at = version, now
        record.about(locked, number=locked.number, version=version.number, sha256=version.sha256)
    return version


def _of(assembly: Assembly, evidence: Iterable[EvidenceItem]) -> list[EvidenceItem]:
    items = list(evidence)
    if any(item.assembly_id != assembly.pk for item in items):
        raise BadInput("The evidence must be this assembly’s own.")
    return items


def _require_unlocked(recommendation: Recommendation) -> None:
    if recommendation.is_locked:
        raise DomainError(f"Recommendation {recommendation.number} is locked: its text is final.")


def _write(
    recommendation: Recommendation,
    title: str,
    text: str,
    reason: str,
    *,
    by: Actor,
    now: datetime,
) -> RecommendationVersion:
    if not title.strip() or not text.strip():
        raise BadInput("A recommendation needs a title and a text.")
    last = recommendation.versions.aggregate(last=Max("number"))["last"] or 0
    return RecommendationVersion.objects.create(
        recommendation=recommendation,
        number=last + 1,
        title=title.strip(),
        text=text.strip(),
        reason=reason.strip(),
        author=by.label,
        created_at=now,
        sha256=hash_of(title, text),
    )
