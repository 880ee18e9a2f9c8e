"""Acts on minority statements: submit one, support one. Nobody edits one."""

from datetime import datetime

from assembly import audit
from assembly.errors import BadInput, DomainError, NotAllowed
from assembly.permissions import Actor
from recruitment.models import Member

from .models import MinorityStatement, Recommendation, Report

MOST_WORDS = 150


def submit(
    recommendation: Recommendation, member: Member, text: str, *, by: Actor, now: datetime
) -> MinorityStatement:
    """Put a statement beside a recommendation; whoever submits it is its first supporter."""
    assembly = recommendation.assembly
    with audit.act("statements.submit", assembly, by=by, now=now) as record:
        _require_own(member, recommendation, by)
        _require_before_report(recommendation)
        if not recommendation.is_locked:
            raise DomainError("The text is not final yet. A statement comes after that.")
        words = len(text.split())
        if not 1 <= words <= MOST_WORDS:
            raise BadInput(f"Write between 1 and {MOST_WORDS} words. You wrote {words}.")
        statement = MinorityStatement.objects.create(
            recommendation=recommendation, text=text.strip(), submitted_at=now
        )
        statement.supporters.add(member)
        record.about(statement, recommendation=recommendation.number, words=words)
    return statement


def support(statement: MinorityStatement, member: Member, *, by: Actor, now: datetime) -> None:
    """Add one's support to another member's statement. Only the number is ever shown."""
    recommendation = statement.recommendation
    with audit.act("statements.support", recommendation.assembly, by=by, now=now) as record:
        _require_own(member, recommendation, by)
        _require_before_report(recommendation)
        statement.supporters.add(member)
        record.about(statement, recommendation=recommendation.number)


def _require_own(member: Member, recommendation: Recommendation, by: Actor) -> None:
    is_own = by.user is not None and by.user.pk == member.user_id
    is_here = member.assembly_id == recommendation.assembly_id
    if not (is_own and is_here and member.status == Member.Status.CONFIRMED):
        raise NotAllowed("Only members of this assembly can do this, each for themselves.")


def _require_before_report(recommendation: Recommendation) -> None:
    published = Report.Status.PUBLISHED
    if Report.objects.filter(assembly=recommendation.assembly_id, status=published).exists():
        raise DomainError("The report is published. Statements had to come before that.")
