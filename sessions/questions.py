"""Acts on questions: a member asks about an item, the evidence editor answers for all to read."""

from datetime import datetime

from assembly import audit
from assembly.errors import BadInput, DomainError
from assembly.permissions import Actor
from recruitment.models import Member

from .models import EvidenceItem, Question

LONGEST = 1_000


def ask(item: EvidenceItem, text: str, *, by: Actor, now: datetime) -> Question:
    """Ask a question about an item as the member you are. The same question twice counts once."""
    with audit.act("questions.ask", item.assembly, by=by, now=now) as record:
        text = text.strip()
        if not text or len(text) > LONGEST:
            raise BadInput(f"Write your question in at most {LONGEST:,} characters.")
        if not item.is_released:
            raise DomainError("Questions can be asked once the item is released.")
        member = Member.objects.filter(
            assembly=item.assembly, user=by.user, status=Member.Status.CONFIRMED
        ).first()
        if member is None:
            raise DomainError("Only members of this assembly can ask questions here.")
        question, _ = Question.objects.get_or_create(
            item=item, member=member, text=text, defaults={"asked_at": now}
        )
        record.about(question, item=item.pk)
    return question


def answer(question: Question, text: str, *, by: Actor, now: datetime) -> None:
    """Answer a question, or correct its answer; members see both, without the asker's name."""
    with audit.act("questions.answer", question.item.assembly, by=by, now=now) as record:
        if not text.strip():
            raise BadInput("Write the answer.")
        question.answer, question.answered_at = text.strip(), now
        question.answered_by = by.label
        question.save(update_fields=["answer", "answered_at", "answered_by"])
        record.about(question, item=question.item_id)
