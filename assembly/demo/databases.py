"""Databases beside the project’s own, for work that must not touch it."""

from typing import Any
from urllib.parse import urlsplit

import psycopg
from django.db import connection
from psycopg import sql


def url_of(name: str, url: str) -> str:
    """Return the address of another database of the same server."""
    return urlsplit(url)._replace(path=f"/{name}").geturl()


def exists(name: str) -> bool:
    return name in names()


def create(name: str, template: str = "template0") -> None:
    """Create a database, a copy of another one; nobody may be connected to that one."""
    _disconnect(template)
    _run("CREATE DATABASE {} TEMPLATE {}", name, template)


def drop(name: str) -> None:
    _run("DROP DATABASE IF EXISTS {} WITH (FORCE)", name)


def rename(old: str, new: str) -> None:
    _disconnect(old)
    _run("ALTER DATABASE {} RENAME TO {}", old, new)


def names() -> list[str]:
    """Return the databases of the server."""
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
