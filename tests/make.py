"""Plain objects for the tests: what a test does not name has a sensible value."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from itertools import count
from typing import Any

from assembly import stages
from assembly.models import Assembly, Organisation, Part, Role, User
from assembly.permissions import Actor, actor

NOW = datetime(2024, 1, 10, 12, 0, tzinfo=UTC)
_number = count(1)


def assembly(**fields: Any) -> Assembly:
    number = next(_number)
    return Assembly.objects.create(
        **{
            "slug": f"borough-{number}",
            "name": f"Borough {number} Citizens’ Assembly",
            "question": "How should we look after our streets?",
            "area_name": "Waltham Forest",
            "stage": stages.SETUP.key,
            "stage_since": NOW - timedelta(days=60),
            "seats": 50,
            "letters": 10_000,
            "registration_opens": NOW - timedelta(days=7),
            "registration_closes": NOW + timedelta(days=14),
            "first_day": date(2024, 2, 24),
            "contact_email": "assembly@example.org",
            "contact_phone": "020 7946 0000",
            **fields,
        }
    )


def user(name: str = "Alice Adeyemi", **fields: Any) -> User:
    number = next(_number)
    email = fields.pop("email", f"{name.split()[0].lower()}{number}@example.org")
    return User.objects.create_user(email, name, **fields)


def organisation(name: str = "Waltham Forest Council", **fields: Any) -> Organisation:
    slug = name.lower().replace(" ", "-")
    fields = {"slug": slug, "short_name": name.removesuffix(" Council"), **fields}
    return Organisation.objects.get_or_create(name=name, defaults=fields)[0]


def role(in_assembly: Assembly, *kinds: str, person: User | None = None) -> User:
    """Give a person (a new one unless named) these roles, and return them."""
    person = person or user(kinds[0].replace("_", " ").title() + " Person")
    for kind in kinds:
        body = organisation() if kind == Role.Kind.RESPONDER else None
        Role.objects.get_or_create(assembly=in_assembly, user=person, kind=kind, organisation=body)
    return person


def actor_with(in_assembly: Assembly, *kinds: str) -> Actor:
    """Return an actor who holds these roles in the assembly."""
    return actor(role(in_assembly, *kinds), in_assembly)


def responding_bodies(in_assembly: Assembly, names: Iterable[str]) -> list[Organisation]:
    bodies = [organisation(name) for name in names]
    for body in bodies:
        Part.objects.create(assembly=in_assembly, organisation=body, kind=Part.Kind.RESPONDING)
    return bodies


def commissioned(in_assembly: Assembly, name: str = "Waltham Forest Council") -> None:
    """Name the council that asks for the assembly."""
    Part.objects.get_or_create(
        assembly=in_assembly, organisation=organisation(name), kind=Part.Kind.COMMISSIONER
    )
