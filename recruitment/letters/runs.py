"""Acts on a run of letters: start it, try a failed batch again, release it."""

from __future__ import annotations

from datetime import datetime
from hashlib import sha256

from django.core.files import File
from django.core.files.storage import default_storage
from django.db import connection, transaction
from django.db.models import QuerySet

from assembly import audit, permissions
from assembly.errors import BadInput, DomainError
from assembly.models import Assembly
from assembly.permissions import Actor

from ..models import (
    AddressDraw,
    Invitation,
    Letter,
    LetterBatch,
    LetterKind,
    LetterRun,
    Registration,
)
from . import body, files, preflight, printing, templates
from .preflight import Unprintable
from .wording import Layout

PLACE = """
INSERT INTO recruitment_letter (run_id, invitation_id, batch_id, place, problem)
SELECT %(run)s, ordered.id, batch.id, (ordered.number - 1) %% %(size)s + 1, ''
FROM unnest(%(invitations)s::bigint[]) WITH ORDINALITY AS ordered (id, number)
JOIN recruitment_letterbatch batch
    ON batch.run_id = %(run)s AND batch.number = (ordered.number - 1) / %(size)s + 1
"""
ANSWERED = (
    Registration.Status.CONSENT,
    Registration.Status.REGISTERED,
    Registration.Status.FORGOTTEN,
    Registration.Status.WITHDRAWN,
)


class Unfit(BadInput):
    """Preflight found something wrong; nothing was printed."""

    def __init__(self, report: preflight.Report, addresses: list[Unprintable]) -> None:
        titles = [failure.title for failure in report.failures]
        if addresses:
            titles.append(f"{len(addresses):,} addresses cannot be printed")
        super().__init__(". ".join(titles) + ".")
        self.report, self.addresses = report, addresses


def recipients(draw: AddressDraw, kind: str) -> QuerySet[Invitation]:
    """Return who gets a letter: all that were drawn; for a reminder, who has not answered.

    Nobody is reminded whose letter came back or was never posted.
    """
    live = Invitation.objects.live().filter(address__draw=draw)
    if kind == LetterKind.REMINDER:
        live = live.filter(posted_at__isnull=False, returned_at__isnull=True).exclude(
            registrations__status__in=ANSWERED
        )
    return live


def start(
    assembly: Assembly,
    draw: AddressDraw,
    *,
    kind: str = LetterKind.INVITATION,
    layout: str = Layout.STANDARD,
    batch_size: int = 500,
    weekends: int = 3,
    leave_out: bool = False,
    by: Actor,
    now: datetime,
) -> LetterRun:
    """Lay out the letters of a wave in batches by postcode, and wake the printing.

    Raise `Unfit` while preflight fails. With `leave_out` addresses that cannot be printed are
    listed with their reason, and the others printed.
    """
    permissions.require(by, "letters.start", assembly)
    if not 1 <= batch_size <= 1_000:
        raise BadInput("A batch holds 1 to 1,000 letters.")
    template = templates.current(assembly, kind)
    report = preflight.check(assembly, template, layout, weekends=weekends, now=now)
    if not report.passes or report.content is None:
        raise Unfit(report, [])
    with audit.act("letters.start", assembly, by=by, now=now) as record:
        AddressDraw.objects.select_for_update().get(pk=draw.pk, assembly=assembly)
        _require_first(draw, kind)
        addressed = recipients(draw, kind)
        bad = preflight.unprintable(addressed)
        if bad and not leave_out:
            raise Unfit(report, bad)
        order = addressed.exclude(pk__in=[one.invitation.pk for one in bad])
        order = order.order_by("address__postcode", "address__udprn")
        invitations = list(order.values_list("pk", flat=True))
        if not invitations:
            raise DomainError("There is nobody to write to.")
        run = LetterRun(
            assembly=assembly,
            draw=draw,
            kind=kind,
            layout=layout,
            template=template if template.pk else None,
            wording=report.wording.kept(),
            letters=len(invitations),
            pages=body.pages(report.content),
            started_by=by.label,
            started_at=now,
        )
        run.body.name, run.body_sha256 = files.store(
            assembly.slug, f"{printing.file_stem(run)}-body.pdf", report.content
        )
        run.save()
        count = _lay_out(run, invitations, batch_size)
        Letter.objects.bulk_create(
            Letter(run=run, invitation=one.invitation, problem=one.reason) for one in bad
        )
        record.about(
            run, kind=kind, letters=run.letters, batches=count, left_out=len(bad),
            version=template.version, body=run.body_sha256,
        )  # fmt: skip
        transaction.on_commit(lambda: printing.wake(count))
    return run


def _require_first(draw: AddressDraw, kind: str) -> None:
    if LetterRun.objects.filter(draw=draw, kind=kind).exists():
        raise DomainError("The letters of this wave are being printed already.")
    first = LetterRun.objects.filter(draw=draw, kind=LetterKind.INVITATION).first()
    if kind == LetterKind.REMINDER and not (first and first.released_at):
        raise DomainError("Reminders come after the letters of the wave have been posted.")


def _lay_out(run: LetterRun, invitations: list[int], size: int) -> int:
    """Give each letter its batch and place; return how many batches there are."""
    sizes = [min(size, run.letters - first) for first in range(0, run.letters, size)]
    LetterBatch.objects.bulk_create(
        LetterBatch(run=run, number=number, size=size) for number, size in enumerate(sizes, start=1)
    )
    with connection.cursor() as cursor:
        cursor.execute(PLACE, {"size": size, "run": run.pk, "invitations": invitations})
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
        transaction.on_commit(lambda: printing.wake(1))


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
        Invitation.objects.live().filter(
            letters__run=run, letters__batch__isnull=False, posted_at__isnull=True
        ).update(posted_at=now)
        record.about(locked, letters=locked.letters, manifest=locked.manifest_sha256)
    run.refresh_from_db()


def take(of: LetterRun | LetterBatch, *, by: Actor, now: datetime) -> File[bytes] | None:
    """Open a run's manifest or a batch's PDF to hand it out; None if it is not printed yet.

    A batch whose file has been taken away is made again, if it comes out the same.
    """
    run = of if isinstance(of, LetterRun) else of.run
    file = of.manifest if isinstance(of, LetterRun) else of.file
    if not file:
        return None
    with audit.act("letters.download", run.assembly, by=by, now=now) as record:
        record.about(of)
        if isinstance(of, LetterBatch) and not default_storage.exists(str(file.name)):
            reprint_batch(of)
    return file.open("rb")


def reprint_batch(batch: LetterBatch) -> None:
    """Make a batch's PDF again. Refuse if it is not the same, byte for byte."""
    run = batch.run
    name = f"{printing.file_stem(run)}-batch-{batch.number:02d}.pdf"
    content = printing.render(batch)
    if sha256(content).hexdigest() != batch.sha256:
        raise DomainError(
            "This batch cannot be printed again just as it was: an address, a code or a typeface "
            "has changed since."
        )
    files.store(run.assembly.slug, name, content)
