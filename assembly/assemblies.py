"""Acts on an assembly as a whole: create it, give bodies their parts and people their roles."""

from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.text import slugify

from . import audit, outbox, permissions, stages
from .errors import BadInput, DomainError
from .models import Assembly, Organisation, Part, Role, User
from .permissions import Actor


def create(*, by: Actor, now: datetime, **fields: Any) -> Assembly:
    """Set up a new assembly at its first stage."""
    permissions.require(by, "assembly.create", None)
    assembly = Assembly(stage=stages.SETUP.key, stage_since=now, **fields)
    try:
        assembly.full_clean()
    except ValidationError as error:
        raise BadInput("; ".join(error.messages)) from None
    with audit.act("assembly.create", None, by=by, now=now) as record:
        assembly.save()
        record.about(assembly, slug=assembly.slug)
    return assembly


def give_part(
    assembly: Assembly, name: str, kind: str, *, short_name: str = "", by: Actor, now: datetime
) -> Organisation:
    """Give an organisation, new or known by its name, a part in the assembly."""
    with audit.act("assembly.edit", assembly, by=by, now=now) as record:
        body, _ = Organisation.objects.get_or_create(
            name=name, defaults={"slug": slugify(name)[:50], "short_name": short_name or name[:60]}
        )
        part, _ = Part.objects.get_or_create(assembly=assembly, organisation=body, kind=kind)
        record.about(part, kind=kind)
    return body


def give_role(
    assembly: Assembly,
    *,
    email: str,
    name: str,
    kind: str,
    body: Organisation | None = None,
    by: Actor,
    now: datetime,
) -> Role:
    """Give a person a role, with an account if they have none, and tell them."""
    with audit.act("roles.give", assembly, by=by, now=now) as record:
        if kind == Role.Kind.MEMBER:
            raise DomainError("Nobody is made a member: the lottery draws them.")
        if kind == Role.Kind.RESPONDER and body is None:
            raise BadInput("Choose the body that the responder speaks for.")
        user = User.objects.filter(email=email.lower()).first() or User.objects.create_user(
            email, name
        )
        role, is_new = Role.objects.get_or_create(
            assembly=assembly,
            user=user,
            kind=kind,
            organisation=body if kind == Role.Kind.RESPONDER else None,
        )
        if not is_new:
            raise DomainError(f"{user.name} has this role already.")
        outbox.put(
            key=f"role:{role.pk}",
            kind="role",
            to=user.email,
            assembly=assembly,
            now=now,
            context={"role": role, "user": user},
        )
        record.about(role, kind=kind)
    return role


def take_role(role: Role, *, by: Actor, now: datetime) -> None:
    """Take a role away; the person's next request meets the change."""
    with audit.act("roles.take", role.assembly, by=by, now=now) as record:
        if by.user is not None and by.user.pk == role.user_id:
            raise DomainError("You cannot take away your own role. Ask another organiser.")
        record.about(role, kind=role.kind)
        role.delete()


def advance(assembly: Assembly, *, by: Actor, now: datetime) -> None:
    """Move the assembly to its next stage."""
    with audit.act("assembly.advance", assembly, by=by, now=now) as record:
        locked = Assembly.objects.select_for_update().get(pk=assembly.pk)
        if locked.stage != assembly.stage:
            raise DomainError("Somebody else has just moved the assembly to its next stage.")
        stage = stages.following(locked.stage)
        if stage is None:
            raise DomainError("The assembly is at its last stage.")
        locked.stage, locked.stage_since = stage.key, now
        locked.save(update_fields=["stage", "stage_since"])
        assembly.stage, assembly.stage_since = locked.stage, now
        record.about(assembly, stage=stage.key)
