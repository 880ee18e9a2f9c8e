"""A member's secret calendar address, to which their calendar subscribes without signing in.

Its secret is made again each time, never stored: from the member, the number of their address, and
how often they left and came back. A new number makes a new address and ends the old one for good;
so does giving up the seat, also for whoever is given it back.
"""

import base64
from datetime import datetime
from hmac import compare_digest

from django.conf import settings
from django.urls import reverse

from assembly import audit
from assembly.encryption import keyed_hash
from assembly.models import Assembly
from assembly.permissions import Actor
from recruitment.models import Member

from .models import CalendarAddress

TOKEN_BYTES = 24  # 192 bits


def token(member: Member) -> str:
    """Return the secret part of a member's calendar address."""
    kept = CalendarAddress.objects.filter(member=member).first()
    return _token(member, kept.number if kept else 1)


def _token(member: Member, number: int) -> str:
    back = f":{member.rejoined}" if member.rejoined else ""
    secret = keyed_hash("calendar address", f"{member.pk}:{number}{back}")
    return base64.urlsafe_b64encode(secret[:TOKEN_BYTES]).decode()


def link(member: Member) -> str:
    """Return the whole calendar address, for the member alone."""
    path = reverse("member.programme.feed", args=[member.assembly.slug, token(member)])
    return f"{settings.SITE_URL.rstrip('/')}{path}"


def of_token(assembly: Assembly, secret: str) -> Member | None:
    """Return the confirmed member whose calendar address this is, if there is one."""
    found = None
    confirmed = Member.objects.filter(assembly=assembly, status=Member.Status.CONFIRMED)
    for member in confirmed.select_related("calendar_address"):
        kept = getattr(member, "calendar_address", None)
        if compare_digest(_token(member, kept.number if kept else 1).encode(), secret.encode()):
            found = member
    return found


def renew(member: Member, *, by: Actor, now: datetime) -> None:
    """Give a member a new calendar address; the old one opens nothing any more."""
    with audit.act("calendar.renew", member.assembly, by=by, now=now) as record:
        Member.objects.select_for_update().get(pk=member.pk)
        kept, _ = CalendarAddress.objects.get_or_create(member=member)
        kept.number += 1
        kept.save(update_fields=["number"])
        record.about(member)
