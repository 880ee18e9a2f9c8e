"""The lottery over a frozen pool: worked out by a worker, signed off by the Board, committed."""

import logging
from collections import Counter
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any

from celery import current_app
from django.db import transaction
from django.db.models import Q
from kombu.exceptions import OperationalError

from assembly import audit
from assembly.errors import DomainError
from assembly.permissions import SYSTEM, Actor

from . import lottery
from .models import Pool, PoolEntry
from .pools import canonical

LEASE = timedelta(minutes=10)
TASK = "recruitment.tasks.solve_lottery"
log = logging.getLogger(__name__)


def request(pool: Pool, *, by: Actor, now: datetime) -> None:
    """Ask for the chances to be worked out, in the background."""
    with audit.act("lottery.solve", pool.assembly, by=by, now=now) as record:
        if pool.status not in (Pool.Status.FROZEN, Pool.Status.FAILED):
            raise DomainError("The chances of this pool are worked out already.")
        Pool.objects.filter(pk=pool.pk).update(
            status=Pool.Status.SOLVING, solving_since=None, problem=""
        )
        pool.status = Pool.Status.SOLVING
        record.about(pool)
        transaction.on_commit(lambda: _wake(pool.pk))


def _wake(pk: int) -> None:
    """Ask a worker for this pool. If the broker is away, the sweep asks again."""
    try:
        current_app.send_task(TASK, [pk])
    except OperationalError:
        log.warning("The broker is away: a lottery waits for the next sweep")


def claim(pk: int, now: datetime) -> Pool | None:
    """Take a pool to work on, unless another worker has it."""
    with transaction.atomic():
        waiting = Pool.objects.select_for_update(skip_locked=True).filter(
            pk=pk, status=Pool.Status.SOLVING
        )
        pool = waiting.first()
        if pool is None or (pool.solving_since and pool.solving_since > now - LEASE):
            return None
        pool.solving_since = now
        pool.save(update_fields=["solving_since"])
    return pool


def sweep(now: datetime) -> None:
    """Wake the workers for pools that nobody works on: never claimed, or the claim ran out."""
    stalled = Q(solving_since=None) | Q(solving_since__lt=now - LEASE)
    for pk in Pool.objects.filter(stalled, status=Pool.Status.SOLVING).values_list("pk", flat=True):
        _wake(pk)


def solve(pool: Pool, *, now: datetime) -> None:
    """Work out the chances and the 1,000 panels of a claimed pool, and keep them."""
    problem = problem_of(pool)
    try:
        found = lottery.solve(problem)
    except lottery.NoPanel as refusal:
        Pool.objects.filter(pk=pool.pk).update(status=Pool.Status.FAILED, problem=str(refusal))
        return
    panels = lottery.equal_panels(problem, found)
    counts = Counter(name for panel in panels for name in panel)
    result = {
        "engine": found.engine,
        "lowest": f"{found.lowest:.9f}",
        "bound": f"{found.bound:.9f}",
        "panels": [[int(name[1:]) for name in panel] for panel in panels],
    }
    with audit.act("lottery.solve", pool.assembly, by=SYSTEM, now=now) as record:
        entries = list(pool.entries.all())
        for entry in entries:
            entry.panels = counts[entry.pseudonym]
        PoolEntry.objects.bulk_update(entries, ["panels"])
        pool.status, pool.result, pool.solved_at = Pool.Status.SOLVED, result, now
        pool.save(update_fields=["status", "result", "solved_at"])
        record.about(pool, engine=found.engine, lowest=result["lowest"])


def problem_of(pool: Pool) -> lottery.Problem:
    """Return a frozen pool as the engine wants it: pseudonyms, values, households, targets."""
    people = [
        lottery.Person(entry.pseudonym, entry.registration.answers, str(entry.household))
        for entry in pool.entries.select_related("registration")
    ]
    targets = [
        lottery.Target(*_split(name), low, high) for name, (low, high) in pool.targets.items()
    ]
    return lottery.Problem(people, targets, pool.seats)


def _split(name: str) -> tuple[str, str]:
    category, _, value = name.partition("/")
    return category, value


def sign_off(pool: Pool, *, by: Actor, now: datetime) -> None:
    """Record that the Advisory Board has seen targets and chances and agrees to the draw."""
    with audit.act("lottery.sign_off", pool.assembly, by=by, now=now) as record:
        pool = Pool.objects.select_for_update(of=("self",)).get(pk=pool.pk)
        if pool.status != Pool.Status.SOLVED:
            raise DomainError("There are no chances to sign off, or the draw is committed already.")
        if pool.signed_off_at:
            raise DomainError("The Advisory Board has already signed this off.")
        pool.signed_off_by, pool.signed_off_at = by.label, now
        pool.save(update_fields=["signed_off_by", "signed_off_at"])
        record.about(pool)


def commit(pool: Pool, *, by: Actor, now: datetime) -> None:
    """Fix the manifest and publish its SHA-256, before any ball is drawn."""
    with audit.act("lottery.commit", pool.assembly, by=by, now=now) as record:
        pool = (
            Pool.objects.select_for_update(of=("self",)).select_related("previous").get(pk=pool.pk)
        )
        if pool.status != Pool.Status.SOLVED:
            raise DomainError("The chances must be worked out before the draw can be committed.")
        if not pool.signed_off_at:
            raise DomainError("The Advisory Board has not signed off this lottery yet.")
        pool.manifest = canonical(manifest_of(pool))
        pool.manifest_sha256 = sha256(pool.manifest.encode()).hexdigest()
        pool.status, pool.committed_at = Pool.Status.COMMITTED, now
        pool.save(update_fields=["manifest", "manifest_sha256", "status", "committed_at"])
        record.about(pool, sha256=pool.manifest_sha256)


def manifest_of(pool: Pool) -> dict[str, Any]:
    """Return what is published: pseudonyms, commitments, chances and panels; never an attribute."""
    if pool.result is None:
        raise DomainError("The chances have not been worked out yet.")
    entries = pool.entries.order_by("pseudonym")
    return {
        "assembly": pool.assembly.slug,
        "engine": pool.result["engine"],
        "format": 1,
        "frozen_at": pool.frozen_at.isoformat(),
        "panels": pool.result["panels"],
        "people": [
            {
                "chance": [entry.panels, lottery.PANELS],
                "commitment": entry.commitment,
                "id": entry.pseudonym,
            }
            for entry in entries
        ],
        "pool": pool.number,
        "previous": pool.previous.manifest_sha256 if pool.previous else "",
        "randomness": "three balls, 000 to 999: the number of the panel",
        "seats": pool.seats,
        "targets_sha256": sha256(canonical(pool.targets).encode()).hexdigest(),
    }
