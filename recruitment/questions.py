"""The questions that an assembly adds to registration."""

from datetime import datetime

from assembly import audit
from assembly.errors import BadInput, DomainError
from assembly.models import Assembly
from assembly.permissions import Actor

from .models import AddedQuestion, Registration

MOST = 5


def add(
    assembly: Assembly,
    *,
    key: str,
    text: str,
    why: str,
    choices: list[str],
    required: bool,
    by: Actor,
    now: datetime,
) -> AddedQuestion:
    """Add a question at the end. Everyone is asked the same: not once somebody has registered."""
    with audit.act("questions.add", assembly, by=by, now=now) as record:
        _refuse_once_answered(assembly)
        last = assembly.added_questions.order_by("place").last()
        if assembly.added_questions.count() >= MOST:
            raise DomainError(f"{MOST} added questions are the most. Each one costs answers.")
        if assembly.added_questions.filter(key=key).exists():
            raise BadInput("Another question has this key already.")
        if len(choices) == 1:
            raise BadInput("Give at least two answers to choose from, or none for free text.")
        question = AddedQuestion.objects.create(
            assembly=assembly,
            key=key,
            place=last.place + 1 if last else 1,
            text=text,
            why=why,
            kind=AddedQuestion.Kind.CHOICE if choices else AddedQuestion.Kind.TEXT,
            choices=choices,
            required=required,
        )
        record.about(question, key=key)
    return question


def remove(question: AddedQuestion, *, by: Actor, now: datetime) -> None:
    """Take a question away, as long as nobody has answered it."""
    with audit.act("questions.add", question.assembly, by=by, now=now) as record:
        _refuse_once_answered(question.assembly)
        record.about(question, removed=question.key)
        question.delete()


def _refuse_once_answered(assembly: Assembly) -> None:
    if Registration.objects.filter(assembly=assembly).sent_in().exists():
        raise DomainError("Somebody has registered. Everyone must be asked the same questions.")
