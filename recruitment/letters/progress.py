"""How far a run is."""

from dataclasses import dataclass

from django.db.models import Sum

from ..models import LetterBatch, LetterRun


@dataclass(frozen=True)
class Progress:
    """Letters printed of all, and batches that need a person."""

    printed: int
    total: int
    failed: int

    @property
    def is_complete(self) -> bool:
        return self.printed == self.total


def progress(run: LetterRun) -> Progress:
    """Return a run's progress, down to the letters of batches being made."""
    done = run.batches.aggregate(done=Sum("done"))["done"] or 0
    failed = run.batches.filter(status=LetterBatch.Status.FAILED).count()
    return Progress(done, run.letters, failed)
