"""Versions of the project side by side, as while a new one is being installed."""

import re
import shutil
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from django.conf import settings

from .places import Place

TASK = "recruitment.tasks.print_letters"
SAID = re.compile(rf"{re.escape(TASK)}\[(\S+)\] (received|succeeded)")
ASK = f"""
import time
from assembly.celery_app import app
while True:
    print(app.send_task("{TASK}").id, flush=True)
    time.sleep({{seconds}})
"""


@dataclass
class Worker:
    process: subprocess.Popen
    log: Path

    def said(self, what: str) -> set[str]:
        """Return the names of the messages that it says it received, or succeeded with."""
        return {name for name, then in SAID.findall(self.log.read_text()) if then == what}

    @property
    def is_printing(self) -> bool:
        return self.said("received") != self.said("succeeded")


@dataclass
class Version:
    """A version in a folder of its own, its workers, and what asks for letters in its words."""

    code: Path
    there: Place
    workers: list[Worker] = field(default_factory=list)

    def _start(self, log: Path, *words: str) -> subprocess.Popen:
        with log.open("wb") as file:
            process = subprocess.Popen(
                [sys.executable, *words],
                env=self.there.environment, cwd=self.code, stdout=file, stderr=file,
            )  # fmt: skip
        self.there.workers.append(process)
        return process

    def _log(self, name: str) -> Path:
        return self.there.folder / f"{self.code.name}-{name}.log"

    def work(self) -> Worker:
        log = self._log(f"worker-{len(self.workers)}")
        command = ["-m", "celery", "-A", "assembly.celery_app", "-q", "worker", "-P", "solo"]
        self.workers.append(Worker(self._start(log, *command, "-l", "INFO"), log))
        return self.workers[-1]

    def ask_every(self, seconds: float) -> subprocess.Popen:
        """Ask for a batch of letters again and again."""
        return self._start(self._log("asked"), "-c", ASK.format(seconds=seconds))

    def asked(self) -> set[str]:
        return set(self._log("asked").read_text().split())

    def received(self) -> set[str]:
        return set().union(*(worker.said("received") for worker in self.workers))

    def troubles(self) -> list[str]:
        """Return what its workers complained of."""
        lines = (line for worker in self.workers for line in worker.log.read_text().splitlines())
        return [line for line in lines if re.search("ERROR|CRITICAL|Traceback", line)]


def _git(*words: str) -> str:
    asked = subprocess.run(
        ["git", *words], cwd=settings.BASE_DIR, capture_output=True, text=True, check=False
    )
    if asked.returncode:
        pytest.fail(f"This test needs the project's history: {asked.stderr.strip()}")
    return asked.stdout


def _migrations(commit: str) -> list[str]:
    return [line for line in _git("ls-tree", "-r", commit).splitlines() if "/migrations/" in line]


def oldest_with_todays_tables() -> str:
    """Return the commit since which no table has changed."""
    today, *before = _git("log", "--first-parent", "--format=%H").split()
    found = ""
    for commit in before:
        if _migrations(commit) != _migrations(today):
            break
        found = commit
    if not found or not _git("diff", "--stat", found, today, "--", "assembly", "recruitment"):
        pytest.fail(
            "The history here holds no other version that works with today's tables: either it is "
            "cut short, or they were changed last."
        )
    return found


def unpack_older(folder: Path) -> str:
    """Put an older version into a folder, with keys and built files of this; return which it is."""
    folder.mkdir()
    commit, whole = oldest_with_todays_tables(), folder / "older.zip"
    _git("archive", "-o", str(whole), commit)
    shutil.unpack_archive(whole, folder)
    for made in (Path("var", "keys"), Path("static", "build")):
        shutil.copytree(settings.BASE_DIR / made, folder / made)
    return commit
