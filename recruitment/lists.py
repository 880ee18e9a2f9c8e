"""Lists with members' names: one entry in the chain says who opened which, with whom in it."""

from collections.abc import Iterable
from datetime import datetime

from assembly import audit
from assembly.models import Assembly
from assembly.permissions import Actor

from .models import Member

ACT = "members.list"
MEMBERS, TABLES, NEEDS, PICTURES, ATTENDANCE, ONE = (
    "members", "tables", "needs", "pictures", "attendance", "one",
)  # fmt: skip


def opened(
    assembly: Assembly, which: str, members: Iterable[Member], *, by: Actor, now: datetime
) -> None:
    """Let staff read a list of members by name; each of them will see that they did."""
    if badges := sorted({member.number for member in members}):
        with audit.act(ACT, assembly, by=by, now=now) as record:
            record.about(assembly, list=which, badges=badges)
