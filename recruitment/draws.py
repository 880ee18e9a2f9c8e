"""The public draw: three balls that two officials confirm, or a round of the public beacon.

Every attempt is in the chain, those that are refused included.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from assembly import audit
from assembly.errors import BadInput, DomainError, NotAllowed, WrongStage
from assembly.permissions import Actor

from . import beacon
from .models import Draw, Pool, PoolEntry

ATTEMPTS = ("lottery.enter_number", "lottery.confirm_number", "lottery.enter_beacon")


def enter(pool: Pool, digits: str, *, by: Actor, now: datetime) -> Draw:
    """Enter the three digits drawn. Until a second official confirms, they may be entered again."""
    with _attempt("lottery.enter_number", pool, by=by, now=now) as record:
        pool = _committed(pool)
        _check(digits)
        _refuse_balls_too_soon(pool, now)
        drawn, _ = Draw.objects.update_or_create(
            pool=pool, defaults={"digits": digits, "entered_by": by.label, "entered_at": now}
        )
        record.about(drawn, digits=digits)
    return drawn


def confirm(pool: Pool, digits: str, *, by: Actor, now: datetime) -> Draw:
    """Confirm the same three digits as a second official; the panel of that number is drawn."""
    with _attempt("lottery.confirm_number", pool, by=by, now=now) as record:
        pool = _committed(pool)
        _check(digits)
        drawn = Draw.objects.select_for_update(of=("self",)).filter(pool=pool).first()
        if drawn is None:
            raise DomainError("No number has been entered yet.")
        if drawn.entered_by == by.label:
            raise DomainError("A second official must confirm: you entered the number yourself.")
        if drawn.digits != digits:
            raise DomainError(
                f"The two numbers differ: {drawn.digits} was entered, you typed {digits}. "
                "Look at the balls again."
            )
        drawn.confirmed_by, drawn.confirmed_at = by.label, now
        drawn.save(update_fields=["confirmed_by", "confirmed_at"])
        pool.status = Pool.Status.DRAWN
        pool.save(update_fields=["status"])
        record.about(drawn, digits=digits)
    return drawn


def enter_beacon(pool: Pool, pasted: str, *, by: Actor, now: datetime) -> Draw:
    """Draw by the round promised in the manifest. Its signature stands in for a second official."""
    with _attempt("lottery.enter_beacon", pool, by=by, now=now) as record:
        pool = _committed(pool)
        promised = pool.randomness or {}
        if promised.get("kind") != "beacon":
            raise DomainError("Three balls were promised for this draw.")
        signature, digits = beacon.read(pasted, promised, now=now)
        drawn, _ = Draw.objects.update_or_create(
            pool=pool,
            defaults={
                "digits": digits,
                "signature": signature,
                "entered_by": by.label,
                "entered_at": now,
                "confirmed_by": "beacon",
                "confirmed_at": now,
            },
        )
        pool.status = Pool.Status.DRAWN
        pool.save(update_fields=["status"])
        record.about(drawn, digits=digits, round=promised["round"])
    return drawn


@contextmanager
def _attempt(name: str, pool: Pool, *, by: Actor, now: datetime) -> Iterator[audit.Record]:
    """Run one attempt to draw; if it is refused, the chain keeps it with the reason."""
    try:
        with audit.act(name, pool.assembly, by=by, now=now) as record:
            record.detail["pool"] = pool.number
            yield record
    except (NotAllowed, WrongStage):
        raise
    except DomainError as refusal:
        told = {"pool": pool.number, "refused": refusal.message}
        audit.write(name, pool.assembly, by=by, now=now, subject=pool, detail=told)
        raise


def _refuse_balls_too_soon(pool: Pool, now: datetime) -> None:
    """Balls stand in for the beacon only from the time that the manifest says."""
    promised = pool.randomness or {}
    if promised.get("kind") == "beacon" and now < beacon.moment_of(promised["fallback_at"]):
        raise DomainError(
            f"Round {promised['round']} of the beacon was promised. "
            f"Balls may stand in from {promised['fallback_at']}, if it cannot be had."
        )


def panel(drawn: Draw) -> list[PoolEntry]:
    """Return the entries on the panel that was drawn, by pseudonym."""
    if drawn.confirmed_at is None or drawn.pool.result is None:
        return []
    numbers = drawn.pool.result["panels"][int(drawn.digits)]
    names = [f"P{number:04d}" for number in numbers]
    return list(
        drawn.pool.entries.filter(pseudonym__in=names)
        .select_related("registration")
        .order_by("pseudonym")
    )


def _committed(pool: Pool) -> Pool:
    pool = Pool.objects.select_for_update(of=("self",)).select_related("assembly").get(pk=pool.pk)
    if pool.status == Pool.Status.DRAWN:
        raise DomainError("This draw has been held. A second draw from the same pool is refused.")
    if pool.status != Pool.Status.COMMITTED:
        raise DomainError("The manifest must be published before the draw.")
    return pool


def _check(digits: str) -> None:
    if not (len(digits) == 3 and digits.isascii() and digits.isdigit()):
        raise BadInput("Enter three digits, such as 042.")
