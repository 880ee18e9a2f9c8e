"""The public draw: three balls, entered by one official and confirmed by a second."""

from datetime import datetime

from assembly import audit
from assembly.errors import BadInput, DomainError
from assembly.permissions import Actor

from .models import Draw, Pool, PoolEntry


def enter(pool: Pool, digits: str, *, by: Actor, now: datetime) -> Draw:
    """Enter the three digits drawn. Until a second official confirms, they may be entered again."""
    with audit.act("lottery.enter_number", pool.assembly, by=by, now=now) as record:
        pool = _committed(pool)
        _check(digits)
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
