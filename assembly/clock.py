"""The clock, read at the edge only: views, tasks and commands call it and pass the time on.

A rehearsal or a demonstration may move it (`CLOCK_OFFSET_SECONDS`); rules never notice.
"""

from datetime import datetime, timedelta

from django.conf import settings
from django.utils import timezone


def now() -> datetime:
    """Return the assembly's present moment, aware, in UTC."""
    return timezone.now() + timedelta(seconds=settings.CLOCK_OFFSET_SECONDS)
