"""Servers, workers and folders of a test's own, so that killing them hurts nobody else."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from django.conf import settings

from assembly import embedded

LEASE = "3"


@dataclass
class Place:
    """What runs in one folder. `state` is what the beat of letters said last."""

    folder: Path
    postgres: embedded.Postgres
    valkey: embedded.Valkey
    lease: str = LEASE
    workers: list[subprocess.Popen] = field(default_factory=list)
    state: dict = field(default_factory=dict)

    @property
    def environment(self) -> dict[str, str]:
        return {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "assembly.settings",
            "DATABASE_URL": self.postgres.url,
            "REDIS_URL": self.valkey.url,
            "MEDIA_ROOT": str(self.folder / "media"),
            "LETTER_LEASE_SECONDS": self.lease,
            "SITE_URL": "https://assembly.example.org",
        }

    def part(self, *words: str, of: str = "tests.letter_soak") -> subprocess.Popen:
        """Start a part of a soak test: a module that reads its words and answers in JSON."""
        return subprocess.Popen(
            [sys.executable, "-m", of, *words],
            env=self.environment, cwd=settings.BASE_DIR, stdout=subprocess.PIPE, text=True,
        )  # fmt: skip

    def answer(self, *words: str, of: str = "tests.letter_soak"):
        """Run a part to its end and return what it said last."""
        out, _ = self.part(*words, of=of).communicate(timeout=1_800)
        return json.loads(out.splitlines()[-1])

    def work(self) -> None:
        """Start a real worker."""
        command = ["-m", "celery", "-A", "assembly.celery_app", "-q", "worker", "-P", "solo"]
        with (self.folder / "worker.log").open("ab") as log:
            worker = subprocess.Popen(
                [sys.executable, *command, "-l", "CRITICAL"],
                env=self.environment, cwd=settings.BASE_DIR, stdout=log, stderr=log,
            )  # fmt: skip
        self.workers.append(worker)

    def kill_worker(self) -> None:
        worker = self.workers.pop(0)
        worker.send_signal(signal.SIGKILL)
        worker.wait()
        self.work()

    def replace_worker(self) -> None:
        """Ask one worker to end, as a new version's installation does, and start another."""
        worker = self.workers.pop(0)
        self.work()
        worker.send_signal(signal.SIGTERM)
        worker.wait()

    def flush_broker(self) -> None:
        assert self.valkey._ask(b"FLUSHALL\r\n").startswith(b"+OK")

    def restart_database(self) -> None:
        """Restart at once, as after a power cut: open transactions are lost."""
        self.postgres._must("pg_ctl", "restart", "-w", "-s", "-m", "immediate",
                            "-D", self.postgres.data, "-l", self.postgres.log)  # fmt: skip

    def listen(self, beat: subprocess.Popen) -> None:
        with beat.stdout:
            for line in beat.stdout:
                self.state = json.loads(line)


@contextmanager
def place(folder: Path, *, lease: str = LEASE) -> Iterator[Place]:
    """Run a database and a broker for the length of a block."""
    var = folder / "var"
    postgres, valkey = embedded.both(var)
    made = Place(folder, postgres, valkey, lease)
    with embedded.borrowed([postgres, valkey], var):
        try:
            yield made
        finally:
            for worker in made.workers:
                worker.kill()
                worker.wait()
