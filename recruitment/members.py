"""Members: those who took a seat, and those who had to give it up."""

from datetime import datetime

from django.db.models import Max, Sum

from assembly import audit, closing
from assembly.errors import DomainError, NotAllowed
from assembly.models import Assembly, Role, User
from assembly.permissions import Actor

from .models import Member, Offer, Pool, Registration


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


def follow(person: Registration) -> None:
    """Let a member sign in with the e-mail address that they have now.

    Part of correcting it. An account that is more than a member's keeps its address: a personal
    link must not open what staff can do. So does one whose new address belongs to another account.
    """
    member = Member.objects.filter(registration=person).select_related("user").first()
    email = (person.email or "").lower()
    if member is None or not email or User.objects.filter(email=email).exists():
        return
    if not Role.objects.filter(user=member.user).exclude(kind=Role.Kind.MEMBER).exists():
        member.user.email = email
        member.user.save(update_fields=["email"])


def forget(member: Member) -> None:
    """Empty what says who a member was; the badge's number stays. Part of erasing, in its act."""
    member.name, member.answers, member.needs = str(member), {}, {}
    member.withdrawn_reason = ""
    member.photos, member.photos_said_at, member.news_read_at = Member.Photos.UNSAID, None, None
    member.save()
    for commitment in member.commitments.all():
        commitment.details, commitment.diets, commitment.reason = "", [], ""
        commitment.save(update_fields=["details", "diets", "reason"])
    mine = {"assembly": member.assembly, "user": member.user, "kind": Role.Kind.MEMBER}
    Role.objects.filter(**mine).delete()
    others = Member.objects.filter(user=member.user).exclude(pk=member.pk)
    if not others.filter(registration__erasure=None).exists():
        closing.close(member.user)


def withdraw(member: Member, *, reason: str, by: Actor, now: datetime) -> None:
    """Record that a member gave up their seat; their access ends at once."""
    with audit.act("members.withdraw", member.assembly, by=by, now=now) as record:
        record.about(_end(member, reason, now))


def give_up(member: Member, *, reason: str, by: Actor, now: datetime) -> None:
    """Let a member give up their own seat; their access ends at once."""
    with audit.act("members.give_up", member.assembly, by=by, now=now) as record:
        if by.user is None or by.user.pk != member.user_id:
            raise NotAllowed("This is not your seat.")
        record.about(_end(member, reason, now))


def read_news(member: Member, until: datetime, *, by: Actor, now: datetime) -> None:
    """Remember that a member has read what was new on their pages until a moment."""
    with audit.act("members.read_news", member.assembly, by=by, now=now) as record:
        if by.user is None or by.user.pk != member.user_id:
            raise NotAllowed("These are not your pages.")
        locked = Member.objects.select_for_update().get(pk=member.pk)
        until = min(until, now)
        locked.news_read_at = max(locked.news_read_at or until, until)
        locked.save(update_fields=["news_read_at"])
        record.about(locked)


def _end(member: Member, reason: str, now: datetime) -> Member:
    locked = Member.objects.select_for_update().get(pk=member.pk)
    if locked.status == Member.Status.WITHDRAWN:
        raise DomainError("This member has already withdrawn.")
    locked.status, locked.withdrawn_at, locked.withdrawn_reason = (
        Member.Status.WITHDRAWN,
        now,
        reason[:200],
    )
    locked.save(update_fields=["status", "withdrawn_at", "withdrawn_reason"])
    Role.objects.filter(assembly=member.assembly, user=member.user, kind=Role.Kind.MEMBER).delete()
    return locked


def rejoin(member: Member, *, by: Actor, now: datetime) -> None:
    """Give a member who withdrew their own seat back, while nobody else can have it.

    Refused once a pool has been frozen for that seat, or if somebody they live with has a seat.
    """
    with audit.act("members.rejoin", member.assembly, by=by, now=now) as record:
        Assembly.objects.select_for_update(no_key=True).get(pk=member.assembly_id)
        locked = Member.objects.select_for_update().get(pk=member.pk)
        if locked.status != Member.Status.WITHDRAWN:
            raise DomainError("This member has a seat.")
        refuse_unless_free(locked.registration, since=locked.withdrawn_at or now)
        locked.status, locked.withdrawn_at, locked.withdrawn_reason = (
            Member.Status.CONFIRMED,
            None,
            "",
        )
        locked.rejoined += 1
        locked.save(update_fields=["status", "withdrawn_at", "withdrawn_reason", "rejoined"])
        Role.objects.get_or_create(
            assembly=member.assembly, user=member.user, kind=Role.Kind.MEMBER
        )
        record.about(locked)


def refuse_unless_free(person: Registration, *, since: datetime) -> None:
    """Refuse to give a person a seat back that another draw fills. The assembly must be locked.

    A pool fills every seat that is empty when it is frozen, so one frozen after the seat fell
    empty has it, unless it was abandoned. Two clocks may differ by a moment: a draw whose seats
    are not offered yet also bars the way if no other seat is empty.
    """
    assembly = person.assembly
    pools = Pool.objects.filter(assembly=assembly).exclude(status=Pool.Status.ABANDONED)
    taken = pools.filter(frozen_at__gt=since).order_by("number").first()
    if taken:
        raise DomainError(f"Draw {taken.number} fills this seat: it cannot be given back.")
    under_way = pools.filter(draw__offers=None).aggregate(seats=Sum("seats"))["seats"] or 0
    held = Member.objects.filter(assembly=assembly, status=Member.Status.CONFIRMED).count()
    held += Offer.objects.filter(assembly=assembly, status=Offer.Status.OFFERED).count()
    if held + under_way >= assembly.seats:
        raise DomainError("Every seat is filled, offered or being drawn.")
    if person.status != Registration.Status.REGISTERED:
        raise DomainError("This person has withdrawn their registration.")
    home = Registration.objects.filter(invitation=person.invitation_id).exclude(pk=person.pk)
    offered = home.filter(offer__status=Offer.Status.OFFERED)
    if offered.exists() or home.filter(member__status=Member.Status.CONFIRMED).exists():
        raise DomainError("Somebody they live with has a seat.")
