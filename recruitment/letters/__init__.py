"""Letters: one to each drawn address, printed in batches, released by a second person."""

from .body import TooLong
from .post import Copy, Outcome, copy, record
from .preflight import Failure, Report, Unprintable, check, unprintable
from .printing import print_next, sweep
from .progress import Progress, progress
from .runs import Unfit, recipients, release, retry, start, take
from .single import accessible, large, reference, reprint, sample, specimen
from .templates import current, draft, save
from .watching import ALARM, Stalled, stalled, watch

__all__ = [
    "ALARM",
    "Copy",
    "Failure",
    "Outcome",
    "Progress",
    "Report",
    "Stalled",
    "TooLong",
    "Unfit",
    "Unprintable",
    "accessible",
    "check",
    "copy",
    "current",
    "draft",
    "large",
    "print_next",
    "progress",
    "recipients",
    "record",
    "reference",
    "release",
    "reprint",
    "retry",
    "sample",
    "save",
    "specimen",
    "stalled",
    "start",
    "sweep",
    "take",
    "unprintable",
    "watch",
]
