"""The demonstration by one command: tell the story as far as asked, then serve it."""

import signal
import time
import urllib.error
import urllib.request
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from assembly.demo import checkpoints, processes, story
from assembly.demo.chapters import Chapter


class Command(BaseCommand):
    help = "Show a whole assembly on http://localhost:8000, at a stage of its life."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--stage", choices=list(story.BY_KEY), default="review")
        parser.add_argument(
            "--reset", action="store_true", help="forget what is there and start afresh"
        )
        parser.add_argument("--port", type=int, default=8000)
        parser.add_argument(
            "--prepare", action="store_true", help="make it ready, but do not serve it"
        )

    def handle(self, *, stage: str, reset: bool, port: int, prepare: bool, **options: Any) -> None:
        if not settings.DEMO:
            raise CommandError("The demonstration runs by script/demo.")
        signal.signal(signal.SIGTERM, lambda *_: (_ for _ in ()).throw(KeyboardInterrupt))
        Path(settings.VAR, "demo").mkdir(parents=True, exist_ok=True)
        if reset:
            checkpoints.drop_all()
        checkpoints.drop_stale()
        began = time.monotonic()
        for chapter in story.CHAPTERS:
            self._have(chapter)
            if chapter.key == stage:
                break
        self.stdout.write(f"Ready in {time.monotonic() - began:.0f} seconds.")
        if not prepare:
            self._serve(story.BY_KEY[stage], port)

    def _have(self, chapter: Chapter) -> None:
        """Tell a chapter, from the one before it, unless it was told already."""
        if checkpoints.exists(chapter.key):
            return
        place = story.CHAPTERS.index(chapter)
        built = checkpoints.begin(after=story.CHAPTERS[place - 1].key if place else "")
        env = processes.environment(built, chapter.opens_at)
        if not place:
            processes.manage("migrate", "-v0", env=env)
        with processes.running(processes.worker(env), processes.worker(env, beat=True)):
            processes.manage("demo_chapter", chapter.key, env=env)
        checkpoints.keep(chapter.key)

    def _serve(self, chapter: Chapter, port: int) -> None:
        env = processes.environment(checkpoints.to_play_in(chapter.key), chapter.opens_at, port)
        servers = (
            processes.web(env, port),
            processes.worker(env),
            processes.worker(env, beat=True),
        )
        try:
            with processes.running(*servers):
                _wait_until_up(port, servers)
                processes.manage("demo_links", f"--port={port}", env=env)
                processes.wait_for_any(servers)
        except KeyboardInterrupt:
            self.stdout.write("Stopped.")


def _wait_until_up(port: int, servers: tuple[processes.Process, ...]) -> None:
    for _ in range(300):
        try:
            urllib.request.urlopen(f"http://localhost:{port}/healthz/", timeout=2).close()
        except (urllib.error.URLError, OSError):
            if any(server.poll() is not None for server in servers):
                raise CommandError(f"A server ended. Is port {port} free?") from None
            time.sleep(0.2)
        else:
            return
    raise CommandError("The application did not start.")
