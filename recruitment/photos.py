"""Whether a member may be in photographs. Only they say so; silence is a no."""

from datetime import datetime

from assembly import audit
from assembly.errors import BadInput, NotAllowed
from assembly.permissions import Actor

from .models import Member


def say(member: Member, answer: str, *, by: Actor, now: datetime) -> None:
    """Keep a member's own answer, `yes` or `no`; it may change at any time."""
    if answer not in (Member.Photos.YES, Member.Photos.NO):
        raise BadInput("Choose yes or no.")
    with audit.act("photos.say", member.assembly, by=by, now=now) as record:
        if by.user is None or by.user.pk != member.user_id:
            raise NotAllowed("Only the member can say this.")
        locked = Member.objects.select_for_update().get(pk=member.pk)
        locked.photos, locked.photos_said_at = answer, now
        locked.save(update_fields=["photos", "photos_said_at"])
        record.about(locked, answer=answer)
