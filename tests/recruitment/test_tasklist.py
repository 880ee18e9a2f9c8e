"""What the overview asks for once the lottery is held, until every seat is filled."""

from datetime import timedelta

import pytest

from assembly.tasklist import State
from recruitment import members, offers, tasklist
from tests import make, make_members

from . import make_draws

pytestmark = pytest.mark.usefixtures("today")


@pytest.fixture
def assembly(db):
    return make_draws.ready(make.assembly(), people=30)


def seats(assembly, now=make.NOW):
    found = tasklist.tasks(assembly, now)
    return next(task for task in found if task.title == "Fill every seat")


def test_seats_are_asked_for_until_each_is_taken_and_again_when_one_falls_empty(assembly):
    by = make.actor_with(assembly, "organiser")
    assert seats(assembly).state is State.LATER
    drawn = make_draws.held(make_draws.committed(assembly))
    assert seats(assembly).state is State.NEXT
    first, *others = offers.make(drawn, deadline=make_members.DEADLINE, by=by, now=make.NOW)
    offers.accept(first, by=by, now=make.NOW)
    asked = seats(assembly)
    assert (asked.state, asked.detail) == (State.UNDER_WAY, "1 of 12 confirmed")
    assert seats(assembly, make_members.DEADLINE + timedelta(seconds=1)).state is State.LATE
    for offer in others:
        offers.accept(offer, by=by, now=make.NOW)
    asked = seats(assembly)
    assert (asked.state, asked.detail) == (State.DONE, "12 of 12 confirmed")
    members.withdraw(assembly.members.first(), reason="", by=by, now=make.NOW)
    asked = seats(assembly)
    assert (asked.state, asked.detail) == (State.NEXT, "11 of 12 confirmed")
