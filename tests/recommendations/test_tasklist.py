from datetime import timedelta

from assembly.tasklist import State
from recommendations.tasklist import tasks
from tests import make_recommendations as make


def states(assembly, now=make.NOW) -> list[State]:
    return [task.state for task in tasks(assembly, now)]


NEXT, LATER, DONE, UNDER_WAY, LATE = (
    State.NEXT,
    State.LATER,
    State.DONE,
    State.UNDER_WAY,
    State.LATE,
)


def test_drafting_comes_first_at_the_weekends(meeting):
    assert states(meeting) == [NEXT, LATER, LATER, LATER, LATER]


def test_a_locked_text_makes_the_vote_next(meeting):
    make.locked(meeting)
    assert states(meeting) == [UNDER_WAY, NEXT, LATER, LATER, LATER]


def test_an_open_ballot_is_late_when_its_time_is_over(meeting):
    make.members(meeting, 1)
    make.ballot(meeting)
    assert states(meeting)[:2] == [DONE, UNDER_WAY]
    assert states(meeting, make.AFTER)[:2] == [DONE, LATE]


def test_the_report_is_next_after_the_vote(meeting):
    make.voted(meeting, make.FIVE)
    make.at_report(meeting)
    assert states(meeting) == [DONE, DONE, NEXT, LATER, LATER]


def test_answers_are_late_after_the_due_date(reported):
    assert states(reported, make.AFTER) == [DONE, DONE, DONE, UNDER_WAY, LATER]
    assert states(reported, make.AFTER + timedelta(days=91))[3] == LATE
