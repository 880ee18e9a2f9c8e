"""The audit chain: what was done, by whom, to what, when; each entry sealed by the one before.

`sha256` covers the entry's canonical JSON and the previous hash, so that changing, removing or
inserting any entry breaks every hash after it. A database trigger refuses UPDATE and DELETE.
"""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

from django.db import connection, models, transaction

from . import permissions
from .models import Assembly, AuditEntry
from .permissions import Actor

FIRST_PREVIOUS = "0" * 64
CHAIN_LOCK = 0x41554449  # "AUDI": one writer at a time, for the length of its transaction

# What an act wrote may point at rows that another act has locked, which then waits for the chain;
# so does the entry, at its assembly. Whoever writes waits for those rows first, then for the chain.
CHECK = "SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED"
LOCK = """
WITH held AS MATERIALIZED (SELECT 1 FROM assembly_assembly WHERE id = %s FOR KEY SHARE)
SELECT pg_advisory_xact_lock(%s) FROM (SELECT count(*) FROM held) AS waited
"""


@dataclass
class Record:
    """What the act under way will leave in the chain."""

    subject: models.Model | None = None
    detail: dict[str, Any] = field(default_factory=dict)

    def about(self, subject: models.Model, **detail: Any) -> None:
        """Say what the act was done to, and what is worth remembering of it. Never a name."""
        self.subject = subject
        self.detail.update(detail)


@contextmanager
def act(name: str, assembly: Assembly | None, *, by: Actor, now: datetime) -> Iterator[Record]:
    """Run one act: check permission and stage, hold one transaction, write the chain at its end."""
    permissions.require(by, name, assembly)
    with transaction.atomic():
        record = Record()
        yield record
        write(name, assembly, by=by, now=now, subject=record.subject, detail=record.detail)


def write(
    name: str,
    assembly: Assembly | None,
    *,
    by: Actor,
    now: datetime,
    subject: models.Model | None = None,
    detail: dict[str, Any] | None = None,
) -> AuditEntry:
    """Append one entry. Inside a transaction the chain stays locked until it ends."""
    with transaction.atomic(savepoint=False):
        with connection.cursor() as cursor:
            cursor.execute(CHECK)
            cursor.execute(LOCK, [assembly.pk if assembly else None, CHAIN_LOCK])
        last = AuditEntry.objects.order_by("-position").values("position", "sha256").first()
        entry = AuditEntry(
            position=last["position"] + 1 if last else 1,
            at=now,
            assembly=assembly,
            actor=by.label,
            act=name,
            object_type=subject._meta.label if subject else "",
            object_id=str(subject.pk) if subject else "",
            detail=detail or {},
            previous=last["sha256"] if last else FIRST_PREVIOUS,
        )
        entry.sha256 = hash_of(entry)
        entry.save(force_insert=True)
    return entry


def hash_of(entry: AuditEntry) -> str:
    """Return the SHA-256 of an entry's canonical JSON, the previous hash included."""
    content = {
        "position": entry.position,
        "at": entry.at.astimezone(UTC).isoformat(timespec="microseconds"),
        "assembly": entry.assembly_id,
        "actor": entry.actor,
        "act": entry.act,
        "object_type": entry.object_type,
        "object_id": entry.object_id,
        "detail": entry.detail,
        "previous": entry.previous,
    }
    text = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return sha256(text.encode()).hexdigest()


def first_broken() -> int | None:
    """Walk the whole chain; return the first position that does not hold, or None."""
    previous = FIRST_PREVIOUS
    entries = AuditEntry.objects.order_by("position").iterator()
    for expected, entry in enumerate(entries, start=1):
        if (entry.position, entry.previous, entry.sha256) != (expected, previous, hash_of(entry)):
            return expected
        previous = entry.sha256
    return None
