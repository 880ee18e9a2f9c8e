from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse

from sessions import programme, seating
from sessions.models import AgendaItem, Attendance, EvidenceItem, Session, Speaker, Weekend
from tests import make, make_recruitment
from tests import make_sessions as build
from tests.make_sessions import AFTER, DURING, FIRST


@pytest.fixture
def url(assembly):
    return lambda name, *args: reverse(f"staff.{name}", args=[assembly.slug, *args])


@pytest.fixture
def organiser(assembly, signed_in):
    return signed_in(make.role(assembly, "organiser"))


def test_a_programme_is_built_in_forms_and_released(assembly, organiser, url):
    build.speaker(assembly)
    weekend = {"number": 1, "title": "Learning"}
    assert organiser.post(url("programme.add_weekend"), weekend).url == url("programme")
    session = {
        "weekend": Weekend.objects.get().pk,
        "title": "Opening",
        "room": "Chamber",
        "day_day": 24,
        "day_month": 2,
        "day_year": 2024,
        "starts": "9:30",
        "ends": "12.30",
    }
    assert organiser.post(url("programme.add_session"), session).url == url("programme")
    made = Session.objects.get()
    assert made.starts_at == FIRST
    item = {"title": "Coming together", "kind": "talk", "starts": "9:30", "minutes": 20}
    item["speakers"] = [Speaker.objects.get().pk]
    assert organiser.post(url("programme.add_item", made.pk), item).url == url("programme")
    organiser.post(url("programme.release"))
    page = organiser.get(url("programme")).content.decode()
    assert page.count("Coming together") == 2
    assert "<strong>Version 1</strong> was released" in page


def test_what_an_act_refuses_is_said_in_the_form(assembly, organiser, url):
    session = build.session(assembly)
    item = {"title": "Late", "kind": "talk", "starts": "18:00", "minutes": 20}
    page = organiser.post(url("programme.add_item", session.pk), item)
    assert page.context["form"].non_field_errors() == [
        "The item must lie within the hours of its session."
    ]
    assert not AgendaItem.objects.exists()


def test_an_item_is_changed_in_its_form(assembly, organiser, url):
    item = build.agenda_item(build.session(assembly))
    page = organiser.get(url("programme.edit_item", item.pk))
    assert page.context["form"]["starts"].value().isoformat() == "09:30:00"
    data = {"title": "Changed", "kind": "panel", "starts": "10:00", "minutes": 30}
    organiser.post(url("programme.edit_item", item.pk), data)
    item.refresh_from_db()
    assert (item.title, item.starts_at) == ("Changed", FIRST + timedelta(minutes=30))


def test_another_assemblys_item_is_not_found(organiser, url):
    item = build.agenda_item(build.session(make.assembly()))
    assert organiser.get(url("programme.edit_item", item.pk)).status_code == 404


def test_tables_are_planned_shown_in_words_and_released(assembly, organiser, url):
    build.members(assembly, 6)
    for half in range(2):
        build.session(assembly, half)
    with time_machine.travel(make.NOW, tick=False):
        organiser.post(url("tables.plan"))
    page = organiser.get(url("tables")).content.decode()
    assert "No one sits with the same person more than twice." in page
    assert page.count("Table 1</h3>") == 2
    assert page.count("Draft</strong>") == 2
    organiser.post(url("tables.release"))
    assert organiser.get(url("tables")).content.decode().count("Released</strong>") == 2


def test_attendance_is_ticked_and_sent_once(assembly, organiser, url):
    alice, _bob = build.members(assembly, 2)
    session = build.session(assembly)
    with time_machine.travel(DURING, tick=False):
        page = organiser.get(url("attendance.session", session.pk))
        assert page.content.decode().count('type="checkbox"') == 2
        sent = organiser.post(url("attendance.session", session.pk), {"present": [str(alice.pk)]})
        assert sent.url == url("attendance")
        again = organiser.get(url("attendance.session", session.pk)).content.decode()
        assert again.count("checked") == 1
        assert "1 of 2" in organiser.get(url("attendance")).content.decode()


def test_nobody_present_is_a_list_too(assembly, organiser, url):
    build.members(assembly, 1)
    session = build.session(assembly)
    with time_machine.travel(DURING, tick=False):
        organiser.post(url("attendance.session", session.pk), {})
    assert [each.present for each in Attendance.objects.all()] == [False]


def test_evidence_is_added_changed_and_released(assembly, signed_in, url):
    editor = signed_in(make.role(assembly, "evidence_editor"))
    session = build.session(assembly)
    data = {
        "title": "A paper",
        "kind": "paper",
        "summary": "Short.",
        "body": "# Text",
        "session": session.pk,
        "position": "Police",
        "minutes": 5,
    }
    assert editor.post(url("evidence.add"), data).url == url("evidence")
    item = EvidenceItem.objects.get()
    assert item.public_from == session.ends_at
    data["title"] = "A better paper"
    editor.post(url("evidence.edit", item.pk), data)
    build.approval(EvidenceItem.objects.get())
    assert "Release to members" in editor.get(url("evidence.item", item.pk)).content.decode()
    editor.post(url("evidence.release", item.pk))
    item.refresh_from_db()
    assert (item.title, item.version, item.status) == ("A better paper", 2, "released")
    assert "Police" in editor.get(url("evidence")).content.decode()


def test_a_release_without_approval_is_refused_on_a_page(assembly, organiser, url):
    item = build.evidence_item(assembly)
    page = organiser.post(url("evidence.release", item.pk))
    assert page.status_code == 409
    assert "Nobody on the Advisory Board has approved" in page.content.decode()


def test_a_question_is_answered(assembly, organiser, url):
    item = build.released_item(assembly)
    alice = make_recruitment.member(assembly)
    question = item.questions.create(member=alice, text="Who paid?", asked_at=make.NOW)
    assert "Who paid?" in organiser.get(url("evidence")).content.decode()
    organiser.post(url("questions.answer", question.pk), {"text": "The council."})
    question.refresh_from_db()
    assert question.answer == "The council."


def test_finance_works_out_the_gifts(assembly, signed_in, url):
    alice = make_recruitment.member(assembly)
    session = build.session(assembly)
    Attendance.objects.create(
        session=session, member=alice, present=True, recorded_at=AFTER, recorded_by="x"
    )
    finance = signed_in(make.role(assembly, "finance_preparer"))
    finance.post(url("honoraria.compute"))
    assert "£37.50" in finance.get(url("honoraria")).content.decode()


@pytest.mark.parametrize(
    ("role", "name", "status"),
    [
        ("facilitator", "tables", 200),
        ("facilitator", "attendance", 200),
        ("facilitator", "honoraria", 403),
        ("finance_approver", "honoraria", 200),
        ("finance_approver", "tables", 403),
        ("evidence_editor", "evidence", 200),
        ("caller", "programme", 200),
        ("member", "programme", 403),
        ("board", "evidence", 403),
    ],
)
def test_each_role_sees_its_pages_only(assembly, signed_in, url, role, name, status):
    assert signed_in(make.role(assembly, role)).get(url(name)).status_code == status


def test_lists_ask_the_database_as_often_for_many_as_for_few(assembly, organiser, url):
    build.members(assembly, 3)
    by = make.actor_with(assembly, "organiser")
    for half in range(2):
        session = build.session(assembly, half)
        build.agenda_item(session).speakers.add(build.speaker(assembly, f"Speaker {half}"))
        build.approval(build.evidence_item(assembly, session=session))
    programme.release(assembly, by=by, now=make.NOW)
    seating.plan(assembly, seed="a", by=by, now=make.NOW)
    pages = ["programme", "tables", "attendance", "evidence"]
    few = [_queries(organiser, url(page)) for page in pages]
    for number in (2, 3):
        for half in range(2):
            session = build.session(assembly, half, number=number)
            build.agenda_item(session).speakers.add(build.speaker(assembly, f"S {number}{half}"))
            build.approval(build.evidence_item(assembly, session=session))
    seating.plan(assembly, seed="a", by=by, now=make.NOW)
    assert [_queries(organiser, url(page)) for page in pages] == few


def _queries(client, address) -> int:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as caught:
        assert client.get(address).status_code == 200
    return len(caught)
