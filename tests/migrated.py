"""A database that has seen every migration, kept from one run to the next for tests to copy."""

import fcntl
import os
import subprocess
import sys
from hashlib import sha256
from pathlib import Path

from django.conf import settings

from assembly.demo import databases

ROOT = Path(settings.BASE_DIR)
UNFINISHED = "migrated_unfinished"


def database() -> str:
    """Return its name, made first if a migration or a package has changed since."""
    name = f"migrated_{_version()}"
    with (settings.VAR / "migrated.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not databases.exists(name):
            databases.drop(UNFINISHED)
            databases.create(UNFINISHED)
            url = databases.url_of(UNFINISHED, os.environ["DATABASE_URL"])
            subprocess.run(
                [sys.executable, "manage.py", "migrate", "--verbosity=0"],
                env={**os.environ, "DATABASE_URL": url}, cwd=ROOT, check=True,
            )  # fmt: skip
            databases.rename(UNFINISHED, name)
    return name


def _version() -> str:
    digest = sha256()
    for file in sorted([*ROOT.glob("*/migrations/*.py"), ROOT / "requirements" / "dev.txt"]):
        digest.update(file.read_bytes())
    return digest.hexdigest()[:8]
