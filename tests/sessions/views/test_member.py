import pytest
import time_machine
from django.conf import settings
from django.test import Client
from django.urls import reverse
from icalendar import Calendar

from assembly.models import AuditEntry
from recruitment import members
from sessions import attendance, calendars, honoraria, programme, seating
from sessions.models import Question
from tests import make, make_recruitment
from tests import make_sessions as build
from tests.make_sessions import DURING


@pytest.fixture
def url(assembly):
    return lambda name, *args: reverse(f"member.{name}", args=[assembly.slug, *args])


@pytest.fixture
def alice(assembly):
    return make_recruitment.member(assembly)


@pytest.fixture
def visit(alice, signed_in):
    return signed_in(alice.user, second_factor=False)


@pytest.fixture
def released(assembly, alice):
    by = make.actor_with(assembly, "organiser")
    build.agenda_item(build.session(assembly))
    programme.release(assembly, by=by, now=make.NOW)
    seating.plan(assembly, seed="a", by=by, now=make.NOW)
    seating.release(assembly, by=by, now=make.NOW)


def test_before_the_release_the_programme_says_so(visit, url, assembly):
    build.session(assembly)
    assert "being prepared" in visit.get(url("programme")).content.decode()


@pytest.mark.usefixtures("released")
def test_a_member_sees_the_weekends_and_their_own_table(visit, url):
    with time_machine.travel(DURING, tick=False):
        page = visit.get(url("programme")).content.decode()
    assert "Your table: 1" in page
    assert "You sit at table 1." in page
    assert "How neighbourhood teams work" in page


@pytest.mark.usefixtures("released")
def test_the_calendar_carries_the_table(visit, url):
    response = visit.get(url("programme.calendar"))
    (event,) = Calendar.from_ical(response.content).walk("VEVENT")
    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    assert str(event["description"]) == "You sit at table 1."


def address(member):
    """Return the path of a member's calendar address as it is now."""
    return calendars.link(member).removeprefix(settings.SITE_URL.rstrip("/"))


@pytest.mark.usefixtures("released")
def test_a_calendar_subscribes_without_signing_in_and_learns_of_nobody(alice, assembly):
    build.agenda_item(build.session(assembly, 1), title="A talk").speakers.add(
        build.speaker(assembly)
    )
    by = make.actor_with(assembly, "organiser")
    programme.release(assembly, by=by, now=make.NOW)
    client = Client()
    response = client.get(address(alice))
    events = Calendar.from_ical(response.content).walk("VEVENT")
    assert (response.status_code, len(events)) == (200, 2)
    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    assert {str(event["location"]) for event in events} == {"Council chamber"}
    text = response.content.decode()
    assert [name for name in (alice.name, "Dr Dora Example", "table") if name in text] == []
    assert not client.cookies


@pytest.mark.usefixtures("released")
def test_the_page_gives_the_address_to_subscribe_to_and_to_copy(visit, url, alice):
    page = visit.get(url("programme")).content.decode()
    link = calendars.link(alice)
    assert f">{link}</code>" in page
    assert f'href="webcal:{link.partition(":")[2]}"' in page


def test_before_the_release_the_calendar_is_empty_and_not_missing(alice):
    response = Client().get(address(alice))
    assert Calendar.from_ical(response.content).walk("VEVENT") == []


@pytest.mark.usefixtures("released")
def test_a_wrong_address_opens_nothing(alice, url, assembly):
    right = calendars.token(alice)
    wrong = ["x", right[:-1], right.swapcase(), "ü", f"{right}x"]
    assert [Client().get(url("programme.feed", each)).status_code for each in wrong] == [404] * 5
    elsewhere = reverse("member.programme.feed", args=[make.assembly().slug, right])
    assert Client().get(elsewhere).status_code == 404


@pytest.mark.usefixtures("released")
def test_after_giving_up_the_seat_the_address_opens_nothing(alice, assembly):
    found = address(alice)
    assert Client().get(found).status_code == 200
    by = make.actor_with(assembly, "organiser")
    members.withdraw(alice, reason="Moved away", by=by, now=make.NOW)
    assert Client().get(found).status_code == 404


@pytest.mark.usefixtures("released")
def test_whoever_leaves_and_comes_back_has_a_new_address_and_the_old_ones_stay_dead(
    alice, assembly, visit, url
):
    by = make.actor_with(assembly, "organiser")
    visit.post(url("programme.renew_feed"))
    old = [address(alice)]
    for _ in range(2):
        members.withdraw(alice, reason="Ill", by=by, now=make.NOW)
        members.rejoin(alice, by=by, now=make.NOW)
        alice.refresh_from_db()
        old.append(address(alice))
    assert [Client().get(each).status_code for each in old] == [404, 404, 200]


@pytest.mark.usefixtures("released")
def test_a_new_address_ends_the_old_one_and_nobody_elses(visit, url, alice, assembly):
    bob = make_recruitment.member(assembly)
    old, others = address(alice), address(bob)
    for _ in range(2):
        assert visit.post(url("programme.renew_feed")).url == url("programme")
    found = [Client().get(each).status_code for each in (old, address(alice), others)]
    assert found == [404, 200, 200]
    assert AuditEntry.objects.filter(act="calendar.renew").count() == 2


def test_members_read_what_is_released_and_nothing_else(visit, url, assembly):
    item = build.released_item(assembly, speaker=build.speaker(assembly), public_from=None)
    build.approval(item)
    build.approval(item, verdict="concern", comment="One study only.")
    draft = build.evidence_item(assembly)
    library = visit.get(url("evidence")).content.decode()
    assert item.title in library
    assert draft.title not in library
    page = visit.get(url("evidence.item", item.pk)).content.decode()
    assert "<h2>Findings</h2>" in page
    assert "Advises an invented charity, unpaid." in page
    assert "1 member of the Board approved this version." in page
    assert "One study only." in page
    assert visit.get(url("evidence.item", draft.pk)).status_code == 404


def test_a_member_asks_and_sees_the_question_wait(visit, url, assembly, alice):
    item = build.released_item(assembly)
    sent = visit.post(url("evidence.ask", item.pk), {"text": "Who paid?"})
    assert sent.url == url("evidence.item", item.pk)
    assert Question.objects.get().member == alice
    assert "that wait for an answer" in visit.get(sent.url).content.decode()
    empty = visit.post(url("evidence.ask", item.pk), {"text": ""})
    assert empty.context["form"].errors == {"text": ["Write your question"]}


def test_another_member_does_not_see_a_waiting_question(visit, url, assembly, alice):
    item = build.released_item(assembly)
    bob = make_recruitment.member(assembly)
    item.questions.create(member=bob, text="Bob asks", asked_at=make.NOW)
    assert "Bob asks" not in visit.get(url("evidence.item", item.pk)).content.decode()
    item.questions.update(answer="An answer.", answered_at=make.NOW)
    assert "Bob asks" in visit.get(url("evidence.item", item.pk)).content.decode()


def test_a_member_sees_their_own_gift_only(visit, url, assembly, alice):
    bob = make_recruitment.member(assembly)
    by = make.actor_with(assembly, "organiser", "finance_preparer")
    first, second = build.session(assembly, 0), build.session(assembly, 1)
    attendance.record(first, [alice.pk, bob.pk], by=by, now=DURING)
    attendance.record(second, [bob.pk], by=by, now=DURING)
    assert "You were there for 1 half-day." in visit.get(url("honoraria")).content.decode()
    honoraria.compute(assembly, by=by, now=DURING)
    page = visit.get(url("honoraria"))
    assert page.context["gift"].member == alice
    assert "<dd>£37.50</dd>" in page.content.decode()


def test_a_member_of_another_assembly_finds_nothing(signed_in, url):
    stranger = make_recruitment.member(make.assembly())
    visit = signed_in(stranger.user, second_factor=False)
    pages = ["programme", "evidence", "honoraria"]
    assert [visit.get(url(page)).status_code for page in pages] == [404, 404, 404]
