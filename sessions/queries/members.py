"""The member that a signed-in person is."""

from assembly.models import Assembly
from assembly.permissions import Actor
from recruitment.models import Member


def member_of(assembly: Assembly, by: Actor) -> Member | None:
    """Return the actor's own membership of this assembly, if they have one."""
    return Member.objects.filter(assembly=assembly, user=by.user).first() if by.user else None
