"""Ten thousand letters while workers, the broker and the database are killed again and again."""

import json
import os
import random
import signal
import subprocess
import sys
import threading
import time
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from django.conf import settings

from assembly import embedded

BATCH = 100
LEASE = "3"


@dataclass
class Place:
    """Servers and folders of their own, so that killing them hurts nobody else."""

    folder: Path
    postgres: embedded.Postgres
    valkey: embedded.Valkey
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
            "LETTER_LEASE_SECONDS": LEASE,
            "SITE_URL": "https://assembly.example.org",
        }

    def part(self, *words: str) -> subprocess.Popen:
        return subprocess.Popen(
            [sys.executable, "-m", "tests.letter_soak", *words],
            env=self.environment, cwd=settings.BASE_DIR, stdout=subprocess.PIPE, text=True,
        )  # fmt: skip

    def answer(self, *words: str):
        """Run a part to its end and return what it said last."""
        out, _ = self.part(*words).communicate(timeout=1_800)
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
def place(folder: Path):
    var = folder / "var"
    postgres, valkey = embedded.both(var)
    made = Place(folder, postgres, valkey)
    with embedded.borrowed([postgres, valkey], var):
        try:
            yield made
        finally:
            for worker in made.workers:
                worker.kill()
                worker.wait()


def disturbed(there: Place, *, kills: int, flushes: int, restarts: int) -> dict[str, int]:
    """Print a run while this happens, in an order of chance; return how often it did."""
    chance = random.Random(20240110)
    troubles = [*[there.kill_worker] * kills, *[there.flush_broker] * flushes,
                *[there.restart_database] * restarts]  # fmt: skip
    chance.shuffle(troubles)
    beat = there.part("beat")
    listener = threading.Thread(target=there.listen, args=[beat], daemon=True)
    listener.start()
    there.work()
    there.work()
    happened: dict[str, int] = {}
    for trouble in troubles:
        end = time.monotonic() + 60
        while not there.state.get("printing") and time.monotonic() < end:
            time.sleep(0.05)
        time.sleep(chance.uniform(0, 1.5))
        if there.state.get("complete"):
            break
        trouble()
        happened[trouble.__name__] = happened.get(trouble.__name__, 0) + 1
    assert beat.wait(timeout=1_800) == 0
    listener.join()
    return happened


def check(tmp_path, *, letters, **troubles):
    with place(tmp_path) as there:
        assert there.answer("prepare", str(letters), str(BATCH)) == "ready"
        happened = disturbed(there, **troubles)
        found = there.answer("check")
    print(happened, found)
    assert (found["faults"], found["same"], found["letters"]) == ([], True, letters)
    assert found["attempts"] > letters / BATCH
    return happened


def test_a_worker_killed_three_times_the_broker_flushed_the_database_restarted(tmp_path):
    happened = check(tmp_path, letters=800, kills=3, flushes=1, restarts=1)
    assert happened == {"kill_worker": 3, "flush_broker": 1, "restart_database": 1}


@pytest.mark.soak
def test_fifty_kills_ten_flushes_and_five_restarts_during_ten_thousand_letters(tmp_path):
    happened = check(tmp_path, letters=10_000, kills=50, flushes=10, restarts=5)
    assert happened == {"kill_worker": 50, "flush_broker": 10, "restart_database": 5}
