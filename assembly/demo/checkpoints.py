"""A checkpoint: a database and the files it names. What was told once is opened, not told again."""

import os
import shutil
from hashlib import sha256
from pathlib import Path

from django.conf import settings

from . import databases

PREFIX = "assembly_demo_"
BUILD = f"{PREFIX}build"


def version() -> str:
    """Return eight characters that change when the story, the schema or the data do."""
    root = Path(settings.BASE_DIR)
    files = [
        *root.glob("assembly/demo/*.py"),
        *root.glob("*/migrations/*.py"),
        *root.glob("data/*/*"),
    ]
    digest = sha256()
    for file in sorted(files):
        digest.update(file.read_bytes())
    return digest.hexdigest()[:8]


def name_of(chapter: str) -> str:
    return f"{PREFIX}{version()}_{chapter}"


def files_of(name: str) -> Path:
    """Return the folder of a checkpoint's files."""
    return Path(settings.VAR, "demo", "media", name)


def exists(chapter: str) -> bool:
    return databases.exists(name_of(chapter))


def begin(after: str = "") -> str:
    """Return a checkpoint to build on: a copy of the chapter `after`, or an empty one."""
    _drop(BUILD)
    _create(BUILD, name_of(after) if after else "")
    return BUILD


def keep(chapter: str) -> None:
    """Give what was built the name of its chapter."""
    name = name_of(chapter)
    shutil.rmtree(files_of(name), ignore_errors=True)
    files_of(BUILD).rename(files_of(name))
    databases.rename(BUILD, name)


def to_play_in(chapter: str) -> str:
    """Return the checkpoint that is served: a copy, so that visitors change no other."""
    name = f"{name_of(chapter)}_live"
    if not databases.exists(name):
        _create(name, name_of(chapter))
    return name


def drop_all(*, but: str = "") -> None:
    """Drop the demonstration's checkpoints, save those whose name begins with `but`."""
    for name in databases.names():
        if name.startswith(PREFIX) and not (but and name.startswith(but)):
            _drop(name)


def drop_stale() -> None:
    drop_all(but=f"{PREFIX}{version()}_")


def _create(name: str, template: str) -> None:
    """Copy a checkpoint. Files are only ever written anew or deleted: a second link is a copy."""
    shutil.rmtree(files_of(name), ignore_errors=True)
    if template and files_of(template).exists():
        shutil.copytree(files_of(template), files_of(name), copy_function=os.link)
    files_of(name).mkdir(parents=True, exist_ok=True)
    databases.create(name, template or "template0")


def _drop(name: str) -> None:
    databases.drop(name)
    shutil.rmtree(files_of(name), ignore_errors=True)
