"""What a report says, as plain data: built once, frozen at publication, shown as page and PDF."""

import json
from collections.abc import Mapping, Sequence
from hashlib import sha256
from typing import Any

from assembly.models import Assembly, Part

from .models import Ballot, MinorityStatement, Recommendation

Rows = Sequence[Mapping[str, Any]]


def build(
    assembly: Assembly, foreword: str, *, table: Rows = (), speakers: Rows = ()
) -> dict[str, Any]:
    """Return the whole content of the report as it stands now.

    `table` says how the members were chosen: [{"category", "rows": [{"value", "population",
    "invited", "registered", "drawn", "confirmed", "attended", "low", "high"}]}], shares in per
    cent, people in numbers. `speakers` says who spoke: [{"name", "role", "about"}].
    """
    ballot = assembly.ballots.filter(closed_at__isnull=False).order_by("-closed_at").first()
    return {
        "assembly": {
            "name": assembly.name,
            "question": assembly.question,
            "area": assembly.area_name,
            "summary": assembly.summary,
            "seats": assembly.seats,
            "letters": assembly.letters,
            "first_day": assembly.first_day.isoformat(),
        },
        "foreword": foreword,
        "figures": _figures(assembly, ballot),
        "table": [dict(category) for category in table],
        "speakers": [dict(speaker) for speaker in speakers],
        "ballot": _ballot(ballot),
        "recommendations": _recommendations(assembly, ballot),
        "bodies": _bodies(assembly),
    }


def hash_of(content: Mapping[str, Any]) -> str:
    """Return the SHA-256 of the content's canonical JSON."""
    text = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return sha256(text.encode()).hexdigest()


def _figures(assembly: Assembly, ballot: Ballot | None) -> dict[str, int]:
    registered = assembly.registrations.exclude(registered_at=None).count()
    return {
        "letters": assembly.letters,
        "registered": registered,
        "members": assembly.members.filter(status="confirmed").count(),
        "voted": ballot.result["papers"] if ballot and ballot.result else 0,
    }


def _bodies(assembly: Assembly) -> list[str]:
    parts = assembly.parts.filter(kind=Part.Kind.RESPONDING).select_related("organisation")
    return [part.organisation.name for part in parts.order_by("organisation__name")]


def _ballot(ballot: Ballot | None) -> dict[str, Any] | None:
    if ballot is None or ballot.result is None:
        return None
    rules = {key: value for key, value in ballot.result.items() if key not in ("questions", "box")}
    return {**rules, "result_sha256": ballot.result_sha256}


def _recommendations(assembly: Assembly, ballot: Ballot | None) -> list[dict[str, Any]]:
    questions = ballot.result["questions"] if ballot and ballot.result else []
    votes = {question["number"]: question for question in questions}
    rows = (
        Recommendation.objects.filter(assembly=assembly, number__in=votes)
        .select_related("locked_version")
        .prefetch_related("statements__supporters", "evidence")
        .order_by("number")
    )
    return [
        {
            "number": row.number,
            "title": row.title,
            "theme": row.theme,
            "text": row.locked_version.text,
            "sha256": row.locked_version.sha256,
            "evidence": [
                {"id": item.pk, "title": item.title}
                for item in sorted(row.evidence.all(), key=lambda item: item.title)
            ],
            "votes": votes[row.number],
            "statements": [_statement(one) for one in row.statements.all()],
        }
        for row in rows
        if row.locked_version
    ]


def _statement(statement: MinorityStatement) -> dict[str, Any]:
    return {"text": statement.text, "supporters": len(statement.supporters.all())}
