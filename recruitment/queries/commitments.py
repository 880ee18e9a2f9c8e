"""What members need, as the pages show it. Details are opened one by one, never listed."""

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Count, F, Q, Sum

from assembly.models import Assembly, AuditEntry

from ..diets import ASK, DIETS
from ..models import Commitment, Member
from .calls import callers

Kind, Status = Commitment.Kind, Commitment.Status
UNSETTLED = (Status.OPEN, Status.ARRANGED)
HELD = Q(member__registration__erasure=None)
ANYTHING = "Anything"
WORDS = {
    "commitments.add": "Added",
    "commitments.ask": "Asked for by the member",
    "commitments.edit": "Changed",
    "commitments.settle": "Marked",
    "commitments.doubt": "The member said that it is not met",
    "commitments.open_one": "Opened",
}


@dataclass(frozen=True)
class KindCount:
    """How many commitments of one kind are how far, and what they cost."""

    kind: str
    open: int
    arranged: int
    met: int
    cannot: int
    cost_pence: int

    @property
    def all(self) -> int:
        return self.open + self.arranged + self.met + self.cannot


def of_members(assembly: Assembly) -> Any:
    """Return the commitments to those who are members now. Of the erased, only what is counted."""
    return Commitment.objects.filter(
        member__assembly=assembly, member__status=Member.Status.CONFIRMED
    )


def counts(assembly: Assembly) -> list[KindCount]:
    """Return one row a kind that anybody needs, in the order of the kinds."""
    found = Counter(of_members(assembly).values_list("kind", "status"))
    costs = dict(
        of_members(assembly).order_by().values_list("kind").annotate(cost=Sum("cost_pence"))
    )
    rows = [
        KindCount(
            str(kind.label),
            found[kind.value, Status.OPEN.value],
            found[kind.value, Status.ARRANGED.value],
            found[kind.value, Status.MET.value],
            found[kind.value, Status.CANNOT.value],
            costs.get(kind.value, 0),
        )
        for kind in Kind
    ]
    return [row for row in rows if row.all]


def overview(assembly: Assembly, today: date) -> dict[str, Any]:
    """Return the counts by kind and, for organisers, the list: what is late first."""
    rows = counts(assembly)
    waiting = of_members(assembly).filter(HELD, status__in=UNSETTLED)
    counted = waiting.aggregate(
        unmet=Count("pk"),
        late=Count("pk", filter=Q(due_on__lt=today)),
        doubted=Count("pk", filter=Q(doubted_at__isnull=False)),
    )
    return {"kinds": rows, "cost_pence": sum(row.cost_pence for row in rows), **counted}


def listed(assembly: Assembly, today: date) -> list[Commitment]:
    """Return by urgency the commitments to those we hold: doubted, by due day, then settled."""
    late = Q(status__in=UNSETTLED)
    return list(
        of_members(assembly)
        .filter(HELD)
        .select_related("member", "owner")
        .defer("details", "diets", "reason", "member__name", "member__answers", "member__needs")
        .annotate(is_unsettled=late)
        .order_by(
            "-is_unsettled", F("doubted_at").asc(nulls_last=True), "due_on", "member__number", "pk"
        )
    )


@dataclass(frozen=True)
class Step:
    """One line of what happened to a commitment."""

    at: Any
    by: str
    what: str


def history(commitment: Commitment) -> list[Step]:
    """Return what was done with a commitment, newest first, from the audit trail."""
    about = AuditEntry.objects.filter(
        object_type=Commitment._meta.label, object_id=str(commitment.pk)
    )
    entries = list(about.order_by("-position"))
    names = callers(entry.actor for entry in entries)
    labels = dict(Status.choices)
    return [
        Step(
            entry.at,
            names.get(entry.actor, "The system"),
            " ".join(
                filter(None, (WORDS.get(entry.act, entry.act), labels.get(_status(entry), "")))
            ),
        )
        for entry in entries
    ]


def _status(entry: AuditEntry) -> str:
    return str((entry.detail or {}).get("status", ""))


def meals(members: Collection[UUID]) -> list[tuple[str, int]]:
    """Return how many of these members eat what, by what must go together in one meal.

    The most common first; those who said nothing eat anything. What cannot be met is still what
    somebody does not eat: the organiser is asked. Never who.
    """
    wanted: dict[UUID, set[str]] = {member: set() for member in members}
    for each in Commitment.objects.filter(member__in=wanted, kind=Kind.DIET):
        cannot = [ASK] if each.status == Status.CANNOT else []
        wanted[each.member_id].update(each.diets, cannot)
    found = Counter(
        ", ".join(DIETS[key] for key in DIETS if key in diets) or ANYTHING
        for diets in wanted.values()
    )
    return sorted(found.items(), key=lambda pair: (pair[0] != ANYTHING, -pair[1], pair[0]))
