import pytest
import time_machine
from django.contrib.sessions.models import Session
from django.urls import reverse

from recommendations import statements
from recommendations.models import BallotPaper, MinorityStatement
from recruitment.codes import pretty
from tests import make_recommendations as make

YES = {"recommendation-1": "agree", "recommendation-2": "abstain"}


@pytest.fixture(autouse=True)
def at_the_weekend():
    with time_machine.travel(make.NOW, tick=False):
        yield


@pytest.fixture
def one(meeting):
    return make.members(meeting, 2)[0]


@pytest.fixture
def browser(one, signed_in):
    return signed_in(one.user, second_factor=False)


def url(meeting, name="member.ballot", *args):
    return reverse(name, args=[meeting.slug, *args])


def test_a_member_votes_checks_and_gets_a_receipt_once(meeting, one, browser):
    make.ballot(meeting)
    assert browser.get(url(meeting)).status_code == 200
    check = browser.post(url(meeting), {**YES, "step": "check"})
    assert ("Check your answers" in check.content.decode(), BallotPaper.objects.count()) == (
        True,
        0,
    )
    done = browser.post(url(meeting), {**YES, "step": "cast"})
    paper = BallotPaper.objects.get()
    assert paper.answers == {1: "agree", 2: "abstain"}
    assert pretty(paper.receipt) in done.content.decode()
    assert pretty(paper.receipt) not in browser.get(url(meeting)).content.decode()


def test_the_receipt_is_kept_in_no_session_and_no_cookie(meeting, one, browser):
    make.ballot(meeting)
    browser.post(url(meeting), {**YES, "step": "cast"})
    receipt = BallotPaper.objects.get().receipt
    kept = str([session.get_decoded() for session in Session.objects.all()])
    kept += str(browser.cookies)
    assert [form in kept for form in (receipt, pretty(receipt))] == [False, False]


def test_an_answer_can_be_changed_before_the_vote_is_cast(meeting, one, browser):
    make.ballot(meeting)
    page = browser.post(url(meeting), {**YES, "step": "change"}).content.decode()
    assert page.count("checked") == 2


def test_a_missing_answer_is_named(meeting, one, browser):
    make.ballot(meeting)
    page = browser.post(url(meeting), {"recommendation-1": "agree", "step": "cast"})
    assert "Choose an answer to recommendation 2" in page.content.decode()
    assert BallotPaper.objects.count() == 0


def test_voting_twice_leads_to_the_page_that_says_so(meeting, one, browser):
    make.vote(make.ballot(meeting), one, {1: "agree", 2: "agree"})
    page = browser.post(url(meeting), {**YES, "step": "cast"})
    assert ("You have voted" in page.content.decode(), BallotPaper.objects.count()) == (True, 1)


def test_the_result_is_shown_when_the_ballot_is_closed(meeting, one, browser):
    made = make.ballot(meeting)
    make.vote(made, one, {1: "agree", 2: "agree"})
    before = browser.get(url(meeting)).content.decode()
    make.vote(made, meeting.members.get(number=2), {1: "disagree", 2: "agree"}, seed=2)
    make.ballots.close(
        made, random_bytes=make.random_bytes(), by=make.organiser(meeting), now=make.NOW
    )
    after = browser.get(url(meeting)).content.decode()
    assert ("chart__vote" in before, "chart__vote" in after) == (False, True)


def test_a_member_writes_a_statement_and_another_supports_it(meeting, one, browser, signed_in):
    make.locked(meeting)
    page = url(meeting, "member.recommendation", 1)
    assert browser.post(page, {"text": "Bats."}).status_code == 302
    other = signed_in(meeting.members.get(number=2).user, second_factor=False)
    statement = MinorityStatement.objects.get()
    support = url(meeting, "member.statements.support", statement.pk)
    assert other.post(support).status_code == 302
    assert "Supported by 2 members." in other.get(page).content.decode()


def test_a_statement_that_is_too_long_comes_back_with_its_words(meeting, one, browser):
    make.locked(meeting)
    text = "word " * (statements.MOST_WORDS + 1)
    page = browser.post(url(meeting, "member.recommendation", 1), {"text": text})
    assert page.content.decode().count("You wrote 151") == 2


def test_drafts_are_read_by_members(meeting, one, browser):
    make.recommendation(meeting, "Youth workers")
    text = browser.get(url(meeting, "member.recommendations")).content.decode()
    assert "We ask for better youth workers in every park." in text
