"""Telling those whom the lottery did not choose, as everybody was promised who registered."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet
from django.utils import translation

from assembly import audit, outbox
from assembly.errors import DomainError
from assembly.models import Assembly, OutboxMessage
from assembly.permissions import Actor

from . import registrations
from .models import Draw, Pool, Registration

KIND = "not_picked"


@dataclass(frozen=True)
class Untold:
    """Who was in a lottery, has no offer of a seat and has not been told."""

    by_mail: list[Registration]
    without_mail: list[Registration]  # to be rung or written to

    def __bool__(self) -> bool:
        return bool(self.by_mail or self.without_mail)


def waiting(assembly: Assembly) -> QuerySet[Registration]:
    """Return whom nobody has told yet; nobody before the seats of a draw have been offered."""
    if not Draw.objects.filter(pool__assembly=assembly, offers__isnull=False).exists():
        return Registration.objects.none()
    drawn = {"pool_entries__pool__status": Pool.Status.DRAWN, "offer__isnull": True}
    people = Registration.objects.filter(
        assembly=assembly, status=Registration.Status.REGISTERED, **drawn
    )
    told = OutboxMessage.objects.filter(assembly=assembly, kind=KIND).values("reference")
    return people.exclude(reference__in=told).distinct()


def untold(assembly: Assembly) -> Untold:
    """Return those who wait, by whether they have an e-mail address."""
    found: dict[bool, list[Registration]] = {True: [], False: []}
    for person in waiting(assembly).order_by("reference"):
        found[bool(person.email)].append(person)
    return Untold(found[True], found[False])


def tell(assembly: Assembly, *, by: Actor, now: datetime) -> int:
    """Write to all of them who have an e-mail address, each once; return to how many."""
    with audit.act("offers.tell_others", assembly, by=by, now=now) as record:
        Assembly.objects.select_for_update(no_key=True).get(pk=assembly.pk)
        people = untold(assembly).by_mail
        if not people:
            raise DomainError("There is nobody to tell who has an e-mail address.")
        many = outbox.begin_mailing(assembly, "To those who were not picked", by=by, now=now)
        for person in people:
            with translation.override(person.language):
                outbox.put(
                    key=f"{KIND}:{person.pk}",
                    kind=KIND,
                    to=str(person.email),
                    context={
                        "registration": person,
                        "link": registrations.personal_link(person),
                    },
                    assembly=assembly,
                    now=now,
                    bulk=many,
                )
        record.about(assembly, told=len(people))
    return len(people)
