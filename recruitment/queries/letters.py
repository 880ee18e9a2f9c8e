"""Where the letters are: printed, released, answered, returned."""

from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, Q

from assembly import stages
from assembly.models import Assembly
from recruitment import letters
from recruitment.letters.runs import ANSWERED
from recruitment.models import (
    AddressDraw,
    Invitation,
    Letter,
    LetterBatch,
    LetterKind,
    LetterRun,
    LetterTemplate,
    Registration,
)

MOST_SHOWN = 100


@dataclass(frozen=True)
class LeftOut(letters.Unprintable):
    """A letter that a run could not print, and what became of it."""

    pk: int
    state: str


@dataclass(frozen=True)
class Printing:
    """One run with its batches and progress, and the letters it could not print."""

    run: LetterRun
    batches: list[LetterBatch]
    progress: letters.Progress
    left_out: list[LeftOut]
    left_out_count: int

    @property
    def is_busy(self) -> bool:
        """Tell whether its page should look again in a moment."""
        return any(batch.status in ("waiting", "printing") for batch in self.batches)


@dataclass(frozen=True)
class Post:
    """What became of all letters of an assembly."""

    posted: int
    answered: int
    undelivered: int
    gone_away: int


@dataclass(frozen=True)
class ToStart:
    """Letters that nobody has started to print."""

    draw: AddressDraw
    kind: LetterKind
    count: int


def runs(assembly: Assembly) -> list[Printing]:
    """Return the runs of an assembly, the latest first."""
    found = assembly.letter_runs.select_related("draw", "template").prefetch_related("batches")
    left_out: dict[int, list[LeftOut]] = {}
    rows = Letter.objects.filter(run__assembly=assembly, batch__isnull=True)
    for row in rows.select_related("invitation__address", "single").order_by("pk"):
        left_out.setdefault(row.run_id, []).append(_left_out(row))
    return [
        _printing(run, left_out.get(run.pk, []))
        for run in found.order_by("-draw__wave", "-started_at")
    ]


def _left_out(row: Letter) -> LeftOut:
    single = getattr(row, "single", None)
    waits = "Made, not yet posted" if single and single.made_at else "To be dealt with"
    state = single.get_outcome_display() if single and single.outcome else waits
    return LeftOut(row.invitation, row.problem, row.pk, state)


def _printing(run: LetterRun, left_out: list[LeftOut]) -> Printing:
    batches = sorted(run.batches.all(), key=lambda batch: batch.number)
    failed = sum(batch.status == LetterBatch.Status.FAILED for batch in batches)
    made = letters.Progress(sum(batch.done for batch in batches), run.letters, failed)
    return Printing(run, batches, made, left_out[:MOST_SHOWN], len(left_out))


def to_start(assembly: Assembly) -> list[ToStart]:
    """Return what can be printed: waves without letters, and reminders once a wave is posted.

    Nothing once registration is over.
    """
    found: list[ToStart] = []
    if assembly.stage not in stages.until(stages.REGISTER):
        return found
    for draw in assembly.address_draws.prefetch_related("letter_runs").order_by("wave"):
        by_kind = {run.kind: run for run in draw.letter_runs.all()}
        first = by_kind.get(LetterKind.INVITATION)
        if first is None:
            count = letters.recipients(draw, LetterKind.INVITATION).count()
            found.append(ToStart(draw, LetterKind.INVITATION, count))
        elif first.released_at and LetterKind.REMINDER not in by_kind:
            count = letters.recipients(draw, LetterKind.REMINDER).count()
            found.append(ToStart(draw, LetterKind.REMINDER, count))
    return found


def post(assembly: Assembly) -> Post:
    """Count the letters that were posted, answered, returned."""
    answers = Registration.objects.filter(invitation=OuterRef("pk"), status__in=ANSWERED)
    returned = Invitation.Returned
    counts = (
        Invitation.objects.filter(assembly=assembly)
        .annotate(has_answer=Exists(answers))
        .aggregate(
            posted=Count("pk", filter=Q(posted_at__isnull=False)),
            answered=Count("pk", filter=Q(has_answer=True)),
            undelivered=Count("pk", filter=Q(returned_as=returned.UNDELIVERED)),
            gone_away=Count("pk", filter=Q(returned_as=returned.GONE_AWAY)),
        )
    )
    return Post(**counts)


def versions(assembly: Assembly, kind: str) -> list[LetterTemplate]:
    """Return the versions of a text, the latest first."""
    return list(assembly.letter_templates.filter(kind=kind).order_by("-version"))
