"""Acts on a run of letters: start it, try a failed batch again, release it."""

from __future__ import annotations

from datetime import datetime

from django.core.files import File
from django.db import connection, transaction

from assembly import audit, permissions
from assembly.errors import BadInput, DomainError
from assembly.models import Assembly
from assembly.permissions import Actor

from ..models import AddressDraw, Invitation, LetterBatch, LetterRun
from . import body, files
from .printing import wake

ASSIGN = """
UPDATE recruitment_invitation AS letter SET batch_id = batch.id, place = ordered.place
FROM (
    SELECT invitation.id, (number - 1) / %(size)s + 1 AS batch,
        (number - 1) %% %(size)s + 1 AS place
    FROM (
        SELECT i.id, row_number() OVER (ORDER BY a.postcode, a.udprn) AS number
        FROM recruitment_invitation i JOIN recruitment_address a ON a.id = i.address_id
        WHERE a.draw_id = %(draw)s AND i.cancelled_at IS NULL
    ) AS invitation
) AS ordered
JOIN recruitment_letterbatch batch ON batch.run_id = %(run)s AND batch.number = ordered.batch
WHERE letter.id = ordered.id
"""


def start(
    assembly: Assembly,
    draw: AddressDraw,
    *,
    by: Actor,
    now: datetime,
    batch_size: int = 500,
    weekends: int = 3,
) -> LetterRun:
    """Lay out the letters of a wave in batches by postcode, and wake the printing."""
    permissions.require(by, "letters.start", assembly)
    if not 1 <= batch_size <= 1_000:
        raise BadInput("A batch holds 1 to 1,000 letters.")
    content = body.render(assembly, body.Wording(weekends, now))
    with audit.act("letters.start", assembly, by=by, now=now) as record:
        AddressDraw.objects.select_for_update().get(pk=draw.pk, assembly=assembly)
        if LetterRun.objects.filter(draw=draw).exists():
            raise DomainError("The letters of this wave are being printed already.")
        name, digest = files.store(assembly.slug, f"wave-{draw.wave}-body.pdf", content)
        run = LetterRun.objects.create(
            assembly=assembly,
            draw=draw,
            letters=_letters(draw),
            weekends=weekends,
            body=name,
            body_sha256=digest,
            started_by=by.label,
            started_at=now,
        )
        count = _lay_out(run, batch_size)
        record.about(run, letters=run.letters, batches=count, body=digest)
        transaction.on_commit(lambda: wake(count))
    return run


def _letters(draw: AddressDraw) -> int:
    return Invitation.objects.live().filter(address__draw=draw).count()


def _lay_out(run: LetterRun, batch_size: int) -> int:
    """Give each letter its batch and place; return how many batches there are."""
    sizes = [min(batch_size, run.letters - first) for first in range(0, run.letters, batch_size)]
    LetterBatch.objects.bulk_create(
        LetterBatch(run=run, number=number, size=size) for number, size in enumerate(sizes, start=1)
    )
    with connection.cursor() as cursor:
        cursor.execute(ASSIGN, {"size": batch_size, "draw": run.draw_id, "run": run.pk})
    return len(sizes)


def retry(batch: LetterBatch, *, by: Actor, now: datetime) -> None:
    """Put a batch that failed back into the queue."""
    assembly = batch.run.assembly
    with audit.act("letters.retry", assembly, by=by, now=now) as record:
        locked = LetterBatch.objects.select_for_update().get(pk=batch.pk)
        if locked.status != LetterBatch.Status.FAILED:
            raise DomainError("This batch has not failed.")
        locked.status, locked.attempts, locked.problem = LetterBatch.Status.WAITING, 0, ""
        locked.save(update_fields=["status", "attempts", "problem"])
        record.about(locked, number=locked.number)
        transaction.on_commit(lambda: wake(1))


def release(run: LetterRun, *, by: Actor, now: datetime) -> None:
    """Hand a printed run to the post: by someone other than the person who started it."""
    with audit.act("letters.release", run.assembly, by=by, now=now) as record:
        locked = LetterRun.objects.select_for_update().get(pk=run.pk)
        if locked.released_at:
            raise DomainError("These letters have been released already.")
        if not locked.printed_at:
            raise DomainError("These letters are not all printed yet.")
        if locked.started_by == by.label:
            raise DomainError("A second person must release the letters: you started the printing.")
        locked.released_by, locked.released_at = by.label, now
        locked.save(update_fields=["released_by", "released_at"])
        posted = Invitation.objects.live().filter(batch__run=run).update(posted_at=now)
        record.about(locked, letters=posted, manifest=locked.manifest_sha256)
    run.refresh_from_db()


def take(of: LetterRun | LetterBatch, *, by: Actor, now: datetime) -> File[bytes] | None:
    """Open a run's manifest or a batch's PDF to hand it out; None if it is not printed yet."""
    run = of if isinstance(of, LetterRun) else of.run
    file = of.manifest if isinstance(of, LetterRun) else of.file
    if not file:
        return None
    with audit.act("letters.download", run.assembly, by=by, now=now) as record:
        record.about(of)
    return file.open("rb")
