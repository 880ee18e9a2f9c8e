"""Acts on honoraria: what each member has earned by being there, in exact pence."""

from datetime import datetime

from assembly import audit
from assembly.models import Assembly
from assembly.permissions import Actor
from recruitment.models import Member

from .models import Attendance, Honorarium, HonorariumLine


def earned(half_days: int, gift_pence: int) -> int:
    """Return what so many half-days earn: half the day's gift each, a last half penny up."""
    return (half_days * gift_pence + 1) // 2


def compute(assembly: Assembly, *, by: Actor, now: datetime) -> int:
    """Work out every member's honorarium from attendance as recorded; return how many changed.

    What has been paid stays as it is.
    """
    with audit.act("honoraria.compute", assembly, by=by, now=now) as record:
        Assembly.objects.select_for_update().get(pk=assembly.pk)
        there: dict[object, list[int]] = {}
        present = Attendance.objects.filter(session__weekend__assembly=assembly, present=True)
        for member, session in present.order_by("session__starts_at").values_list(
            "member_id", "session_id"
        ):
            there.setdefault(member, []).append(session)
        known = {
            gift.member_id: gift for gift in Honorarium.objects.filter(member__assembly=assembly)
        }
        members = Member.objects.filter(pk__in=[*there, *known]).order_by("number")
        changed = sum(
            _set(member, known.get(member.pk), there.get(member.pk, []), assembly.gift_pence, now)
            for member in members
        )
        record.about(assembly, members=len(there), changed=changed)
    return changed


def _set(
    member: Member, gift: Honorarium | None, sessions: list[int], gift_pence: int, now: datetime
) -> bool:
    """Bring one honorarium and its lines up to date; tell whether anything changed."""
    steps = [earned(n + 1, gift_pence) - earned(n, gift_pence) for n in range(len(sessions))]
    lines = dict(zip(sessions, steps, strict=True))
    if gift and (gift.paid_at or dict(gift.lines.values_list("session_id", "pence")) == lines):
        return False
    gift, _ = Honorarium.objects.update_or_create(
        member=member,
        defaults={"half_days": len(lines), "pence": sum(steps), "computed_at": now},
    )
    gift.lines.all().delete()
    HonorariumLine.objects.bulk_create(
        HonorariumLine(honorarium=gift, session_id=session, pence=pence)
        for session, pence in lines.items()
    )
    return True
