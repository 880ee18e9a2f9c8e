"""A database, files and processes of a bench's own: what is measured touches nothing else."""

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings

from assembly.demo import databases

PROGRAM = "import django; django.setup(); from assembly.bench import {bench}; {bench}.{act}"

Environment = dict[str, str]


@contextmanager
def database(name: str) -> Iterator[Environment]:
    """Make an empty database and a folder; yield the environment in which they are the product's.

    Both are gone afterwards.
    """
    databases.drop(name)
    databases.create(name)
    try:
        with tempfile.TemporaryDirectory() as folder:
            url = databases.url_of(name, os.environ["DATABASE_URL"])
            yield {**os.environ, "DATABASE_URL": url, "MEDIA_ROOT": folder}
    finally:
        databases.drop(name)


def run(bench: str, act: str, environment: Environment) -> str:
    """Do something (“prepare(400)”) in a process of its own; return what it prints."""
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM.format(bench=bench, act=act)],
        stdout=subprocess.PIPE, text=True, check=True, cwd=settings.BASE_DIR, env=environment,
    )  # fmt: skip
    return done.stdout
