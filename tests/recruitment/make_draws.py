"""Pools at each step of the lottery, for the tests."""

from assembly import stages
from assembly.models import Assembly
from recruitment import draws, lotteries, pools, runs
from recruitment.models import Draw, Pool
from tests import make, make_recruitment

SEATS = 12


def ready(assembly: Assembly, people: int = 60) -> Assembly:
    """Registered people, twelve seats, the stage of the lottery."""
    assembly.stage, assembly.seats = stages.DRAW.key, SEATS
    assembly.save()
    make_recruitment.categories(assembly)
    make_recruitment.targets(assembly, SEATS)
    for number in range(people):
        make_recruitment.registered(assembly, number)
    return assembly


def solved(assembly: Assembly, reason: str = "", now=make.NOW) -> Pool:
    by = make.actor_with(assembly, "recruiter")
    pool = pools.freeze(assembly, by=by, now=now, reason=reason)
    run = runs.official(pool, by=by, now=now)
    lotteries.solve(runs.claim(run.pk, now), now=now)
    pool.refresh_from_db()
    return pool


def committed(assembly: Assembly, reason: str = "", now=make.NOW, **promise) -> Pool:
    pool = solved(assembly, reason, now)
    lotteries.sign_off(pool, by=make.actor_with(assembly, "board"), now=now)
    by = make.actor_with(assembly, "recruiter")
    lotteries.commit(pool, by=by, now=now, **promise)
    pool.refresh_from_db()
    return pool


def held(pool: Pool, digits: str = "417") -> Draw:
    by, second = (make.actor_with(pool.assembly, kind) for kind in ("recruiter", "organiser"))
    draws.enter(pool, digits, by=by, now=make.NOW)
    return draws.confirm(pool, digits, by=second, now=make.NOW)
