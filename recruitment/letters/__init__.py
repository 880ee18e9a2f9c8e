"""Letters: one to each drawn address, printed in batches, released by a second person."""

from .body import TooLong
from .left_out import leave_unsent, make_single, mend, post_single
from .post import Outcome, copy, record
from .preflight import Failure, Report, Unprintable, check, unprintable
from .printing import print_next, sweep
from .progress import Progress, progress
from .runs import Unfit, recipients, release, retry, start, take
from .single import Copy, accessible, large, reference, reprint, sample, specimen
from .templates import current, draft, outdated_since, save
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
    "leave_unsent",
    "make_single",
    "mend",
    "outdated_since",
    "post_single",
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
