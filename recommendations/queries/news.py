"""What is new for members since a moment: recommendations, votes, the report and the answers."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from django.db.models import Q
from django.urls import reverse

from assembly.models import Assembly
from assembly.templatetags.assembly import moment
from sessions.queries.news import News, few

from ..models import Ballot, RecommendationVersion, Report, Response


def news(assembly: Assembly, since: datetime, now: datetime) -> list[News]:
    """Return what members have not seen yet since that moment."""
    return [
        *_recommendations(assembly, since),
        *_ballots(assembly, since, now),
        *_report(assembly, since),
        *_answers(assembly, since),
    ]


def _recommendations(assembly: Assembly, since: datetime) -> Iterator[News]:
    """Yield each recommendation once: as final, as new, or as changed."""
    versions = RecommendationVersion.objects.filter(recommendation__assembly=assembly)
    written = versions.filter(Q(created_at__gt=since) | Q(locks__locked_at__gt=since))
    newest: dict[int, RecommendationVersion] = {}
    new: set[int] = set()
    for version in written.select_related("recommendation").order_by(
        "recommendation__number", "number"
    ):
        newest[version.recommendation_id] = version
        if version.number == 1 and version.created_at > since:
            new.add(version.recommendation_id)
    kinds: dict[str, list[News]] = {"final": [], "new": [], "changed": []}
    for pk, version in newest.items():
        one = version.recommendation
        url = reverse("member.recommendation", args=[assembly.slug, one.number])
        if one.locked_at and one.locked_at > since:
            text = f"The text of recommendation {one.number} is final: {one.title}"
            kinds["final"].append(News(one.locked_at, text, url))
        elif pk in new:
            text = f"New recommendation {one.number}: {one.title}"
            kinds["new"].append(News(version.created_at, text, url))
        else:
            text = f"Recommendation {one.number} has changed: {one.title}"
            kinds["changed"].append(News(version.created_at, text, url))
    page = reverse("member.recommendations", args=[assembly.slug])
    yield from few(kinds["final"], "The texts of {} recommendations are final", page)
    yield from few(kinds["new"], "{} new recommendations", page)
    yield from few(kinds["changed"], "{} recommendations have changed", page)


def _ballots(assembly: Assembly, since: datetime, now: datetime) -> Iterator[News]:
    url = reverse("member.ballot", args=[assembly.slug])
    for ballot in Ballot.objects.filter(assembly=assembly):
        if ballot.closed_at and ballot.closed_at > since:
            yield News(ballot.closed_at, f"The result is here: {ballot.title}", url)
        elif ballot.opens_at > since and ballot.is_open(now):
            text = f"You can vote until {moment(ballot.closes_at)}: {ballot.title}"
            yield News(ballot.opens_at, text, url)


def _report(assembly: Assembly, since: datetime) -> Sequence[News]:
    published = Report.objects.filter(assembly=assembly, published_at__gt=since)
    last = published.defer("content").order_by("-version").first()
    if last is None or last.published_at is None:
        return []
    text = "The report is published" if last.version == 1 else "The report has a new version"
    return [News(last.published_at, text, reverse("public.report", args=[assembly.slug]))]


def _answers(assembly: Assembly, since: datetime) -> Sequence[News]:
    published = Response.objects.filter(
        recommendation__assembly=assembly,
        status=Response.Status.PUBLISHED,
        published_at__gt=since,
    ).select_related("recommendation", "body")
    lines = [
        News(
            answer.published_at,
            f"{answer.body.short_name} has answered recommendation {answer.recommendation.number}",
            reverse("public.recommendation", args=[assembly.slug, answer.recommendation.number]),
        )
        for answer in published
        if answer.published_at
    ]
    page = reverse("public.recommendations", args=[assembly.slug])
    return few(lines, "{} answers to recommendations", page)
