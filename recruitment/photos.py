"""Whether a member may be in photographs. Only their own word counts; silence is a no.

They say it on their pages, or tell staff, who record it. The latest word counts.
"""

from datetime import datetime

from assembly import audit
from assembly.errors import BadInput, DomainError, NotAllowed
from assembly.permissions import Actor

from .models import Member
from .registrations.registered import by_way_of

SAY, SAY_FOR = "photos.say", "photos.say_for"
TAKEN_BACK = "taken_back"


def say(member: Member, answer: str, *, by: Actor, now: datetime) -> None:
    """Keep a member's own answer, `yes` or `no`; it may change at any time."""
    if answer not in (Member.Photos.YES, Member.Photos.NO):
        raise BadInput("Choose yes or no.")
    with audit.act(SAY, member.assembly, by=by, now=now) as record:
        if by.user is None or by.user.pk != member.user_id:
            raise NotAllowed("Only the member can say this.")
        locked = Member.objects.select_for_update().get(pk=member.pk)
        _keep(locked, answer, now)
        record.about(locked, answer=answer)


def say_for(
    member: Member, answer: str, *, channel: str, seen: str, by: Actor, now: datetime
) -> None:
    """Record what a member told staff: `yes`, `no`, or that they take their yes back.

    `seen` is the mark of the answer on the page of whoever records: none is overwritten unseen.
    """
    if answer not in (Member.Photos.YES, Member.Photos.NO, TAKEN_BACK):
        raise BadInput("Choose what they said.")
    if channel not in Member.Channel.values:
        raise BadInput("Choose how this reached you.")
    with audit.act(SAY_FOR, member.assembly, by=by, now=now) as record:
        locked = Member.objects.select_for_update().get(pk=member.pk)
        if mark(locked) != seen:
            raise DomainError(
                "Another answer has come since you opened this page. Read what was said so far, "
                "then record yours if it is newer."
            )
        if answer == TAKEN_BACK and locked.photos != Member.Photos.YES:
            raise BadInput("They have not said yes, so there is no yes to take back.")
        _keep(locked, Member.Photos.NO if answer == TAKEN_BACK else answer, now)
        record.about(locked, answer=answer, **by_way_of(channel))


def mark(member: Member) -> str:
    """Return what names a member's present answer, and changes with each new one."""
    return member.photos_said_at.isoformat() if member.photos_said_at else ""


def _keep(locked: Member, answer: str, now: datetime) -> None:
    locked.photos, locked.photos_said_at = answer, now
    locked.save(update_fields=["photos", "photos_said_at"])
