"""Members, sessions and evidence for the tests of the weekends."""

from datetime import datetime, timedelta
from itertools import count
from typing import Any
from zoneinfo import ZoneInfo

from assembly.models import Assembly, Role
from recruitment.models import Member
from sessions.models import AgendaItem, EvidenceItem, EvidenceReview, Session, Speaker, Weekend

from . import make, make_recruitment

LONDON = ZoneInfo("Europe/London")
FIRST = datetime(2024, 2, 24, 9, 30, tzinfo=LONDON)
DURING = FIRST + timedelta(hours=1)
AFTER = FIRST + timedelta(days=60)
_number = count(1)


def members(in_assembly: Assembly, how_many: int) -> list[Member]:
    """Return confirmed members with different answers, by badge number."""
    return [make_recruitment.member(in_assembly, number=number) for number in range(how_many)]


def weekend(in_assembly: Assembly, number: int = 1) -> Weekend:
    return Weekend.objects.get_or_create(
        assembly=in_assembly, number=number, defaults={"title": "Learning"}
    )[0]


def session(in_assembly: Assembly, half: int = 0, *, number: int = 1, **fields: Any) -> Session:
    """Add half-day `half` of weekend `number`: 0 and 1 on Saturday, 2 and 3 on Sunday."""
    starts = FIRST + timedelta(weeks=2 * (number - 1), days=half // 2, hours=4 * (half % 2))
    return Session.objects.create(
        **{
            "weekend": weekend(in_assembly, number),
            "title": f"Session {number}.{half + 1}",
            "room": "Council chamber",
            "starts_at": starts,
            "ends_at": starts + timedelta(hours=3),
            **fields,
        }
    )


def speaker(in_assembly: Assembly, name: str = "Dr Dora Example", **fields: Any) -> Speaker:
    return Speaker.objects.create(
        **{
            "assembly": in_assembly,
            "name": name,
            "post": "Reader in criminology",
            "organisation": "Invented University",
            "sector": Speaker.Sector.ACADEMIC,
            "position": "Independent research",
            "interests": "Advises an invented charity, unpaid.",
            **fields,
        }
    )


def agenda_item(in_session: Session, **fields: Any) -> AgendaItem:
    return AgendaItem.objects.create(
        **{
            "session": in_session,
            "starts_at": in_session.starts_at,
            "minutes": 45,
            "title": "How neighbourhood teams work",
            "kind": AgendaItem.Kind.TALK,
            **fields,
        }
    )


def evidence_item(in_assembly: Assembly, **fields: Any) -> EvidenceItem:
    number = next(_number)
    return EvidenceItem.objects.create(
        **{
            "assembly": in_assembly,
            "kind": EvidenceItem.Kind.PAPER,
            "title": f"Paper {number}",
            "summary": "What is known, in short.",
            "body": "# Findings\n\nPlain words.",
            "position": "Independent research",
            "minutes": 10,
            "changed_at": make.NOW,
            **fields,
        }
    )


def released_item(in_assembly: Assembly, **fields: Any) -> EvidenceItem:
    fields = {"status": EvidenceItem.Status.RELEASED, "released_at": make.NOW, **fields}
    return evidence_item(in_assembly, **fields)


def approval(item: EvidenceItem, **fields: Any) -> EvidenceReview:
    return EvidenceReview.objects.create(
        **{
            "item": item,
            "version": item.version,
            "user": fields.pop("user", None) or make.role(item.assembly, Role.Kind.BOARD),
            "verdict": EvidenceReview.Verdict.APPROVE,
            "reviewed_at": make.NOW,
            **fields,
        }
    )
