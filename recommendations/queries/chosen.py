"""What the report takes from the earlier apps: how members were chosen, and who spoke."""

from dataclasses import asdict
from typing import Any

from assembly.models import Assembly
from recruitment.queries import representativeness
from sessions.models import Attendance, Speaker


def chosen(assembly: Assembly) -> list[dict[str, Any]]:
    """Return the table of how the members were chosen, as the report freezes it."""
    attended = set(
        Attendance.objects.filter(session__weekend__assembly=assembly, present=True).values_list(
            "member", flat=True
        )
    )
    tables = representativeness.table(assembly, attended or None)
    return [{**asdict(table), "rows": [asdict(row) for row in table.rows]} for table in tables]


def speakers(assembly: Assembly) -> list[dict[str, Any]]:
    """Return who spoke, what they are, and about what; in the order of the programme."""
    found = (
        Speaker.objects.filter(assembly=assembly, items__isnull=False)
        .prefetch_related("items")
        .distinct()
    )
    ordered = sorted(
        ((sorted(one.items.all(), key=lambda item: item.starts_at), one) for one in found),
        key=lambda pair: (pair[0][0].starts_at, pair[1].name),
    )
    return [
        {
            "name": one.name,
            "role": one.from_where,
            "about": "; ".join(dict.fromkeys(item.title for item in items)),
        }
        for items, one in ordered
    ]
