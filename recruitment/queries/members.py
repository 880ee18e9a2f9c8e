"""Offers and members as the pages show them."""

from collections import Counter
from typing import Any

from django.db.models import Count

from assembly import disclosure
from assembly.models import Assembly

from .. import totals
from ..models import Draw, Member, Offer, Value


def overview(assembly: Assembly) -> dict[str, Any]:
    """Return the offers still waiting (to ring), the members, and how many of each there are."""
    offers = Offer.objects.filter(assembly=assembly)
    by_status = dict(offers.order_by().values_list("status").annotate(Count("pk")))
    members = Member.objects.filter(assembly=assembly).with_erased().order_by("number")
    confirmed = sum(member.status == Member.Status.CONFIRMED for member in members)
    return {
        "waiting": offers.waiting().select_related("registration").order_by("deadline", "pk"),
        "given_up": offers.filter(status__in=(Offer.Status.DECLINED, Offer.Status.RELEASED))
        .select_related("registration")
        .order_by("-answered_at", "pk"),
        "members": members,
        "accepted": by_status.get(Offer.Status.ACCEPTED, 0),
        "declined": by_status.get(Offer.Status.DECLINED, 0)
        + by_status.get(Offer.Status.RELEASED, 0),
        "confirmed": confirmed,
        "all_erased": bool(members) and all(member.is_erased for member in members),
        "empty": empty_seats(assembly),
        "unoffered": Draw.objects.filter(
            pool__assembly=assembly, confirmed_at__isnull=False, offers=None
        )
        .select_related("pool")
        .first(),
    }


def empty_seats(assembly: Assembly) -> int:
    """Return how many seats nobody holds and nobody has been offered."""
    offered = Offer.objects.filter(assembly=assembly).waiting().count()
    return assembly.seats - confirmed(assembly) - offered


def confirmed(assembly: Assembly) -> int:
    return Member.objects.filter(assembly=assembly, status=Member.Status.CONFIRMED).count()


def ages(assembly: Assembly) -> list[int]:
    """Return how many confirmed members are or were in each age band, youngest first.

    Nothing where a band has too few to show.
    """
    held = Counter(
        member.answers.get("age")
        for member in Member.objects.filter(assembly=assembly, status=Member.Status.CONFIRMED)
    )
    bands = Value.objects.filter(category__assembly=assembly, from_age__isnull=False)
    erased = totals.erased(assembly, totals.Column.CONFIRMED).pairs
    counts = [held[band.key] + erased["age", band.key] for band in bands.order_by("from_age")]
    return [] if None in disclosure.suppress(counts, disclosure.PANEL) else counts
