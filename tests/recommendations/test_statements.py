import pytest
from django.db import DatabaseError, transaction

from assembly.errors import BadInput, DomainError, NotAllowed
from recommendations import statements
from recommendations.models import MinorityStatement
from tests import make_recommendations as make

NOW = make.NOW


def submit(on, one, text="Lamps keep bats awake."):
    return statements.submit(on, one, text, by=make.voter(one), now=NOW)


def test_the_member_who_submits_is_the_first_supporter_and_others_may_join(meeting):
    one, other = make.members(meeting, 2)
    statement = submit(make.locked(meeting), one)
    statements.support(statement, other, by=make.voter(other), now=NOW)
    statements.support(statement, other, by=make.voter(other), now=NOW)
    assert statement.supporters.count() == 2


@pytest.mark.parametrize(("words", "accepted"), [(0, 0), (1, 1), (150, 1), (151, 0)])
def test_a_statement_has_one_to_150_words(meeting, words, accepted):
    one = make.members(meeting, 1)[0]
    final = make.locked(meeting)
    if accepted:
        submit(final, one, "word " * words)
    else:
        with pytest.raises(BadInput):
            submit(final, one, "word " * words)
    assert MinorityStatement.objects.count() == accepted


def test_a_statement_needs_a_final_text(meeting):
    one = make.members(meeting, 1)[0]
    with pytest.raises(DomainError):
        submit(make.recommendation(meeting), one)


def test_nobody_speaks_for_another_member(meeting):
    one, other = make.members(meeting, 2)
    with pytest.raises(NotAllowed):
        statements.submit(make.locked(meeting), one, "Mine", by=make.voter(other), now=NOW)


def test_staff_write_no_statement(meeting):
    one = make.members(meeting, 1)[0]
    with pytest.raises(NotAllowed):
        statements.submit(make.locked(meeting), one, "Ours", by=make.organiser(meeting), now=NOW)


def test_nobody_edits_a_statement(meeting):
    statement = submit(make.locked(meeting), make.members(meeting, 1)[0])
    with pytest.raises(DatabaseError), transaction.atomic():
        MinorityStatement.objects.filter(pk=statement.pk).update(text="Tamed")


def test_statements_end_when_the_report_is_published(reported):
    one = reported.members.get(number=1)
    with pytest.raises(DomainError):
        submit(reported.recommendations.get(number=1), one)
