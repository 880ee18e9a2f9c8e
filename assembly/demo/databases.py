"""One database a checkpoint: a stage that was told once is opened again without telling it."""

from hashlib import sha256
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import psycopg
from django.conf import settings
from django.db import connection
from psycopg import sql

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


def to_play_in(chapter: str) -> str:
    """Return the database that is served: a copy, so that visitors change no checkpoint."""
    name = f"{name_of(chapter)}_live"
    if not exists(name):
        create(name, name_of(chapter))
    return name


def url_of(name: str, url: str) -> str:
    """Return the address of another database of the same server."""
    return urlsplit(url)._replace(path=f"/{name}").geturl()


def exists(name: str) -> bool:
    return name in _names()


def create(name: str, template: str = "template0") -> None:
    """Create a database, a copy of another one; nobody may be connected to that one."""
    _disconnect(template)
    _run("CREATE DATABASE {} TEMPLATE {}", name, template)


def drop(name: str) -> None:
    _run("DROP DATABASE IF EXISTS {} WITH (FORCE)", name)


def rename(old: str, new: str) -> None:
    _disconnect(old)
    _run("ALTER DATABASE {} RENAME TO {}", old, new)


def drop_all(*, but: str = "") -> None:
    """Drop the demonstration's databases, save those whose name begins with `but`."""
    for name in _names():
        if name.startswith(PREFIX) and not (but and name.startswith(but)):
            drop(name)


def drop_stale() -> None:
    drop_all(but=f"{PREFIX}{version()}_")


def _names() -> list[str]:
    with _connect() as conn:
        return [row[0] for row in conn.execute("SELECT datname FROM pg_database")]


def _disconnect(name: str) -> None:
    with _connect() as conn:
        conn.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", [name]
        )


def _run(statement: str, *names: str) -> None:
    with _connect() as conn:
        conn.execute(sql.SQL(statement).format(*map(sql.Identifier, names)))


def _connect() -> psycopg.Connection[Any]:
    params = connection.get_connection_params()
    allowed = {key: params[key] for key in ("host", "port", "user", "password") if key in params}
    return psycopg.connect(dbname="postgres", autocommit=True, **allowed)
