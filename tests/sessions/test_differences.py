"""What a member is told of a new release of the programme."""

from dataclasses import replace
from datetime import timedelta

import pytest

from sessions.agenda import HalfDay, Meeting, Programme, Slot, Voice
from sessions.differences import between
from tests.make_sessions import FIRST

HOUR = timedelta(hours=1)
VOICE = Voice(id=1, name="Dora", from_where="", sector="Council", interests="")
SLOT = Slot(
    id=1, starts_at=FIRST, minutes=45, title="Talk", kind="talk", kind_name="Talk",
    description="", speakers=(VOICE,),
)  # fmt: skip
MORNING = HalfDay(
    id=1, title="Learning", name="Saturday 24 February, morning", room="Chamber",
    starts_at=FIRST, ends_at=FIRST + 3 * HOUR, slots=(SLOT,),
)  # fmt: skip
AFTERNOON = replace(
    MORNING, id=2, name="Saturday 24 February, afternoon", slots=(),
    starts_at=FIRST + 4 * HOUR, ends_at=FIRST + 7 * HOUR,
)  # fmt: skip


def programme(*sessions: HalfDay, venue: str = "The Hall", directions: str = "Bus 1.") -> Programme:
    return Programme(1, (Meeting(1, "Learning", sessions, venue, directions),))


def told(before: Programme, after: Programme) -> list[str]:
    return [each.text for each in between(before, after)]


def test_the_same_programme_is_no_news():
    assert told(programme(MORNING), programme(MORNING)) == []


@pytest.mark.parametrize(
    ("changed", "text"),
    [
        ({"room": "Room 2"}, "Saturday 24 February, morning: now in Room 2"),
        ({"title": "Hearing"}, "Saturday 24 February, morning: the programme has changed"),
        ({"slots": ()}, "Saturday 24 February, morning: the programme has changed"),
        (
            {"slots": (replace(SLOT, speakers=()),)},
            "Saturday 24 February, morning: the programme has changed",
        ),
        (
            {"ends_at": FIRST + 2 * HOUR},
            "Saturday 24 February, morning: other hours, 9:30am to 11:30am",
        ),
    ],
)
def test_a_change_of_a_half_day_is_told(changed, text):
    assert told(programme(MORNING), programme(replace(MORNING, **changed))) == [text]


def test_a_half_day_that_moves_with_all_its_items_is_told_once():
    later = replace(
        MORNING,
        name="Sunday 25 February, morning",
        starts_at=FIRST + timedelta(days=1),
        ends_at=FIRST + timedelta(days=1, hours=3),
        slots=(replace(SLOT, starts_at=FIRST + timedelta(days=1)),),
    )
    assert told(programme(MORNING), programme(later)) == [
        "Saturday 24 February, morning: moved to Sunday 25 February, morning, 9:30am to 12:30pm"
    ]


def test_half_days_that_come_and_go_are_told():
    assert told(programme(MORNING), programme(AFTERNOON)) == [
        "Not taking place: Saturday 24 February, morning",
        "New half-day: Saturday 24 February, afternoon, 1:30pm to 4:30pm, Chamber",
    ]


@pytest.mark.parametrize(
    ("place", "text"),
    [
        ({"venue": "The Library"}, "Weekend 1: the place is now The Library"),
        ({"venue": ""}, "Weekend 1: the place is now not known"),
        ({"directions": "Bus 2."}, "Weekend 1: the way there has changed"),
    ],
)
def test_another_place_or_way_is_told_and_leads_to_its_page(place, text):
    found = between(programme(MORNING), programme(MORNING, **place))
    assert [(each.text, each.is_way) for each in found] == [(text, True)]
