"""Working out the chances: a row is the work, and a worker that dies loses nothing.

A test run looks at those registered so far; the official run at a frozen pool. A run tells its
step and that it is alive; one that went silent is taken up again by the sweep.
"""

import logging
import secrets
from collections.abc import Callable
from datetime import datetime, timedelta

from celery import current_app
from django.db import transaction
from django.db.models import Max, Q
from kombu.exceptions import OperationalError

from assembly import audit
from assembly.errors import DomainError
from assembly.models import Assembly
from assembly.permissions import Actor

from .models import Pool, Run

Status = Run.Status
LEASE = timedelta(minutes=3)
BEAT = timedelta(seconds=2)
TASK = "recruitment.tasks.solve_lottery"
log = logging.getLogger(__name__)


class Stopped(Exception):
    """The run was cancelled, or another worker has it now."""


def test(assembly: Assembly, *, by: Actor, now: datetime) -> Run:
    """Ask for a test run over those registered so far. It draws nobody and is marked as a test."""
    with audit.act("lottery.test", assembly, by=by, now=now) as record:
        run = _ask(assembly, None, by, now)
        record.about(run, test=True)
    return run


def official(pool: Pool, *, by: Actor, now: datetime) -> Run:
    """Ask for the chances of a frozen pool to be worked out."""
    with audit.act("lottery.solve", pool.assembly, by=by, now=now) as record:
        held = Pool.objects.select_for_update(of=("self",)).get(pk=pool.pk)
        if held.status not in (Pool.Status.FROZEN, Pool.Status.FAILED):
            raise DomainError("The chances of this pool are worked out already.")
        run = _ask(pool.assembly, pool, by, now)
        Pool.objects.filter(pk=pool.pk).update(status=Pool.Status.SOLVING, problem="")
        pool.status = Pool.Status.SOLVING
        record.about(pool, run=run.number)
    return run


def _ask(assembly: Assembly, pool: Pool | None, by: Actor, now: datetime) -> Run:
    Assembly.objects.select_for_update().get(pk=assembly.pk)
    runs = Run.objects.filter(assembly=assembly)
    if runs.filter(status__in=(Status.WAITING, Status.RUNNING)).exists():
        raise DomainError("A run is under way. Wait for it, or cancel it.")
    last = runs.aggregate(last=Max("number"))["last"] or 0
    run = Run.objects.create(
        assembly=assembly, number=last + 1, pool=pool, asked_by=by.label, asked_at=now
    )
    transaction.on_commit(lambda: _wake(run.pk))
    return run


def cancel(run: Run, *, by: Actor, now: datetime) -> None:
    """Stop a run. The pool stays frozen and can be worked out again."""
    with audit.act("lottery.cancel", run.assembly, by=by, now=now) as record:
        held = Run.objects.select_for_update(of=("self",)).get(pk=run.pk)
        if not held.is_under_way:
            raise DomainError("This run is over already.")
        close(held, Status.CANCELLED, now=now)
        record.about(held)


def close(run: Run, status: str, *, now: datetime, problem: str = "") -> None:
    """End a run without chances; its pool is frozen as before, or has no panel."""
    run.status, run.finished_at, run.problem, run.claim = status, now, problem, ""
    run.is_cancelled = status == Status.CANCELLED
    run.save(update_fields=["status", "finished_at", "problem", "claim", "is_cancelled"])
    if run.pool_id:
        failed = status == Status.FAILED
        Pool.objects.filter(pk=run.pool_id, status=Pool.Status.SOLVING).update(
            status=Pool.Status.FAILED if failed else Pool.Status.FROZEN, problem=problem
        )


def _wake(pk: int) -> None:
    """Ask a worker for this run. If the broker is away, the sweep asks again."""
    try:
        current_app.send_task(TASK, [pk])
    except OperationalError:
        log.warning("The broker is away: a lottery waits for the next sweep")


def claim(pk: int, now: datetime) -> Run | None:
    """Take a run to work on, unless another worker has it and is alive."""
    with transaction.atomic():
        run = (
            Run.objects.select_for_update(skip_locked=True, of=("self",))
            .filter(pk=pk, status__in=(Status.WAITING, Status.RUNNING))
            .first()
        )
        if run is None or (run.alive_at and run.alive_at > now - LEASE):
            return None
        run.status, run.claim, run.alive_at = Status.RUNNING, secrets.token_hex(16), now
        run.save(update_fields=["status", "claim", "alive_at"])
    return run


def sweep(now: datetime) -> None:
    """Wake the workers for runs that nobody works on: never claimed, or silent for too long."""
    stalled = Q(alive_at=None) | Q(alive_at__lt=now - LEASE)
    under_way = Run.objects.filter(stalled, status__in=(Status.WAITING, Status.RUNNING))
    for pk in under_way.values_list("pk", flat=True):
        _wake(pk)


class Progress:
    """Say now and then which step a run is at; stop the work if it is no longer wanted."""

    def __init__(self, run: Run, tick: Callable[[], datetime]) -> None:
        self.run, self.tick = run, tick
        self.said = tick() - BEAT

    def __call__(self, step: str) -> None:
        now = self.tick()
        if now < self.said + BEAT:
            return
        self.said = now
        mine = Run.objects.filter(pk=self.run.pk, claim=self.run.claim, status=Status.RUNNING)
        if not mine.update(step=step[:120], alive_at=now):
            raise Stopped
