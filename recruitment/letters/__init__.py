"""Letters: one to each drawn address, printed in batches, released by a second person."""

from .printing import print_next, sweep
from .progress import Progress, progress
from .runs import release, retry, start, take
from .single import accessible, reprint, sample

__all__ = [
    "Progress",
    "accessible",
    "print_next",
    "progress",
    "release",
    "reprint",
    "retry",
    "sample",
    "start",
    "sweep",
    "take",
]
