"""The public draw: three balls that two officials confirm, or a round of the public beacon."""

from datetime import datetime

from assembly import audit
from assembly.errors import BadInput, DomainError
from assembly.permissions import Actor

from . import beacon
from .models import Draw, Pool, PoolEntry


def enter(pool: Pool, digits: str, *, by: Actor, now: datetime) -> Draw:
    """Enter the three digits drawn. Until a second official confirms, they may be entered again."""
    with audit.act("lottery.enter_number", pool.assembly, by=by, now=now) as record:
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
    with audit.act("lottery.confirm_number", pool.assembly, by=by, now=now) as record:
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
    with audit.act("lottery.enter_beacon", pool.assembly, by=by, now=now) as record:
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
