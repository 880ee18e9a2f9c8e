"""The printing itself: batches are rows, claimed one by one; a dead worker loses and doubles none.

A batch's PDF is the same whoever makes it and its file's name holds its hash, so a worker that
died at any point leaves nothing but a claim that runs out.
"""

import logging
from collections.abc import Callable
from datetime import datetime, timedelta

from celery import current_app
from django.conf import settings
from django.db import transaction
from django.db.models import F, OuterRef, Q, QuerySet, Subquery
from kombu.exceptions import OperationalError

from assembly import audit
from assembly.errors import DomainError
from assembly.permissions import SYSTEM

from ..models import Invitation, Letter, LetterBatch, LetterKind, LetterRun
from . import files, manifest, sheet, window
from .single import body_of, stamp

Status = LetterBatch.Status
LEASE = timedelta(seconds=settings.LETTER_LEASE_SECONDS)
MOST_ATTEMPTS = 12
TOLD_EVERY = 50
TASK = "recruitment.tasks.print_letters"
log = logging.getLogger(__name__)


class Overtaken(DomainError):
    """Another worker took this batch over and finished it."""


def wake(count: int) -> None:
    """Ask workers for this many batches. If the broker is away, the sweep asks again."""
    try:
        for _ in range(count):
            current_app.send_task(TASK)
    except OperationalError:
        log.warning("The broker is away: letters wait for the next sweep")


def sweep(now: datetime) -> int:
    """Wake workers for every batch that waits or stalled; return how many there are."""
    count = _due(now).count()
    wake(count)
    return count


def print_next(now: datetime) -> LetterBatch | None:
    """Claim the next batch, make its PDF and mark it printed. Return it, or None if none is due."""
    batch = _claim(now)
    if batch is None:
        return None
    try:
        _set_aside(batch)
        _fix_codes(batch)
        content = render(batch, _teller(batch))
        name, digest = files.store(
            batch.run.assembly.slug, f"{file_stem(batch.run)}-batch-{batch.number:02d}.pdf", content
        )
        _finish(batch, name, digest, now)
    except Overtaken:
        log.info("Batch %s was finished by another worker", batch.pk)
    except Exception as error:
        _give_back(batch, error)
        log.exception("Batch %s could not be printed", batch.pk)
    return batch


def _due(now: datetime) -> QuerySet[LetterBatch]:
    stalled = Q(status=Status.PRINTING, claimed_at__lt=now - LEASE)
    return LetterBatch.objects.filter(Q(status=Status.WAITING) | stalled)


def _claim(now: datetime) -> LetterBatch | None:
    """Take a batch for the length of the lease; give up on one that took too many workers down."""
    with transaction.atomic():
        # One that took workers down comes last, so that it holds none of the others up.
        due = _due(now).select_for_update(skip_locked=True).order_by("attempts", "run", "number")
        for batch in due:
            if batch.attempts < MOST_ATTEMPTS:
                return _take(batch, now)
            batch.status, batch.problem = Status.FAILED, "Printing stopped too many times."
            batch.save(update_fields=["status", "problem"])
    return None


def _take(batch: LetterBatch, now: datetime) -> LetterBatch:
    batch.status, batch.claimed_at, batch.done = Status.PRINTING, now, 0
    batch.attempts += 1
    batch.save(update_fields=["status", "claimed_at", "attempts", "done"])
    return batch


def file_stem(run: LetterRun) -> str:
    """Return how the names of a run's files begin."""
    reminds = "-reminder" if run.kind == LetterKind.REMINDER else ""
    return f"wave-{run.draw.wave}{reminds}"


def _set_aside(batch: LetterBatch) -> None:
    """Take letters out whose address cannot be printed, with the reason; the others go on.

    Preflight has left such addresses out already: these changed after it.
    """
    letters = Letter.objects.filter(batch=batch).select_related("invitation__address")
    reasons = {
        letter.pk: reason
        for letter in letters
        if (reason := window.trouble(letter.invitation.address.lines,
                                     letter.invitation.address.postcode))
    }  # fmt: skip
    if not reasons:
        return
    if len(reasons) == batch.size:
        raise DomainError("None of the addresses of this batch can be printed.")
    with transaction.atomic():
        run = LetterRun.objects.select_for_update().get(pk=batch.run_id)
        if not _mine(batch).update(size=F("size") - len(reasons)):
            raise Overtaken("This batch was taken over by another worker.")
        for pk, reason in reasons.items():
            letters.filter(pk=pk).update(batch=None, place=None, problem=reason)
        run.letters = F("letters") - len(reasons)
        run.save(update_fields=["letters"])
    batch.size -= len(reasons)


def _fix_codes(batch: LetterBatch) -> None:
    """Write down with which code each letter is printed, before any is, and once for all."""
    own = Invitation.objects.filter(pk=OuterRef("invitation"))
    Letter.objects.filter(batch=batch, issue=None).update(
        issue=Subquery(own.values("issue")), code_hash=Subquery(own.values("code_hash"))
    )


def render(batch: LetterBatch, made: Callable[[int], None] = lambda count: None) -> bytes:
    """Return the PDF of a batch: the same bytes whoever makes it, and whenever."""
    run = batch.run
    letters = Letter.objects.filter(batch=batch).select_related("invitation__address")
    return sheet.render(
        body_of(run),
        (_stamp(letter, batch) for letter in letters.order_by("place")),
        title=f"{run.assembly.name}: batch {batch.number}",
        made_at=run.started_at,
        made=made,
    )


def _stamp(letter: Letter, batch: LetterBatch) -> sheet.Stamp:
    letter.batch, letter.run = batch, batch.run
    return stamp(letter)


def _teller(batch: LetterBatch) -> Callable[[int], None]:
    """Return what writes down, now and then, how many letters of a batch are made."""

    def tell(count: int) -> None:
        if count % TOLD_EVERY == 0 and count < batch.size:
            _mine(batch).update(done=count)

    return tell


def _mine(batch: LetterBatch) -> QuerySet[LetterBatch]:
    """Return the batch as long as the claim made here still holds."""
    return LetterBatch.objects.filter(
        pk=batch.pk, status=Status.PRINTING, claimed_at=batch.claimed_at, attempts=batch.attempts
    )


def _finish(batch: LetterBatch, name: str, digest: str, now: datetime) -> None:
    with audit.act("letters.print", batch.run.assembly, by=SYSTEM, now=now) as record:
        run = LetterRun.objects.select_for_update().get(pk=batch.run_id)
        finished = _mine(batch).update(
            status=Status.PRINTED,
            file=name,
            sha256=digest,
            pages=sheet.even(run.pages) * batch.size,
            done=batch.size,
            problem="",
            printed_at=now,
        )
        if not finished:
            raise Overtaken("This batch was finished by another worker.")
        record.about(batch, number=batch.number, letters=batch.size, sha256=digest)
        if not run.batches.exclude(status=Status.PRINTED).exists():
            _complete(run, now)


def _complete(run: LetterRun, now: datetime) -> None:
    """Write the manifest with the last batch, in the same transaction."""
    run.manifest.name, run.manifest_sha256 = files.store(
        run.assembly.slug, f"{file_stem(run)}-manifest.csv", manifest.render(run)
    )
    run.printed_at = now
    run.save(update_fields=["manifest", "manifest_sha256", "printed_at"])


def _give_back(batch: LetterBatch, error: Exception) -> None:
    """Let a batch wait for another try, or leave it to a person. Say nothing of its letters."""
    final = batch.attempts >= MOST_ATTEMPTS
    _mine(batch).update(
        status=Status.FAILED if final else Status.WAITING,
        problem=error.message[:300] if isinstance(error, DomainError) else type(error).__name__,
        done=0,
    )
