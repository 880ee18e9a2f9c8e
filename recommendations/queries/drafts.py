"""The recommendations while they are written."""

from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, QuerySet

from assembly.models import Assembly, User
from recruitment.models import Member

from ..differences import Part, between
from ..models import MinorityStatement, Recommendation, RecommendationVersion


@dataclass(frozen=True)
class Shown:
    """One version with its writer and what it changed."""

    version: RecommendationVersion
    author: str
    changes: list[Part]


def listed(assembly: Assembly) -> QuerySet[Recommendation]:
    """Return the recommendations in order, with the number of their versions as `drafts`."""
    return (
        Recommendation.objects.filter(assembly=assembly)
        .annotate(drafts=Count("versions"))
        .select_related("locked_version")
        .order_by("number")
    )


def history(recommendation: Recommendation) -> list[Shown]:
    """Return every version, the newest first, each compared with the one before."""
    versions = list(recommendation.versions.order_by("number"))
    names = _names(versions)
    earlier = [None, *versions]
    shown = [
        Shown(
            version,
            names.get(version.author, "Staff"),
            between(before.text, version.text) if before else [],
        )
        for before, version in zip(earlier, versions, strict=False)
    ]
    return shown[::-1]


def newest(assembly: Assembly) -> list[RecommendationVersion]:
    """Return the newest version of each recommendation, in order."""
    return list(
        RecommendationVersion.objects.filter(recommendation__assembly=assembly)
        .select_related("recommendation")
        .order_by("recommendation__number", "-number")
        .distinct("recommendation__number")
    )


def statements_for(recommendation: Recommendation, member: Member) -> QuerySet[MinorityStatement]:
    """Return the statements with the number of supporters and whether this member is one."""
    own = MinorityStatement.supporters.through.objects.filter(
        minoritystatement=OuterRef("pk"), member=member
    )
    return recommendation.statements.annotate(
        support=Count("supporters"), is_mine=Exists(own)
    ).order_by("submitted_at")


def _names(versions: list[RecommendationVersion]) -> dict[str, str]:
    pks = {version.author.removeprefix("user:") for version in versions}
    users = User.objects.filter(pk__in=[pk for pk in pks if pk.isdigit()])
    return {f"user:{user.pk}": user.name for user in users}
