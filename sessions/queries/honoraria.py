"""What members have earned: for finance, and for each member about themself."""

from dataclasses import dataclass

from django.db.models import Count, Sum

from assembly.models import Assembly
from recruitment.models import Member

from ..models import Honorarium, Session


@dataclass(frozen=True)
class Total:
    members: int
    half_days: int
    pence: int


def honoraria(assembly: Assembly) -> list[Honorarium]:
    """Return every honorarium by badge number."""
    gifts = Honorarium.objects.filter(member__assembly=assembly).select_related("member")
    return list(gifts.order_by("member__number"))


def honoraria_total(assembly: Assembly) -> Total:
    """Return how many members have earned how much in all."""
    sums = Honorarium.objects.filter(member__assembly=assembly, half_days__gt=0).aggregate(
        members=Count("pk"), half_days=Sum("half_days", default=0), pence=Sum("pence", default=0)
    )
    return Total(**sums)


def own(member: Member) -> Honorarium | None:
    """Return one member's honorarium with its lines in order of the sessions."""
    return Honorarium.objects.filter(member=member).prefetch_related("lines__session").first()


def was_there(member: Member) -> list[Session]:
    """Return the half-days this member attended, in order."""
    there = Session.objects.filter(attendances__member=member, attendances__present=True)
    return list(there.order_by("starts_at"))
