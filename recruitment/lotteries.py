"""The lottery over a frozen pool: worked out by a worker, signed off by the Board, committed."""

from collections import Counter
from collections.abc import Callable
from datetime import datetime
from hashlib import sha256
from typing import Any

from django.db import transaction

from assembly import audit, outbox
from assembly.errors import DomainError
from assembly.models import Assembly, Role
from assembly.permissions import SYSTEM, Actor

from . import auditor, lottery, runs
from .beacon import written
from .lottery.record import canonical as file_bytes
from .lottery.record import lottery_file
from .models import Pool, PoolEntry, Registration, Run, Value
from .pools import canonical

BANDS = (50, 100, 200, 400, 700, 1001)  # chances in panels of 1,000, each up to this
BALLS = {"kind": "balls"}


def solve(run: Run, *, now: datetime, tick: Callable[[], datetime] | None = None) -> None:
    """Work out the chances of a claimed run. `tick` reads the clock for signs of life."""
    report = runs.Progress(run, tick or (lambda: now))
    try:
        problem = problem_of(run.pool) if run.pool else problem_so_far(run.assembly)
        found = lottery.solve(problem, report=report)
        panels = lottery.equal_panels(problem, found, report=report)
        exact = lottery.exact_panels(problem, found, report=report) if run.pool else []
    except runs.Stopped:
        return
    except (lottery.NoPanel, lottery.BadProblem) as refusal:
        _fail(run, str(refusal), now)
        return
    outcome = _outcome(problem, found, panels)
    act = "lottery.test" if run.is_test else "lottery.solve"
    with audit.act(act, run.assembly, by=SYSTEM, now=now) as record:
        held = Run.objects.select_for_update(of=("self",)).get(pk=run.pk)
        if held.claim != run.claim or held.status != Run.Status.RUNNING:
            transaction.set_rollback(True)
            return
        held.status, held.finished_at, held.outcome, held.step = Run.Status.DONE, now, outcome, ""
        held.save(update_fields=["status", "finished_at", "outcome", "step"])
        if run.pool:
            content = lottery_file(problem, found, exact, panels)
            _keep(run.pool, panels, outcome, file_bytes(content).decode(), now)
        record.about(held, engine=found.engine, lowest=outcome["lowest"], test=run.is_test)


def _fail(run: Run, problem: str, now: datetime) -> None:
    with transaction.atomic():
        held = Run.objects.select_for_update(of=("self",)).get(pk=run.pk)
        if held.claim == run.claim and held.status == Run.Status.RUNNING:
            runs.close(held, Run.Status.FAILED, now=now, problem=problem)


def _keep(
    pool: Pool, panels: list[list[str]], outcome: dict[str, Any], content: str, now: datetime
) -> None:
    counts = Counter(name for panel in panels for name in panel)
    entries = list(pool.entries.all())
    for entry in entries:
        entry.panels = counts[entry.pseudonym]
    PoolEntry.objects.bulk_update(entries, ["panels"])
    pool.status, pool.solved_at, pool.lottery_file = Pool.Status.SOLVED, now, content
    pool.result = {
        **outcome,
        "panels": [[int(name[1:]) for name in panel] for panel in panels],
    }
    pool.save(update_fields=["status", "result", "solved_at", "lottery_file"])


def _outcome(
    problem: lottery.Problem, found: lottery.Lottery, panels: list[list[str]]
) -> dict[str, Any]:
    """Return what may be shown of a run to those who prepare the draw: totals, never a person."""
    counts = Counter(name for panel in panels for name in panel)
    held = [counts[person.id] for person in problem.people]
    sizes = problem.classes.sizes
    expected: Counter[tuple[str, str]] = Counter()
    for person, panels_with in zip(problem.people, held, strict=True):
        expected.update(dict.fromkeys(person.values.items(), panels_with))
    return {
        "engine": found.engine,
        "people": len(held),
        "seats": problem.size,
        "lowest": f"{found.lowest:.9f}",
        "bound": f"{found.bound:.9f}",
        "levels": [
            [f"{level.value:.9f}", f"{level.bound:.9f}", int(sizes[list(level.fixed)].sum())]
            for level in found.levels
        ],
        "bands": [
            sum(low <= panels < high for panels in held)
            for low, high in zip((0, *BANDS[:-1]), BANDS, strict=True)
        ],
        "expected": {
            target.name: expected[target.category, target.value] / lottery.PANELS
            for target in problem.targets
        },
        "unreachable": [
            {"people": len(each.ids), "reason": each.reason}
            for each in lottery.unreachable(problem, found)
        ],
    }


def problem_of(pool: Pool) -> lottery.Problem:
    """Return a frozen pool as the engine wants it: pseudonyms, values, households, targets."""
    people = [
        lottery.Person(entry.pseudonym, entry.answers or {}, str(entry.household))
        for entry in pool.entries.all()
    ]
    targets = [
        lottery.Target(*_split(name), low, high) for name, (low, high) in pool.targets.items()
    ]
    return lottery.Problem(people, targets, pool.seats)


def problem_so_far(assembly: Assembly) -> lottery.Problem:
    """Return those registered now with the targets as they are, for a look ahead."""
    people = [
        lottery.Person(person.reference, person.answers or {}, str(person.invitation_id))
        for person in Registration.objects.filter(
            assembly=assembly, status=Registration.Status.REGISTERED
        )
    ]
    values = Value.objects.filter(category__assembly=assembly, low__isnull=False)
    targets = [
        lottery.Target(value.category.key, value.key, value.low or 0, value.high or 0)
        for value in values.select_related("category")
    ]
    return lottery.Problem(people, targets, assembly.seats)


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


def commit(
    pool: Pool, *, by: Actor, now: datetime, randomness: dict[str, Any] | None = None
) -> None:
    """Fix the manifest and publish its SHA-256, before any ball is drawn or the beacon speaks.

    `randomness` is a promise of `beacon.promise`; without one, three balls.
    """
    with audit.act("lottery.commit", pool.assembly, by=by, now=now) as record:
        pool = (
            Pool.objects.select_for_update(of=("self",)).select_related("previous").get(pk=pool.pk)
        )
        if pool.status != Pool.Status.SOLVED:
            raise DomainError("The chances must be worked out before the draw can be committed.")
        if not pool.signed_off_at:
            raise DomainError("The Advisory Board has not signed off this lottery yet.")
        pool.randomness = randomness or BALLS
        pool.manifest = canonical(manifest_of(pool))
        pool.manifest_sha256 = sha256(pool.manifest.encode()).hexdigest()
        pool.status, pool.committed_at = Pool.Status.COMMITTED, now
        pool.save(
            update_fields=["randomness", "manifest", "manifest_sha256", "status", "committed_at"]
        )
        _tell_the_board(pool, now)
        record.about(pool, sha256=pool.manifest_sha256)


def _tell_the_board(pool: Pool, now: datetime) -> None:
    """Send the fingerprint to each of the Advisory Board, so that they hold it before the draw."""
    promised = pool.randomness or BALLS
    before = "any ball is drawn"
    if promised["kind"] == "beacon":
        before = f"round {promised['round']} of the public beacon drand exists ({promised['at']})"
    board = Role.objects.filter(assembly=pool.assembly, kind=Role.Kind.BOARD)
    for role in board.select_related("user"):
        outbox.put(
            key=f"committed:{pool.pk}:{role.pk}",
            kind="committed",
            to=role.user.email,
            context={"pool": pool, "user": role.user, "before": before},
            assembly=pool.assembly,
            now=now,
        )


def manifest_of(pool: Pool) -> dict[str, Any]:
    """Return what is published: pseudonyms, commitments, chances and panels; never an attribute."""
    if pool.result is None:
        raise DomainError("The chances have not been worked out yet.")
    return {
        "assembly": pool.assembly.slug,
        "attributes_sha256": sha256(auditor.people_csv(pool)).hexdigest(),
        "engine": pool.result["engine"],
        "format": "assembly-manifest/2",
        "frozen_at": written(pool.frozen_at),
        "kind": pool.kind,
        "lottery_sha256": sha256(pool.lottery_file.encode()).hexdigest(),
        "panels": pool.result["panels"],
        "people": [
            {
                "chance": [entry.panels, lottery.PANELS],
                "commitment": entry.commitment,
                "id": entry.pseudonym,
            }
            for entry in pool.entries.order_by("pseudonym")
        ],
        "pool": pool.number,
        "previous": pool.previous.manifest_sha256 if pool.previous else "",
        "randomness": pool.randomness,
        "reason": pool.reason,
        "seats": pool.seats,
        "targets_sha256": sha256(auditor.targets_csv(pool)).hexdigest(),
    }
