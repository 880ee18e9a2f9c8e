"""Chapter two: registration closes, the pool is frozen and signed off, the draw committed."""

import time

from assembly import assemblies
from recruitment import lotteries, pools, runs
from recruitment.models import Pool

from . import cast
from .chapters import Say, at, chance, the_assembly
from .register import OPENS_AT as BEFORE
from .register import answers, register

OPENS_AT = at("2024-01-11 18:40")


def tell(say: Say) -> None:
    assembly = the_assembly()
    register(assembly, (answer for answer in answers(assembly) if answer.at > BEFORE), say)
    assemblies.advance(assembly, by=cast.of(assembly, "organiser"), now=at("2023-12-19 09:00"))
    prepare(at("2024-01-08 10:00"), at("2024-01-10 19:00"), at("2024-01-11 17:00"), say)


def prepare(frozen, signed, committed, say: Say, reason: str = "") -> Pool:  # type: ignore[no-untyped-def]
    """Freeze the pool, let a worker find the chances, sign off, publish the fingerprint."""
    assembly = the_assembly()
    recruiter = cast.of(assembly, "recruiter")
    salts = chance(f"salts {frozen}")
    pool = pools.freeze(
        assembly, by=recruiter, now=frozen, reason=reason, random_bytes=salts.randbytes
    )
    runs.official(pool, by=recruiter, now=frozen)
    while pool.status == Pool.Status.SOLVING:
        say(f"Working out the chances of {pool.entries.count():,} people for {pool.seats} seats")
        time.sleep(0.3)
        pool.refresh_from_db()
    if pool.status == Pool.Status.FAILED:
        raise RuntimeError(pool.problem)
    lotteries.sign_off(pool, by=cast.of(assembly, "board1"), now=signed)
    lotteries.commit(pool, by=recruiter, now=committed)
    pool.refresh_from_db()
    return pool
