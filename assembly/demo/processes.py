"""The demonstration's processes: each has its checkpoint, clock and queue from its environment."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from django.conf import settings

from . import checkpoints, databases

Process = subprocess.Popen[bytes]


def environment(checkpoint: str, clock: datetime, port: int = 8000) -> dict[str, str]:
    """Return the environment of a process that works on a checkpoint at its time."""
    offset = round((clock - datetime.now(UTC)).total_seconds())
    return {
        **os.environ,
        "DATABASE_URL": databases.url_of(checkpoint, os.environ["DATABASE_URL"]),
        "CELERY_QUEUE": checkpoint,
        "CLOCK_OFFSET_SECONDS": str(offset),
        "MEDIA_ROOT": str(checkpoints.files_of(checkpoint)),
        "SITE_URL": f"http://localhost:{port}",
        "ASSEMBLY_DEMO": "1",
    }


def manage(*words: str, env: dict[str, str]) -> None:
    """Run one of the project's commands to its end."""
    subprocess.run(
        [sys.executable, "manage.py", *words], env=env, cwd=settings.BASE_DIR, check=True
    )


def worker(env: dict[str, str], *, beat: bool = False) -> Process:
    """Start a Celery worker, or the clock that wakes it."""
    what = (
        ["beat", "-s", str(Path(settings.VAR, "demo", "beat"))]
        if beat
        else ["worker", "--concurrency=2", "-Q", env["CELERY_QUEUE"]]
    )
    return _start(
        [sys.executable, "-m", "celery", "-A", "assembly.celery_app", "-q", *what, "-l", "WARNING"],
        env,
        f"{what[0]}.log",
    )


def web(env: dict[str, str], port: int) -> Process:
    return _start([sys.executable, "-m", "assembly.serve", "--port", str(port)], env)


def _start(command: list[str], env: dict[str, str], log: str = "") -> Process:
    """Start a process; with `log`, what it prints goes to that file under `var/demo/`."""
    if not log:
        return subprocess.Popen(command, env=env, cwd=settings.BASE_DIR)
    with Path(settings.VAR, "demo", log).open("ab") as file:
        return subprocess.Popen(command, env=env, cwd=settings.BASE_DIR, stdout=file, stderr=file)


@contextmanager
def running(*processes: Process) -> Iterator[None]:
    """End these processes, and wait for them, however the block ends."""
    try:
        yield
    finally:
        for process in processes:
            process.terminate()
        for process in processes:
            try:
                process.wait(timeout=20)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def wait_for_any(processes: tuple[Process, ...]) -> None:
    """Return when one of them ends."""
    while all(process.poll() is None for process in processes):
        time.sleep(0.3)
