"""Alternates: named by the engine once a panel is drawn, asked first when seats fall empty.

They are chosen before anybody has dropped out, from the pool of that draw, and published by
pseudonym. Nobody is told before a seat is really free.
"""

import logging
from datetime import datetime

from celery import current_app
from django.db import transaction
from kombu.exceptions import OperationalError

from assembly import audit
from assembly.errors import BadInput, DomainError
from assembly.models import Assembly
from assembly.permissions import SYSTEM, Actor

from . import draws, lotteries, lottery, offers, pools
from .models import Alternates, Draw, Member, Offer, Pool, Registration

TASK = "recruitment.tasks.choose_alternates"
MOST = 100
log = logging.getLogger(__name__)


def ask(drawn: Draw, *, count: int, rate: int, by: Actor, now: datetime) -> Alternates:
    """Ask for `count` alternates of a panel, each member of which drops out `rate` times in 100.

    Refused for a replacement draw, before the panel is drawn, once somebody has dropped out, and
    a second time.
    """
    with audit.act("alternates.choose", drawn.pool.assembly, by=by, now=now) as record:
        drawn = Draw.objects.select_for_update(of=("self",)).get(pk=drawn.pk)
        if not 1 <= count <= MOST:
            raise BadInput(f"Choose from 1 to {MOST} alternates.")
        if not 1 <= rate <= 99:
            raise BadInput("Give the rate of dropping out in per cent, from 1 to 99.")
        refuse_unless_beforehand(drawn)
        made = Alternates.objects.create(
            draw=drawn, count=count, rate=rate, asked_by=by.label, asked_at=now
        )
        record.about(made, count=count, rate=rate)
        transaction.on_commit(lambda: wake(made.pk))
    return made


def refuse_unless_beforehand(drawn: Draw) -> None:
    """Refuse alternates that would be chosen too early, too late or twice."""
    pool = drawn.pool
    if drawn.confirmed_at is None or pool.kind == Pool.Kind.REPLACEMENT:
        raise DomainError("Alternates are chosen for the panel once it is drawn.")
    if pool.status == Pool.Status.ABANDONED:
        raise DomainError("This draw was given up.")
    if Alternates.objects.filter(draw=drawn).exists():
        raise DomainError("The alternates of this draw have been chosen already.")
    answered = Offer.objects.filter(assembly=pool.assembly).exclude(
        status__in=(Offer.Status.OFFERED, Offer.Status.ACCEPTED)
    )
    gone = Member.objects.filter(assembly=pool.assembly, status=Member.Status.WITHDRAWN)
    if answered.exists() or gone.exists():
        raise DomainError("Somebody has dropped out: alternates can only be chosen before.")


def wake(pk: int) -> None:
    """Ask a worker. If the broker is away, the sweep asks again."""
    try:
        current_app.send_task(TASK, [pk])
    except OperationalError:
        log.warning("The broker is away: alternates wait for the next sweep")


def sweep() -> None:
    """Wake workers for every choice that waits."""
    for pk in Alternates.objects.filter(pseudonyms__isnull=True, problem="").values_list(
        "pk", flat=True
    ):
        wake(pk)


def choose(pk: int, now: datetime) -> None:
    """Choose one list, unless another worker is at it. The same pool and number give the same."""
    with transaction.atomic():
        asked = (
            Alternates.objects.select_for_update(skip_locked=True, of=("self",))
            .select_related("draw__pool__assembly")
            .filter(pk=pk, pseudonyms__isnull=True, problem="")
            .first()
        )
        if asked is None:
            return
        drawn = asked.draw
        panel = [entry.pseudonym for entry in draws.panel(drawn)]
        try:
            found = lottery.choose_alternates(
                lotteries.problem_of(drawn.pool),
                panel,
                count=asked.count,
                rates=dict.fromkeys(panel, asked.rate / 100),
                seed=str(int(drawn.digits)),
            )
        except lottery.BadProblem as refusal:
            asked.problem = str(refusal)
            asked.save(update_fields=["problem"])
            return
        asked.pseudonyms = list(found.ids)
        asked.expected, asked.bound, asked.without = found.expected, found.bound, found.without
        asked.save()
        audit.write(
            "alternates.choose",
            drawn.pool.assembly,
            by=SYSTEM,
            now=now,
            subject=asked,
            detail={"pseudonyms": asked.pseudonyms},
        )


def options(assembly: Assembly) -> list[lottery.Repair]:
    """Return the best ways to fill the empty seats with alternates who can still be asked.

    None before the panel itself has been offered its seats.
    """
    chosen = of(assembly)
    if chosen is None or not chosen.draw.offers.exists():
        return []
    pool, seated = chosen.draw.pool, pools.seated(assembly)
    homes = {person.invitation_id for person in seated}
    entries = list(pool.entries.exclude(answers=None).select_related("registration__offer"))
    names = {entry.registration_id: entry.pseudonym for entry in entries}
    people = [_person(entry.registration, entry.pseudonym) for entry in entries]
    people += [_person(each, each.reference) for each in seated if each.pk not in names]
    free = {
        entry.pseudonym
        for entry in entries
        if _can_be_asked(entry.registration) and entry.registration.invitation_id not in homes
    }
    ready = [name for name in chosen.pseudonyms or [] if name in free]
    if not ready or len(seated) >= pool.seats or len(people) < pool.seats:
        return []
    problem = lottery.Problem(people, lotteries.problem_of(pool).targets, pool.seats)
    staying = sorted(names.get(each.pk, each.reference) for each in seated)
    return [each for each in lottery.repairs(problem, staying, ready) if each.ids]


def _person(person: Registration, name: str) -> lottery.Person:
    return lottery.Person(name, person.answers or {}, str(person.invitation_id))


def _can_be_asked(person: Registration) -> bool:
    return person.status == Registration.Status.REGISTERED and not hasattr(person, "offer")


def of(assembly: Assembly) -> Alternates | None:
    """Return the list in force: that of the latest draw of the members, once it is chosen."""
    found = Alternates.objects.filter(draw__pool__assembly=assembly, pseudonyms__isnull=False)
    found = found.exclude(draw__pool__status=Pool.Status.ABANDONED)
    return found.select_related("draw__pool__assembly").order_by("-draw__pool__number").first()


def call_up(
    assembly: Assembly, pseudonyms: list[str], *, deadline: datetime, by: Actor, now: datetime
) -> list[Offer]:
    """Offer empty seats to these alternates; refused if a draw has the seats, or all is changed."""
    with audit.act("alternates.call_up", assembly, by=by, now=now) as record:
        Assembly.objects.select_for_update(no_key=True).get(pk=assembly.pk)
        chosen = of(assembly)
        if chosen is None:
            raise DomainError("No alternates have been chosen.")
        if pseudonyms not in [list(each.ids) for each in options(assembly)]:
            raise DomainError("Something has changed since you looked. Look again, then decide.")
        under_way = Pool.objects.filter(assembly=assembly, draw__offers=None)
        if under_way.exclude(status=Pool.Status.ABANDONED).exists():
            raise DomainError("A draw is under way for the empty seats. Hold it, or give it up.")
        entries = chosen.draw.pool.entries.filter(pseudonym__in=pseudonyms)
        made = offers.put(
            chosen.draw,
            [entry.registration for entry in entries.select_related("registration")],
            deadline=deadline,
            by=by,
            now=now,
        )
        record.about(chosen, pseudonyms=pseudonyms)
    return made
