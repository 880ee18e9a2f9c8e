"""Watch over the letters, apart from the worker, the scheduler and the broker.

    manage.py watch [--every 30] [--once]

When letters are to be printed and none was for ten minutes, an alarm is recorded and the staff of
the assembly are written to. The scheduler does the same, but it needs a worker and a broker to do
it; this process needs the database and the mail server only. Together they write each message once.
"""

import logging
import time
from argparse import ArgumentParser, RawDescriptionHelpFormatter
from typing import Any

from django.core.management.base import BaseCommand
from django.db import DatabaseError, connection

from assembly import clock, outbox
from recruitment import letters

log = logging.getLogger(__name__)


class Command(BaseCommand):
    help = __doc__ or ""

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.formatter_class = RawDescriptionHelpFormatter
        parser.add_argument("--every", type=float, default=30.0, help="seconds between two looks")
        parser.add_argument("--once", action="store_true", help="look once and end")

    def handle(self, *args: Any, every: float, once: bool, **options: Any) -> None:
        while True:
            try:
                look()
            except DatabaseError:
                log.exception("The database is away: looking again in %s seconds", every)
                connection.close()
            if once:
                return
            time.sleep(every)


def look() -> None:
    """Raise what is to be raised, and send what tells of it."""
    letters.watch(clock.now())
    outbox.send_due(clock.now(), tick=clock.now, kind=letters.ALARM)
