"""Members: those who took a seat, and those who had to give it up."""

from datetime import datetime

from django.db.models import Max

from assembly import audit
from assembly.errors import DomainError
from assembly.models import Role, User
from assembly.permissions import Actor

from .models import Member, Registration


def confirm(person: Registration, *, now: datetime) -> Member:
    """Make a member of someone who accepted; part of the act of accepting, in its transaction."""
    assembly = person.assembly
    last = Member.objects.filter(assembly=assembly).aggregate(last=Max("number"))["last"]
    user = _account(person)
    Role.objects.get_or_create(assembly=assembly, user=user, kind=Role.Kind.MEMBER)
    return Member.objects.create(
        assembly=assembly,
        registration=person,
        user=user,
        number=(last or 0) + 1,
        name=person.name,
        answers=person.answers,
        needs=person.needs or {},
        confirmed_at=now,
    )


def _account(person: Registration) -> User:
    """Return the person's account: their own e-mail address, or one that cannot receive mail."""
    email = (person.email or "").lower()
    taken = Member.objects.filter(assembly=person.assembly, user__email=email).exists()
    if not email or taken:
        email = f"{person.reference.lower()}@no-email.invalid"
    known = User.objects.filter(email=email).first()
    return known or User.objects.create_user(email, person.name)


def withdraw(member: Member, *, reason: str, by: Actor, now: datetime) -> None:
    """Record that a member gave up their seat; their access ends at once."""
    with audit.act("members.withdraw", member.assembly, by=by, now=now) as record:
        locked = Member.objects.select_for_update().get(pk=member.pk)
        if locked.status == Member.Status.WITHDRAWN:
            raise DomainError("This member has already withdrawn.")
        locked.status, locked.withdrawn_at, locked.withdrawn_reason = (
            Member.Status.WITHDRAWN,
            now,
            reason[:200],
        )
        locked.save(update_fields=["status", "withdrawn_at", "withdrawn_reason"])
        Role.objects.filter(
            assembly=member.assembly, user=member.user, kind=Role.Kind.MEMBER
        ).delete()
        record.about(locked)
