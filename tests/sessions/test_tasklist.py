from datetime import timedelta

from assembly.tasklist import State
from sessions import attendance, honoraria, programme, seating
from sessions.tasklist import tasks
from tests import make
from tests import make_sessions as build
from tests.make_sessions import DURING, FIRST


def states(assembly, now=make.NOW) -> list[State]:
    return [task.state for task in tasks(assembly, now)]


def test_at_first_there_is_a_programme_to_build_and_evidence_to_collect(assembly):
    assert states(assembly) == [State.NEXT, State.NEXT, State.LATER, State.LATER, State.LATER]


def test_a_list_that_nobody_made_is_late_once_its_session_is_over(assembly):
    build.session(assembly)
    before, after = DURING, FIRST + timedelta(hours=3, minutes=1)
    assert states(assembly, before)[3] == State.UNDER_WAY
    assert states(assembly, after)[3] == State.LATE


def test_everything_done_is_said_to_be_done(assembly):
    by = make.actor_with(assembly, "organiser", "facilitator", "finance_preparer")
    (alice,) = build.members(assembly, 1)
    build.released_item(assembly)
    session = build.session(assembly)
    programme.release(assembly, by=by, now=make.NOW)
    seating.plan(assembly, seed="a", by=by, now=make.NOW)
    assert tasks(assembly, make.NOW)[2].detail == "1 of 1 sessions planned, not released yet"
    seating.release(assembly, by=by, now=make.NOW)
    attendance.record(session, [alice.pk], by=by, now=DURING)
    honoraria.compute(assembly, by=by, now=DURING)
    assert states(assembly) == [State.DONE] * 5


def test_a_changed_programme_waits_for_its_release(assembly):
    by = make.actor_with(assembly, "organiser")
    session = build.session(assembly)
    programme.release(assembly, by=by, now=make.NOW)
    build.agenda_item(session)
    task = tasks(assembly, make.NOW)[0]
    assert (task.state, task.detail) == (State.NEXT, "Version 1 is out, changes wait")
