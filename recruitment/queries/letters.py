"""Where the letters are: printed, released, returned."""

from dataclasses import dataclass

from assembly.models import Assembly
from recruitment import letters
from recruitment.models import AddressDraw, LetterBatch, LetterRun


@dataclass(frozen=True)
class Printing:
    """One run with its batches and progress."""

    run: LetterRun
    batches: list[LetterBatch]
    progress: letters.Progress

    @property
    def is_busy(self) -> bool:
        """Tell whether its page should look again in a moment."""
        return any(batch.status in ("waiting", "printing") for batch in self.batches)


def runs(assembly: Assembly) -> list[Printing]:
    """Return the runs of an assembly, the latest first."""
    found = assembly.letter_runs.select_related("draw").prefetch_related("batches")
    return [
        Printing(
            run,
            sorted(run.batches.all(), key=lambda batch: batch.number),
            letters.progress(run),
        )
        for run in found.order_by("-draw__wave")
    ]


def not_started(assembly: Assembly) -> list[AddressDraw]:
    """Return the waves whose letters nobody has started to print."""
    return list(assembly.address_draws.filter(letter_run__isnull=True).order_by("wave"))
