"""When a registration may be begun, answered and sent in: the one place that every door asks."""

from contextlib import nullcontext
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from assembly import permissions, stages
from assembly.errors import BadInput, WrongStage
from assembly.models import Assembly
from assembly.permissions import Actor
from assembly.templatetags.assembly import apart, day, deadline

from ..models import Invitation, Pool, Registration

Channel = Registration.Channel


class WrongCode(BadInput):
    """A code that opens nothing. Its message is one and the same, so that it tells nobody whether
    the code exists; `reason` is for staff who help someone."""

    def __init__(self, reason: str) -> None:
        super().__init__(_("We cannot use this code. Check it against your letter"))
        self.reason = reason


def act_of(registration: Registration) -> str:
    """Return the entry of the permission table by which this registration goes on."""
    if registration.is_test:
        return "registrations.try_out"
    return "registrations.accept_late" if registration.late_reason else "registrations.register"


def require_passage(registration: Registration, by: Actor, now: datetime) -> None:
    """Raise unless this registration may be answered or sent in by this actor at this moment."""
    permissions.require(by, act_of(registration), registration.assembly)
    if registration.is_test:
        return
    if registration.late_reason:
        require_no_pool(registration.assembly)
        return
    require_open(registration.assembly, now)
    require_channel(registration.assembly, registration.channel, by)


def require_open_for(registration: Registration, by: Actor, now: datetime) -> None:
    """As `require_passage`, for a page that only shows: it holds no row."""
    with transaction.atomic() if registration.late_reason else nullcontext():
        require_passage(registration, by, now)


def require_open(assembly: Assembly, now: datetime) -> None:
    """Raise `WrongStage` with the dates unless residents can register at this moment."""
    if assembly.is_open(now):
        return
    if assembly.stage == stages.SETUP.key or now < assembly.registration_opens:
        raise WrongStage(
            _("Registration has not opened yet. It opens on %(day)s.")
            % {"day": day(assembly.registration_opens)}
        )
    raise WrongStage(
        _("Registration closed at the end of %(day)s.")
        % {"day": deadline(assembly.registration_closes)}
    )


def require_channel(assembly: Assembly, channel: str, by: Actor) -> None:
    """Registering for someone else, by phone or post, is for staff."""
    if channel != Channel.WEB:
        permissions.require(by, "registrations.assist", assembly)


def require_no_pool(assembly: Assembly) -> None:
    """Raise `WrongStage` once the pool is frozen, and let none be frozen until this act has ended.

    Whoever freezes a pool holds the assembly's row, as this does.
    """
    Assembly.objects.select_for_update().get(pk=assembly.pk)
    if Pool.objects.filter(assembly=assembly).exists():
        raise WrongStage(_("The lottery’s list is final. Nobody can be added to it any more."))


def free_place(invitation: Invitation, assembly: Assembly) -> int | None:
    """Return the first place that a letter still has, or None when all are taken."""
    taken = set(invitation.registrations.exclude(place=None).values_list("place", flat=True))
    allowed = range(1, assembly.registrations_per_letter + 1)
    return next((place for place in allowed if place not in taken), None)


def used_up(assembly: Assembly) -> str:
    """Say, to someone whose code has been accepted, that the others were quicker."""
    return _(
        "As many people as can register at one address have now registered. "
        "If that was not you or someone in your home, call us on %(phone)s."
    ) % {"phone": apart(assembly.contact_phone)}


def replaced() -> str:
    return _("This code no longer works. Use the code on the newest letter you have")
