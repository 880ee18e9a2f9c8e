"""The two statements of every page of the journey, written out.

Each page reads the draft of its browser, most save an answer. The ORM would make either statement
anew each time, for four times what it costs to send it.
"""

from typing import Any
from uuid import UUID

from django.db import connection

from assembly.encryption import Sealed
from assembly.models import Assembly

from ..models import Registration

# What these pages show or ask; anything else is fetched when it is wanted. In the model's order.
READ = (
    "id", "assembly", "invitation", "issue", "status", "channel", "language", "is_test",
    "entered_by", "late_reason", "reference", "draft", "email", "guardian", "started_at",
)  # fmt: skip
FIELDS = [field for field in Registration._meta.concrete_fields if field.name in READ]
NAMES = [field.attname for field in FIELDS]

TABLE = Registration._meta.db_table
FIND = (
    f"SELECT {', '.join(str(field.column) for field in FIELDS)} FROM {TABLE}"  # noqa: S608
    " WHERE draft_hash = %s AND assembly_id = %s"
)
REPLACE = (
    f"UPDATE {TABLE} SET draft = %s"  # noqa: S608
    f" WHERE id = %s AND status = '{Registration.Status.DRAFT}' AND draft IS NOT DISTINCT FROM %s"
)


def find(assembly: Assembly, draft_hash: bytes) -> Registration | None:
    """Return an assembly's registration whose draft a browser holds by a secret with this hash."""
    with connection.cursor() as cursor:
        cursor.execute(FIND, [draft_hash, assembly.pk])
        row = cursor.fetchone()
    if row is None:
        return None
    found = Registration.from_db(connection.alias, NAMES, list(map(_value, FIELDS, row)))
    found.assembly = assembly
    return found


def _value(field: Any, value: Any) -> Any:
    """Return what a column holds as the field of the model has it."""
    if hasattr(field, "from_db_value"):
        return field.from_db_value(value, None, connection)
    return value


def replace(key: UUID, before: Sealed | None, after: Sealed | None) -> bool:
    """Keep a draft in the place of the one that was read; tell whether that one still stood."""
    with connection.cursor() as cursor:
        cursor.execute(REPLACE, [after, key, before])
        return bool(cursor.rowcount == 1)
