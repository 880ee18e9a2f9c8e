"""Acts on the tables: plan all sessions to come at once, then release the plan to members."""

from datetime import datetime
from math import ceil

from django.db.models import Max

from assembly import audit
from assembly.errors import DomainError
from assembly.models import Assembly, Role
from assembly.permissions import Actor
from recruitment.models import Member

from . import tables as core
from .models import Session, TableFacilitator, TablePlan, TableSeat
from .queries.tables import groups, present_plans


def plan(
    assembly: Assembly, *, seed: str, tables: int | None = None, by: Actor, now: datetime
) -> core.Plan:
    """Seat every confirmed member at a table in each session to come; return the measured plan.

    Sessions that are over keep their tables and count as met. Each run is a new version.
    """
    with audit.act("tables.plan", assembly, by=by, now=now) as record:
        Assembly.objects.select_for_update().get(pk=assembly.pk)
        coming = list(Session.objects.of(assembly).filter(ends_at__gt=now))
        members = list(assembly.members.filter(status=Member.Status.CONFIRMED).order_by("number"))
        if not coming or not members:
            raise DomainError("Tables need at least one session to come and one confirmed member.")
        over = [plan for plan in present_plans(assembly) if plan.session.ends_at <= now]
        count = tables or ceil(len(members) / core.DESIRABLE_AT_A_TABLE)
        try:
            made = core.plan(
                [core.Person(str(member.pk), member.answers) for member in members],
                len(coming),
                count,
                seed=seed,
                met=groups(over),
            )
        except core.Impossible as error:
            raise DomainError(str(error)) from error
        version = _keep(assembly, coming, members, made, seed, now)
        record.about(
            assembly,
            version=version,
            sessions=len(coming),
            tables=count,
            members=len(members),
            repeated_pairs=made.repeated_pairs,
        )
    return made


def _keep(
    assembly: Assembly,
    coming: list[Session],
    members: list[Member],
    made: core.Plan,
    seed: str,
    now: datetime,
) -> int:
    """Store the plan as the next version of every session to come."""
    earlier = TablePlan.objects.filter(session__weekend__assembly=assembly)
    version = (earlier.aggregate(last=Max("version"))["last"] or 0) + 1
    plans = TablePlan.objects.bulk_create(
        TablePlan(session=session, version=version, tables=made.tables, seed=seed, made_at=now)
        for session in coming
    )
    TableSeat.objects.bulk_create(
        TableSeat(plan=plan, table=seats[str(member.pk)], member=member)
        for plan, seats in zip(plans, made.seats, strict=True)
        for member in members
    )
    _rotate_facilitators(assembly, plans, made)
    return version


def _rotate_facilitators(assembly: Assembly, plans: list[TablePlan], made: core.Plan) -> None:
    """Give each facilitator a table in each session, with people they have not had before."""
    held = Role.objects.filter(assembly=assembly, kind=Role.Kind.FACILITATOR, user__is_active=True)
    rota = core.rotate(made.seats, made.tables, held.values_list("user_id", flat=True))
    TableFacilitator.objects.bulk_create(
        TableFacilitator(plan=plan, table=table, user_id=user)
        for plan, row in zip(plans, rota, strict=True)
        for user, table in row.items()
    )


def release(assembly: Assembly, *, by: Actor, now: datetime) -> int:
    """Show members the present plan of every session; return how many plans became visible."""
    with audit.act("tables.release", assembly, by=by, now=now) as record:
        Assembly.objects.select_for_update().get(pk=assembly.pk)
        waiting = [plan.pk for plan in present_plans(assembly) if plan.released_at is None]
        if not waiting:
            raise DomainError("There is no new table plan to release.")
        TablePlan.objects.filter(pk__in=waiting).update(released_at=now)
        record.about(assembly, plans=len(waiting))
    return len(waiting)
