"""Acts on the evidence: add, change, review by the Advisory Board, release."""

from datetime import datetime
from typing import Any

from assembly import audit
from assembly.errors import BadInput, DomainError
from assembly.models import Assembly
from assembly.permissions import Actor

from . import rows
from .models import EvidenceItem, EvidenceReview, Session, Speaker

Status, Verdict = EvidenceItem.Status, EvidenceReview.Verdict


def add(
    assembly: Assembly,
    title: str,
    *,
    kind: str,
    summary: str,
    position: str,
    minutes: int,
    body: str = "",
    link: str = "",
    session: Session | None = None,
    speaker: Speaker | None = None,
    public_from: datetime | None = None,
    by: Actor,
    now: datetime,
) -> EvidenceItem:
    """Add an item as a draft. Unless set otherwise it is public when its session has ended."""
    with audit.act("evidence.add", assembly, by=by, now=now) as record:
        item = EvidenceItem(
            assembly=assembly,
            title=title,
            kind=kind,
            summary=summary,
            position=position,
            minutes=minutes,
            body=body,
            link=link,
            session=session,
            speaker=speaker,
            public_from=public_from or (session.ends_at if session else None),
            changed_at=now,
        )
        _check(item)
        item.save()
        record.about(item, kind=kind)
    return item


def edit(item: EvidenceItem, *, by: Actor, now: datetime, **fields: Any) -> None:
    """Change an item: its version goes up, approvals lapse, and it must be released again."""
    with audit.act("evidence.edit", item.assembly, by=by, now=now) as record:
        locked = EvidenceItem.objects.select_for_update().get(pk=item.pk)
        for name, value in fields.items():
            setattr(item, name, value)
        item.version, item.changed_at = locked.version + 1, now
        item.status, item.released_at = Status.DRAFT, None
        _check(item)
        item.save()
        record.about(item, version=item.version, fields=sorted(fields))


def _check(item: EvidenceItem) -> None:
    if not item.body and not item.link:
        raise BadInput("Give the text of the item or a link to it.")
    parts = (
        item.session and item.session.weekend.assembly_id,
        item.speaker and item.speaker.assembly_id,
    )
    if any(part not in (None, item.assembly_id) for part in parts):
        raise BadInput("The session and the speaker must belong to this assembly.")
    rows.check(item, but=("assembly", "session", "speaker"))


def review(
    item: EvidenceItem,
    verdict: str,
    *,
    version: int,
    comment: str = "",
    interest: str = "",
    by: Actor,
    now: datetime,
) -> EvidenceReview:
    """Say as a Board member what you think of the version you read; again to change your mind."""
    with audit.act("evidence.review", item.assembly, by=by, now=now) as record:
        locked = EvidenceItem.objects.select_for_update().get(pk=item.pk)
        if by.user is None:
            raise DomainError("A review must have its reviewer.")
        if locked.version != version:
            raise DomainError("The item has changed since you opened it. Read it again first.")
        if verdict not in Verdict.values:
            raise BadInput("Choose approve, ask for changes, or concern.")
        if verdict != Verdict.APPROVE and not comment.strip():
            raise BadInput("Say what should change or what concerns you.")
        made, _ = EvidenceReview.objects.update_or_create(
            item=locked,
            version=version,
            user=by.user,
            defaults={
                "verdict": verdict,
                "comment": comment.strip(),
                "interest": interest.strip(),
                "reviewed_at": now,
            },
        )
        record.about(locked, version=version, verdict=verdict, interest=bool(interest.strip()))
    return made


def release(item: EvidenceItem, *, by: Actor, now: datetime) -> None:
    """Show the item to members. The Board must have approved this version, and no one of it may
    still be asking for changes; a concern is shown beside the item, it does not stop it."""
    with audit.act("evidence.release", item.assembly, by=by, now=now) as record:
        locked = EvidenceItem.objects.select_for_update().get(pk=item.pk)
        if locked.is_released:
            raise DomainError("The item has been released already.")
        verdicts = set(locked.reviews.current().values_list("verdict", flat=True))
        if Verdict.CHANGES in verdicts:
            raise DomainError("A Board member asks for changes to this version.")
        if Verdict.APPROVE not in verdicts:
            raise DomainError("Nobody on the Advisory Board has approved this version yet.")
        item.status, item.released_at = Status.RELEASED, now
        item.save(update_fields=["status", "released_at"])
        record.about(item, version=item.version)
