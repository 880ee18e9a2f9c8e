"""Commitments: what each member needs, who sees to it, and whether it is met.

Details are health and family data: encrypted, and opening them is seen by the member.
"""

from collections.abc import Collection
from datetime import date, datetime, timedelta
from typing import Any

from assembly import audit
from assembly.errors import BadInput, DomainError
from assembly.models import Assembly, Role, User
from assembly.permissions import Actor

from .diets import ASK, heard, known
from .models import Commitment, Member

Kind, Status, Source = Commitment.Kind, Commitment.Status, Commitment.Source

BEFORE_FIRST_DAY = timedelta(days=7)
LONGEST = 500


def promise(member: Member, *, now: datetime) -> list[Commitment]:
    """Make a commitment of each need said when registering; part of accepting a seat.

    Done again, nothing is made twice.
    """
    there = set(
        member.commitments.filter(source=Source.REGISTRATION).values_list("kind", flat=True)
    )
    return [
        Commitment.objects.create(
            member=member,
            kind=kind,
            source=Source.REGISTRATION,
            details=text,
            diets=heard(text) if kind == Kind.DIET else [],
            due_on=due(member.assembly, now),
            made_at=now,
        )
        for kind, text in (member.needs or {}).items()
        if kind in Kind.values and kind not in there
    ]


def due(assembly: Assembly, now: datetime) -> date:
    """Return by when a need is to be met: a week before the first day, or tomorrow if later."""
    return max(assembly.first_day - BEFORE_FIRST_DAY, (now + timedelta(days=1)).date())


def add(
    member: Member,
    kind: str,
    details: str,
    *,
    by: Actor,
    now: datetime,
    diets: Collection[str] = (),
    owner: User | None = None,
    due_on: date | None = None,
    cost_pence: int = 0,
) -> Commitment:
    """Undertake something that a member needs and staff have heard of."""
    with audit.act("commitments.add", member.assembly, by=by, now=now) as record:
        made = _make(member, kind, details, diets, Source.STAFF, now)
        made.owner, made.cost_pence = _staff(member.assembly, owner), cost_pence
        made.due_on = due_on or made.due_on
        made.save()
        record.about(made, kind=kind)
    return made


def ask(
    member: Member,
    kind: str,
    details: str,
    *,
    by: Actor,
    now: datetime,
    diets: Collection[str] = (),
) -> Commitment:
    """Ask for something as the member who needs it."""
    with audit.act("commitments.ask", member.assembly, by=by, now=now) as record:
        _refuse_for_another(member, by)
        made = _make(member, kind, details, diets, Source.MEMBER, now)
        record.about(made, kind=kind)
    return made


def _make(
    member: Member, kind: str, details: str, diets: Collection[str], source: str, now: datetime
) -> Commitment:
    details = details.strip()
    if kind not in Kind.values:
        raise BadInput("Choose what it is about.")
    if not details and not diets:
        raise BadInput("Say what is needed.")
    if len(details) > LONGEST:
        raise BadInput(f"Say it in at most {LONGEST} characters.")
    if member.status != Member.Status.CONFIRMED:
        raise DomainError("This member has withdrawn.")
    if kind == Kind.DIET:
        diets = known([*diets, *(heard(details) if details else ())])
    return Commitment.objects.create(
        member=member,
        kind=kind,
        source=source,
        details=details,
        diets=list(diets) if kind == Kind.DIET else [],
        due_on=due(member.assembly, now),
        made_at=now,
    )


def _staff(assembly: Assembly, owner: User | None) -> User | None:
    organises = Role.objects.filter(assembly=assembly, user=owner, kind=Role.Kind.ORGANISER)
    if owner is not None and not organises.exists():
        raise BadInput("Only an organiser can see to it: others may not read what it is.")
    return owner


def edit(
    commitment: Commitment,
    *,
    details: str,
    owner: User | None,
    due_on: date,
    cost_pence: int,
    by: Actor,
    now: datetime,
    diets: Collection[str] = (),
) -> None:
    """Change what is needed, who sees to it, by when, and what it costs."""
    assembly = commitment.member.assembly
    with audit.act("commitments.edit", assembly, by=by, now=now) as record:
        held = _locked(commitment)
        if len(details.strip()) > LONGEST:
            raise BadInput(f"Say it in at most {LONGEST} characters.")
        held.details, held.due_on, held.cost_pence = details.strip(), due_on, cost_pence
        held.owner = _staff(assembly, owner)
        if held.kind == Kind.DIET:
            held.diets = known(diets) or [ASK]
        held.save()
        record.about(
            held, cost_pence=cost_pence, due_on=due_on.isoformat(), owned=owner is not None
        )


def settle(
    commitment: Commitment, status: str, *, by: Actor, now: datetime, reason: str = ""
) -> None:
    """Say how far it is: arranged, met, to arrange again, or that it cannot be met and why."""
    with audit.act("commitments.settle", commitment.member.assembly, by=by, now=now) as record:
        held = _locked(commitment)
        if status not in Status.values:
            raise BadInput("Choose how far it is.")
        if status == Status.CANNOT and not reason.strip():
            raise BadInput("Say why it cannot be met. The member reads it.")
        held.status = status
        held.reason = reason.strip()[:LONGEST] if status == Status.CANNOT else ""
        held.settled_at = now if status in (Status.MET, Status.CANNOT) else None
        held.doubted_at = None
        held.save()
        record.about(held, status=status)


def doubt(commitment: Commitment, *, by: Actor, now: datetime) -> None:
    """Say as the member that it is not met: it is to arrange again, and due at once."""
    with audit.act("commitments.doubt", commitment.member.assembly, by=by, now=now) as record:
        _refuse_for_another(commitment.member, by)
        held = _locked(commitment)
        if held.doubted_at:
            raise DomainError("You have told us already. We are at it.")
        held.status, held.reason, held.settled_at = Status.OPEN, "", None
        held.doubted_at, held.due_on = now, min(held.due_on, now.date())
        held.save()
        record.about(held)


def open_one(commitment: Commitment, *, by: Actor, now: datetime) -> None:
    """Let an organiser read what a member needs; the member will see that they did."""
    with audit.act("commitments.open_one", commitment.member.assembly, by=by, now=now) as record:
        record.about(commitment)


def _locked(commitment: Commitment) -> Commitment:
    return Commitment.objects.select_for_update(of=("self",)).get(pk=commitment.pk)


def _refuse_for_another(member: Member, by: Actor) -> None:
    if by.user is None or by.user.pk != member.user_id:
        raise DomainError("Members speak for themselves here.")


def organisers(assembly: Assembly) -> Any:
    """Return who can see to a commitment, by name."""
    roles = Role.objects.filter(assembly=assembly, kind=Role.Kind.ORGANISER)
    return User.objects.filter(pk__in=roles.values("user")).order_by("name")
