"""Printers of letters that die at named points: `python -m tests.letter_crash DAY POINT…`.

Each point is an edge between two things that cannot happen at once: a commit, a write to disk, a
renaming. With `--variant` the order of the work is changed first, to show that the check notices.
"""

import argparse
import json
import os
import signal
from collections.abc import Callable
from datetime import timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any

import django

django.setup()

from assembly import audit  # noqa: E402
from recruitment import letters  # noqa: E402
from recruitment.letters import files, manifest, printing, sheet  # noqa: E402
from recruitment.models import LetterBatch  # noqa: E402
from tests.make import NOW  # noqa: E402


def die(*args: Any, **options: Any) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def before(owner: Any, name: str) -> Callable[[], None]:
    return lambda: setattr(owner, name, die)


def after(owner: Any, name: str) -> Callable[[], None]:
    whole = getattr(owner, name)

    def then_die(*args: Any, **options: Any) -> None:
        whole(*args, **options)
        die()

    return lambda: setattr(owner, name, then_die)


POINTS = {
    "before the claim": before(printing, "_claim"),
    "after the claim, before its commit": after(printing, "_take"),
    "after the claim is committed": after(printing, "_claim"),
    "before addresses are looked at": before(printing, "_set_aside"),
    "before the stamping": before(sheet, "render"),
    "amid the stamping": after(sheet, "_stamp"),
    "before the body is laid under": before(sheet, "_laid_over"),
    "after the stamping": after(sheet, "render"),
    "before the file is written": before(files, "_write"),
    "before the file is flushed to the disk": before(os, "fsync"),
    "after the file is flushed": after(os, "fsync"),
    "before the file is renamed": before(Path, "replace"),
    "after the file is renamed": after(Path, "replace"),
    "after the file is stored": after(files, "store"),
    "before the batch is marked": before(printing, "_finish"),
    "after the batch is marked, before its commit": after(audit, "write"),
    "after the batch is committed": after(printing, "_finish"),
}
LAST_POINTS = {
    "before the manifest is made": before(manifest, "render"),
    "after the manifest is made": after(manifest, "render"),
    "after the manifest is stored, before the commit": after(printing, "_complete"),
}


def mark_first() -> None:
    """Mark a batch as printed before it is written: whoever dies between loses it."""
    store, finish = files.store, printing._finish

    def late(folder: str, name: str, content: bytes) -> tuple[str, str]:
        digest = sha256(content).hexdigest()
        stem, _, suffix = name.rpartition(".")
        full = f"letters/{folder}/{stem}-{digest[:12]}.{suffix}"
        late.content = (folder, name, content)
        return full, digest

    def finish_then_store(*args: Any) -> None:
        wanted = late.content
        files.store = store
        finish(*args)
        store(*wanted)

    files.store = late
    printing._finish = finish_then_store  # type: ignore[assignment]


EVERY_POINT = {**POINTS, **LAST_POINTS}
VARIANTS = {"mark first": mark_first, "": lambda: None}


def printer(point: str, variant: str, day: int) -> None:
    """Print one batch until death. Of so many deaths one batch alone would be given up."""
    LetterBatch.objects.update(attempts=0)
    VARIANTS[variant]()
    EVERY_POINT[point]()
    letters.print_next(NOW + timedelta(days=day))


def main() -> None:
    """Start a printer for each point, one after another; say which were killed there."""
    parser = argparse.ArgumentParser()
    parser.add_argument("day", type=int)
    parser.add_argument("points", nargs="+", choices=EVERY_POINT)
    parser.add_argument("--variant", default="", choices=VARIANTS)
    given = parser.parse_args()
    killed = []
    for number, point in enumerate(given.points):
        child = os.fork()
        if child == 0:
            printer(point, given.variant, given.day + number)
            os._exit(0)
        if os.WIFSIGNALED(os.waitpid(child, 0)[1]):
            killed.append(point)
    print(json.dumps(killed))


if __name__ == "__main__":
    main()
