"""What many tests start from is built once in a process, kept as rows and files, and put back.

Each test gets rows, files and objects of its own: what it changes, no other test sees.
"""

from collections.abc import Callable
from copy import deepcopy
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

from django.conf import settings
from django.db import connection, transaction

OF_MIGRATIONS = {"django_migrations", "django_content_type", "auth_permission"}


@dataclass(frozen=True)
class Kept:
    made: Any
    rows: dict[str, bytes]
    files: dict[str, bytes]


Made = TypeVar("Made")
_kept: dict[str, Kept] = {}


def again(build: Callable[[], Made]) -> Made:
    """Return what `build` makes in an empty database, and from the second time on put it back."""
    name = f"{build.__module__}.{build.__qualname__}"
    if name not in _kept:
        assert filled() == [], "what is kept must be built before any other row"
        made = build()
        _kept[name] = Kept(deepcopy(made), {table: _read(table) for table in filled()}, _files())
        return made
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        for table, rows in _kept[name].rows.items():
            with cursor.copy(f'COPY "{table}" FROM STDIN') as copy:
                copy.write(rows)
        cursor.execute("SET session_replication_role = DEFAULT")
    for path, content in _kept[name].files.items():
        (_media() / path).parent.mkdir(parents=True, exist_ok=True)
        (_media() / path).write_bytes(content)
    return deepcopy(_kept[name].made)


def empty() -> None:
    """Delete all rows, guards or not, once nobody is at them: tables with none cost nothing."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute(f"LOCK TABLE {', '.join(tables())}")
        for table in filled():
            cursor.execute(f'DELETE FROM "{table}"')  # noqa: S608


@cache
def tables() -> list[str]:
    """Return the tables that tests fill."""
    with connection.cursor() as cursor:
        found = connection.introspection.table_names(cursor)
    return sorted(set(found) - OF_MIGRATIONS)


def filled() -> list[str]:
    """Return the tables that hold rows."""
    asked = (f"SELECT '{table}' WHERE EXISTS (SELECT FROM \"{table}\")" for table in tables())  # noqa: S608
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(asked))
        return [table for (table,) in cursor.fetchall()]


def _read(table: str) -> bytes:
    with connection.cursor() as cursor, cursor.copy(f'COPY "{table}" TO STDOUT') as copy:
        return b"".join(copy)


def _media() -> Path:
    return Path(settings.STORAGES["default"]["OPTIONS"]["location"])


def _files() -> dict[str, bytes]:
    found = (path for path in _media().rglob("*") if path.is_file())
    return {str(path.relative_to(_media())): path.read_bytes() for path in found}
