import pytest
from django.db import IntegrityError, transaction

from assembly.errors import BadInput, DomainError, NotAllowed
from assembly.permissions import actor
from recruitment.models import Member
from sessions import questions
from sessions.models import Question
from sessions.queries.evidence import answered, waiting_questions
from tests import make, make_recruitment
from tests import make_sessions as build


@pytest.fixture
def alice(assembly):
    return make_recruitment.member(assembly)


@pytest.fixture
def item(assembly):
    return build.released_item(assembly)


def ask(item, member, text="Who paid for it?"):
    by = actor(member.user, item.assembly)
    return questions.ask(item, text, by=by, now=make.NOW)


def test_a_question_waits_until_it_is_answered_for_all_to_read(assembly, item, alice):
    question = ask(item, alice)
    assert waiting_questions(assembly) == [question]
    assert answered(item) == []
    editor = make.actor_with(assembly, "evidence_editor")
    questions.answer(question, "The council did.", by=editor, now=make.NOW)
    assert waiting_questions(assembly) == []
    assert [(each.text, each.answer) for each in answered(item)] == [
        ("Who paid for it?", "The council did.")
    ]


def test_the_same_question_twice_counts_once(item, alice):
    assert ask(item, alice) == ask(item, alice, "  Who paid for it? ")
    assert Question.objects.count() == 1


@pytest.mark.parametrize("text", ["", "   ", "x" * 1_001])
def test_a_question_has_a_text_of_sensible_length(item, alice, text):
    with pytest.raises(BadInput, match="at most 1,000"):
        ask(item, alice, text)


def test_drafts_cannot_be_asked_about(assembly, alice):
    with pytest.raises(DomainError, match="once the item is released"):
        ask(build.evidence_item(assembly), alice)


def test_only_present_members_of_this_assembly_ask(assembly, item, alice):
    Member.objects.update(status="withdrawn", withdrawn_at=make.NOW)
    with pytest.raises(DomainError, match="Only members"):
        ask(item, alice)
    with pytest.raises(NotAllowed):
        questions.ask(item, "Why?", by=make.actor_with(assembly, "organiser"), now=make.NOW)


def test_an_answer_has_a_text_and_its_moment(item, alice, assembly):
    question = ask(item, alice)
    with pytest.raises(BadInput, match="Write the answer"):
        questions.answer(question, " ", by=make.actor_with(assembly, "organiser"), now=make.NOW)
    with pytest.raises(IntegrityError, match="answer_and_its_moment"), transaction.atomic():
        Question.objects.update(answer="x")
