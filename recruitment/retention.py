"""What is held of people goes when its time is over, by itself, as the privacy page says.

Of those who were not picked that is four weeks after the weekends begin: until then a seat that
falls empty may still be theirs. What they answered is counted before it goes.
"""

from collections.abc import Collection
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Min, Q, QuerySet

from assembly import audit, stages
from assembly.models import Assembly, AuditEntry
from assembly.permissions import SYSTEM

from . import registrations, totals
from .models import Address, LetterBatch, LetterRun, Member, Offer, Pool, Registration
from .registrations import lost
from .totals import Column

KEPT = timedelta(weeks=4)
AT_ONCE = 100
Status = Registration.Status


def last_day(assembly: Assembly) -> datetime | None:
    """Return when those who were not picked are forgotten.

    None before the weekends begin, and while no seat has been offered: then nobody is not picked.
    """
    offers = Offer.objects.filter(assembly=assembly).aggregate(at=Min("offered_at"))
    weekends = AuditEntry.objects.filter(
        assembly=assembly, act="assembly.advance", detail__stage=stages.MEET.key
    ).aggregate(at=Min("at"))
    offered: datetime | None = offers["at"]
    begun: datetime | None = weekends["at"]
    return max(offered, begun) + KEPT if offered and begun else None


def not_picked(assembly: Assembly) -> int:
    """Return of how many people who were not picked something is held."""
    return _not_picked(assembly).count()


def nobody_left(assembly: Assembly) -> bool:
    """Return whether the weekends have begun and nobody who was not picked is held any more."""
    return last_day(assembly) is not None and not _not_picked(assembly).exists()


def forget_not_picked(now: datetime) -> int:
    """Erase those who were not picked, some at a time; return how many.

    While a seat is being drawn, all of them wait: each may still be picked.
    """
    gone = 0
    for assembly in Assembly.objects.filter(stage__in=stages.since(stages.MEET)):
        day = last_day(assembly)
        if day and day <= now:
            while some := _forget_some_not_picked(assembly, now):
                gone += some
    return gone


@transaction.atomic
def _forget_some_not_picked(assembly: Assembly, now: datetime) -> int:
    Assembly.objects.select_for_update(no_key=True).get(pk=assembly.pk)
    pools = Pool.objects.filter(assembly=assembly).exclude(status=Pool.Status.ABANDONED)
    if pools.filter(draw__offers=None).exists():
        return 0
    return _forget(assembly, _some(_not_picked(assembly)), now)


def forget_everyone(assembly: Assembly, attended: Collection[UUID], *, now: datetime) -> int:
    """Erase all who are left, members too, some at a time; return how many.

    `attended` are the ids of the members who came.
    """
    gone = 0
    while some := _forget_some(assembly, attended, now):
        gone += some
    return gone


@transaction.atomic
def _forget_some(assembly: Assembly, attended: Collection[UUID], now: datetime) -> int:
    Assembly.objects.select_for_update(no_key=True).get(pk=assembly.pk)
    people = _some(_held(assembly))
    offered = [person.answers or {} for person in people if _is_offered(person)]
    members = list(Member.objects.filter(registration__in=people, status=Member.Status.CONFIRMED))
    seated = [member.answers for member in members]
    totals.add(assembly, Column.DRAWN, [*offered, *seated])
    totals.add(assembly, Column.CONFIRMED, seated)
    totals.add(assembly, Column.ATTENDED, [one.answers for one in members if one.pk in attended])
    return _forget(assembly, people, now)


def _is_offered(person: Registration) -> bool:
    offer = getattr(person, "offer", None)
    return bool(offer and offer.status == Offer.Status.OFFERED)


def _held(assembly: Assembly) -> QuerySet[Registration]:
    """Return of whom something is held. Drafts are emptied when registration closes."""
    people = Registration.objects.filter(assembly=assembly, erasure=None)
    return people.exclude(status=Status.DRAFT)


def _not_picked(assembly: Assembly) -> QuerySet[Registration]:
    seated = Q(offer__status__in=(Offer.Status.OFFERED, Offer.Status.ACCEPTED))
    return _held(assembly).exclude(seated | Q(member__isnull=False))


def _some(people: QuerySet[Registration]) -> list[Registration]:
    locked = people.select_related("assembly").select_for_update(of=("self",))
    return list(locked.order_by("pk")[:AT_ONCE])


def _forget(assembly: Assembly, people: list[Registration], now: datetime) -> int:
    """Count what these people answered, and erase them; in the transaction of the caller."""
    if people:
        with audit.act("registrations.forget", assembly, by=SYSTEM, now=now) as record:
            counted = [one.answers or {} for one in people if one.status == Status.REGISTERED]
            totals.add(assembly, Column.REGISTERED, counted)
            for person in people:
                registrations.forget(person, now=now)
            lost.forget_waiting(assembly, by=SYSTEM, now=now)
            record.about(assembly, people=len(people))
    return len(people)


def forget_addresses(now: datetime) -> int:
    """Empty the addresses that had letters, and the files of the letters, once the report is out.

    Ward, area and tenth of deprivation stay, for the counts. Return of how many addresses.
    """
    over = Assembly.objects.filter(
        stage__in=stages.since(stages.REVIEW), addresses__udprn__isnull=False
    )
    return sum(_forget_addresses(assembly, now) for assembly in over.distinct())


def _forget_addresses(assembly: Assembly, now: datetime) -> int:
    with audit.act("addresses.forget", assembly, by=SYSTEM, now=now) as record:
        held = Address.objects.filter(assembly=assembly, udprn__isnull=False)
        gone = held.update(lines=[], postcode="", udprn=None, letterbox=None)
        record.about(assembly, addresses=gone)
    for batch in LetterBatch.objects.filter(run__assembly=assembly).exclude(file=""):
        batch.file.delete()
    for run in LetterRun.objects.filter(assembly=assembly).exclude(manifest=""):
        run.manifest.delete()
    return gone
