"""Table plans: the present one of each session, and how good they are together."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby
from typing import TypedDict

from django.db.models import OuterRef, Subquery

from assembly.models import Assembly, User
from recruitment.models import Member

from ..models import Session, TablePlan


def present_plans(assembly: Assembly, *, released: bool = False) -> list[TablePlan]:
    """Return the last plan (the last released one) of each session, in order of the sessions."""
    plans = TablePlan.objects.filter(session__weekend__assembly=assembly)
    if released:
        plans = plans.filter(released_at__isnull=False)
    last = plans.filter(session=OuterRef("session")).order_by("-version").values("pk")[:1]
    found = plans.filter(pk=Subquery(last)).select_related("session").order_by("session__starts_at")
    return list(found.prefetch_related("seats__member", "facilitators__user"))


def tables_of(member: Member) -> dict[int, int]:
    """Return the member's table in each session whose tables are released, by the session's id."""
    plans = present_plans(member.assembly, released=True)
    return {
        plan.session_id: seat.table
        for plan in plans
        for seat in plan.seats.all()
        if seat.member_id == member.pk
    }


class Table(TypedDict):
    number: int
    members: list[Member]
    facilitator: User | None


def layout(plan: TablePlan) -> list[Table]:
    """Return a plan's tables in order, each with its members by badge number."""
    seats = sorted(plan.seats.all(), key=lambda seat: (seat.table, seat.member.number))
    led = {each.table: each.user for each in plan.facilitators.all()}
    return [
        Table(number=number, members=[seat.member for seat in group], facilitator=led.get(number))
        for number, group in groupby(seats, key=lambda seat: seat.table)
    ]


def groups(plans: Iterable[TablePlan]) -> list[list[str]]:
    """Return who sat together: one list of members' ids a table and session."""
    return [[str(one.pk) for one in table["members"]] for plan in plans for table in layout(plan)]


@dataclass(frozen=True)
class Quality:
    """How good the present plans are together, in numbers that can be said in words."""

    members: int
    smallest: int
    largest: int
    repeated_pairs: int
    most_together: int
    fewest_met: int
    off_by_more_than_one: int

    @property
    def most_in_words(self) -> str:
        return {0: "never", 1: "once", 2: "twice"}.get(
            self.most_together, f"{self.most_together} times"
        )


def quality(plans: list[TablePlan]) -> Quality | None:
    """Count from the plans' own rows who meets whom how often."""
    together: dict[frozenset[str], int] = {}
    sat = groups(plans)
    for group in sat:
        for pair in {frozenset((one, other)) for one in group for other in group if one != other}:
            together[pair] = together.get(pair, 0) + 1
    if not sat:
        return None
    met: dict[str, int] = dict.fromkeys((one for group in sat for one in group), 0)
    for pair in together:
        for one in pair:
            met[one] += 1
    return Quality(
        members=len(met),
        smallest=min(len(group) for group in sat),
        largest=max(len(group) for group in sat),
        repeated_pairs=sum(times > 1 for times in together.values()),
        most_together=max(together.values(), default=0),
        fewest_met=min(met.values()),
        off_by_more_than_one=sum(_off(plan) for plan in plans),
    )


def _off(plan: TablePlan) -> int:
    """Count the tables' values that are more than one person away from the panel's share."""
    tables = [
        [pair for one in table["members"] for pair in one.answers.items()] for table in layout(plan)
    ]
    sizes = [len(table["members"]) for table in layout(plan)]
    whole = Counter(pair for table in tables for pair in table)
    return sum(
        abs(Counter(table)[pair] - whole[pair] * size / sum(sizes)) > 1 + 1e-9
        for table, size in zip(tables, sizes, strict=True)
        for pair in whole
    )


def unplanned(assembly: Assembly) -> list[Session]:
    """Return the sessions that have no table plan yet."""
    return list(Session.objects.of(assembly).filter(table_plans__isnull=True))
