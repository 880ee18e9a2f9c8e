"""Getting there: the venue and the way, who helps, and the member's own travel."""

from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse
from icalendar import Calendar

from assembly.models import AuditEntry
from sessions import ical, programme, queries
from sessions.agenda import dump, load
from tests import make, make_members, make_recruitment
from tests import make_sessions as build

VENUE = "The Old Bakery, 1 Invented Street, E17 9ZZ"
WAY = "Bus 99 stops outside.\n\nThere are no steps at the side door."


@pytest.fixture
def url(assembly):
    return lambda name, *args: reverse(name, args=[assembly.slug, *args])


@pytest.fixture
def alice(assembly):
    return make_recruitment.member(assembly)


@pytest.fixture
def visit(alice, signed_in):
    return signed_in(alice.user, second_factor=False)


@pytest.fixture
def organiser(assembly):
    return make.actor_with(assembly, "organiser")


@pytest.fixture
def released(assembly, organiser):
    session = build.session(assembly)
    programme.set_venue(session.weekend, VENUE, WAY, by=organiser, now=make.NOW)
    programme.release(assembly, by=organiser, now=make.NOW)


def test_before_the_release_the_page_says_that_the_venue_is_not_known(
    visit, url, assembly, organiser
):
    session = build.session(assembly)
    programme.set_venue(session.weekend, VENUE, WAY, by=organiser, now=make.NOW)
    page = visit.get(url("member.travel")).content.decode()
    assert "The venue is not known yet" in page
    assert VENUE not in page


@pytest.mark.usefixtures("released")
def test_a_member_reads_the_venue_the_way_and_whom_to_ask(visit, url, assembly):
    page = visit.get(url("member.travel")).content.decode()
    assert VENUE in page
    assert "<p>Bus 99 stops outside.</p>" in page
    assert assembly.contact_phone in page
    assert f"mailto:{assembly.contact_email}" in page
    assert VENUE in visit.get(url("member.programme")).content.decode()


def test_weekends_at_one_place_stand_together_and_a_place_that_is_over_comes_last(
    visit, url, assembly, organiser
):
    for number, (venue, way) in enumerate([("The Library", "Bus 1."), (VENUE, WAY), (VENUE, WAY)]):
        session = build.session(assembly, number=number + 1)
        programme.set_venue(session.weekend, venue, way, by=organiser, now=make.NOW)
    programme.release(assembly, by=organiser, now=make.NOW)
    with time_machine.travel(build.FIRST + timedelta(days=7), tick=False):
        page = visit.get(url("member.travel"))
    found = [(one.venue, [each.number for each in one.weekends]) for one in page.context["places"]]
    assert found == [(VENUE, [2, 3]), ("The Library", [1])]
    assert page.content.decode().count("<p>Bus 99 stops outside.</p>") == 1


def test_a_member_sees_their_own_travel_and_nobody_elses(visit, url, alice, assembly):
    bob = make_recruitment.member(assembly)
    for member, details in ((alice, "A taxi from home"), (bob, "A lift from the station")):
        make_members.commitment(member, kind="travel", details=details, status="arranged")
    make_members.commitment(alice, kind="access", details="A ramp")
    page = visit.get(url("member.travel")).content.decode()
    assert [text in page for text in ("A taxi from home", "Arranged", "station", "A ramp")] == [
        True, True, False, False,
    ]  # fmt: skip


def test_staff_say_where_a_weekend_is_and_release_it(url, assembly, signed_in):
    build.session(assembly)
    staff = signed_in(make.role(assembly, "organiser"))
    assert "No venue yet" in staff.get(url("staff.programme")).content.decode()
    missing = staff.post(url("staff.programme.venue", 1), {"venue": "", "directions": WAY})
    assert missing.context["form"].errors == {"venue": ["Enter the venue"]}
    sent = staff.post(url("staff.programme.venue", 1), {"venue": VENUE, "directions": WAY})
    assert sent.url == url("staff.programme")
    assert staff.get(url("staff.programme.venue", 1)).context["form"].initial["venue"] == VENUE
    assert AuditEntry.objects.get(act="programme.set_venue").detail == {"number": 1}
    staff.post(url("staff.programme.release"))
    released = queries.released_programme(assembly)
    assert [weekend.venue for weekend in released.weekends] == [VENUE]


@pytest.mark.usefixtures("released")
def test_the_calendar_names_the_venue(assembly):
    made = ical.calendar(
        queries.released_programme(assembly),
        name="Assembly",
        place="example.org",
        now=make.NOW,
        tables={},
    )
    (event,) = Calendar.from_ical(made).walk("VEVENT")
    assert str(event["location"]) == f"Council chamber, {VENUE}"


def test_what_was_released_before_venues_were_kept_still_opens(assembly):
    build.session(assembly)
    [old] = dump(queries.draft(assembly))
    del old["venue"], old["directions"]
    sessions = [
        {**each, **{name: each[name].isoformat() for name in ("starts_at", "ends_at")}}
        for each in old["sessions"]
    ]
    [weekend] = load([{**old, "sessions": sessions}], version=1).weekends
    assert (weekend.title, weekend.venue, len(weekend.sessions)) == ("Learning", "", 1)
