"""Tell one chapter of the demonstration in this database. Run by `demo`."""

import sys
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils.module_loading import import_string

from assembly.demo import story


class Command(BaseCommand):
    help = __doc__ or ""

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("chapter", choices=list(story.BY_KEY))

    def handle(self, *, chapter: str, **options: Any) -> None:
        if not settings.DEMO:
            raise CommandError("The demonstration runs by script/demo.")
        self._width = 0
        story.BY_KEY[chapter].tell(self._say)
        self._end()
        _catch_up()

    def _say(self, text: str) -> None:
        """Show what is going on: on a terminal numbers change in place."""
        same = text.split(":")[0] == getattr(self, "_last", "").split(":")[0]
        if sys.stdout.isatty():
            if not same:
                self._end()
            self.stdout.write("\r  " + text.ljust(self._width), ending="")
            self._width = len(text)
        elif not same:
            self.stdout.write("  " + text)
        self.stdout.flush()
        self._last = text

    def _end(self) -> None:
        if self._width and sys.stdout.isatty():
            self.stdout.write("")
            self._width = 0


def _catch_up() -> None:
    """Do what the scheduler would have done by now, such as forgetting people in time."""
    for entry in settings.CELERY_BEAT_SCHEDULE.values():
        import_string(str(entry["task"]))()
