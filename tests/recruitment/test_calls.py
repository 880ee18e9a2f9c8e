"""The call sheet: who is rung next, by whom, and what is noted."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.urls import reverse

from assembly import permissions
from assembly.errors import BadInput, DomainError
from assembly.models import AuditEntry
from recruitment import calls, offers, registrations
from recruitment.calls.attempts import LEASE
from recruitment.models import Call, Member, Offer
from recruitment.queries import calls as queries
from recruitment.queries.registrations import looks
from tests import make, make_members

NOW = make.NOW  # a Wednesday, midday
Outcome = Call.Outcome


@pytest.fixture
def assembly(db):
    return make_members.assembly()


@pytest.fixture
def alice(assembly):
    return make.actor_with(assembly, "caller")


@pytest.fixture
def bob(assembly):
    return make.actor_with(assembly, "caller")


def noted(offer, outcome, by, now=NOW, **more) -> Call:
    return calls.note(offer, channel="phone", outcome=outcome, by=by, now=now, **more)


def order(assembly, now=NOW) -> list[Offer]:
    return list(assembly.offers.to_ring(now))


# --- the queue ------------------------------------------------------------------------------------


def test_who_asked_for_a_call_now_comes_first_then_the_nearest_deadline_then_the_least_tried(
    assembly, alice
):
    promised = make_members.offer(assembly)
    noted(promised, Outcome.CALL_BACK, alice, call_after=NOW + timedelta(hours=1))
    tried = make_members.offer(assembly, tried=2)
    fresh = make_members.offer(assembly)
    soon = make_members.offer(assembly, deadline=NOW + timedelta(days=2))
    assert order(assembly, NOW + timedelta(hours=1)) == [promised, soon, fresh, tried]


def test_nobody_is_rung_before_the_time_set_for_them(assembly, alice):
    offer = make_members.offer(assembly)
    noted(offer, Outcome.NO_ANSWER, alice)
    offer.refresh_from_db()
    assert order(assembly, offer.call_after - timedelta(seconds=1)) == []
    assert order(assembly, offer.call_after) == [offer]


def test_who_has_answered_is_not_rung(assembly, alice):
    offer = make_members.offer(assembly)
    offers.decline(offer, reason="", by=alice, now=NOW)
    assert calls.take(assembly, by=alice, now=NOW) is None


# --- one caller at a time -------------------------------------------------------------------------


def test_two_callers_get_two_people(assembly, alice, bob):
    first, second = (make_members.offer(assembly) for _ in range(2))
    assert calls.take(assembly, by=alice, now=NOW) == first
    assert calls.take(assembly, by=bob, now=NOW) == second


def test_a_caller_who_asks_again_keeps_whom_they_have(assembly, alice):
    first, _ = (make_members.offer(assembly) for _ in range(2))
    assert [calls.take(assembly, by=alice, now=NOW) for _ in range(2)] == [first, first]


def test_a_caller_who_vanishes_loses_the_person_after_twenty_minutes(assembly, alice, bob):
    offer = make_members.offer(assembly)
    calls.take(assembly, by=alice, now=NOW)
    assert calls.take(assembly, by=bob, now=NOW + LEASE - timedelta(seconds=1)) is None
    assert calls.take(assembly, by=bob, now=NOW + LEASE) == offer


def test_nobody_takes_or_notes_a_person_whom_another_is_ringing(assembly, alice, bob):
    offer = make_members.offer(assembly)
    calls.take_one(offer, by=alice, now=NOW)
    with pytest.raises(DomainError, match="Another caller"):
        calls.take_one(offer, by=bob, now=NOW)
    with pytest.raises(DomainError, match="Another caller"):
        noted(offer, Outcome.NO_ANSWER, bob)
    assert offer.calls.count() == 0


def test_a_person_handed_back_is_for_the_next_caller(assembly, alice, bob):
    offer = make_members.offer(assembly)
    calls.take(assembly, by=alice, now=NOW)
    calls.hand_back(offer, by=alice, now=NOW)
    assert calls.take(assembly, by=bob, now=NOW) == offer


def test_a_seat_is_not_released_while_another_caller_is_on_the_line(assembly, alice, bob):
    late = NOW + timedelta(days=8)
    offer = make_members.offer(assembly)
    calls.take_one(offer, by=alice, now=late)
    with pytest.raises(DomainError, match="ringing this person"):
        offers.release(offer, by=bob, now=late)
    offers.release(offer, by=alice, now=late)


# --- attempts -------------------------------------------------------------------------------------


def test_attempts_are_numbered_and_keep_who_when_how_and_what_came_of_it(assembly, alice, bob):
    offer = make_members.offer(assembly)
    noted(offer, Outcome.NO_ANSWER, alice)
    calls.note(
        offer,
        channel="text",
        outcome=Outcome.LEFT_MESSAGE,
        text="Asked to ring us",
        by=bob,
        now=NOW + timedelta(days=1),
    )
    kept = list(offer.calls.order_by("number"))
    assert [(call.number, call.by, call.channel, call.outcome) for call in kept] == [
        (1, alice.label, "phone", "no_answer"),
        (2, bob.label, "text", "left_message"),
    ]
    assert kept[1].note == "Asked to ring us"
    assert [step.by for step in queries.attempts(offer)] == [bob.user.name, alice.user.name]


def test_a_note_is_encrypted(assembly, alice):
    call = noted(make_members.offer(assembly), Outcome.NO_ANSWER, alice, text="His son said so")
    with connection.cursor() as cursor:
        cursor.execute("SELECT note FROM recruitment_call WHERE id = %s", [call.pk])
        assert b"son" not in bytes(cursor.fetchone()[0])


def test_erasure_takes_the_notes_and_the_reason_with_it(assembly, alice):
    offer = make_members.offer(assembly)
    noted(offer, Outcome.NO_ANSWER, alice, text="His son said he is ill")
    noted(offer, Outcome.DECLINED, alice, reason="Ill")
    by = permissions.registrant(offer.registration.reference)
    registrations.erase(offer.registration, by=by, now=NOW)
    offer.refresh_from_db()
    assert ([call.note for call in offer.calls.all()], offer.reason) == (["", ""], "")


def test_a_yes_on_the_phone_makes_a_member_and_a_no_keeps_its_reason(assembly, alice):
    yes, no = (make_members.offer(assembly) for _ in range(2))
    noted(yes, Outcome.ACCEPTED, alice)
    noted(no, Outcome.DECLINED, alice, reason="Away")
    no.refresh_from_db()
    assert Member.objects.get(assembly=assembly).registration == yes.registration
    assert (no.status, no.reason, no.tried) == ("declined", "Away", 1)


def test_an_answer_that_is_refused_leaves_no_attempt(assembly, alice):
    offer = make_members.offer(assembly)
    offers.decline(offer, reason="", by=alice, now=NOW)
    with pytest.raises(DomainError, match="answered already"):
        noted(offer, Outcome.ACCEPTED, alice)
    with pytest.raises(DomainError, match="answered already"):
        noted(offer, Outcome.NO_ANSWER, alice)
    assert offer.calls.count() == 0


def test_a_call_back_needs_a_time_to_come(assembly, alice):
    offer = make_members.offer(assembly)
    for moment in (None, NOW - timedelta(minutes=1)):
        with pytest.raises(BadInput, match="when to call back"):
            noted(offer, Outcome.CALL_BACK, alice, call_after=moment)


def test_the_time_that_a_caller_sets_goes_before_the_one_worked_out(assembly, alice):
    offer = make_members.offer(assembly)
    wanted = NOW + timedelta(days=3)
    noted(offer, Outcome.NO_ANSWER, alice, call_after=wanted)
    offer.refresh_from_db()
    assert offer.call_after == wanted


def london(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo("Europe/London"))


@pytest.mark.parametrize(
    ("outcome", "tried", "again"),
    [
        ("no_answer", ["2024-01-10 10:00"], "2024-01-10 14:30"),
        ("no_answer", ["2024-01-10 10:00", "2024-01-10 14:40"], "2024-01-10 18:30"),
        ("no_answer", ["2024-01-10 18:40"], "2024-01-11 10:30"),
        (
            "no_answer",
            ["2024-01-09 10:00", "2024-01-09 14:30", "2024-01-09 19:00", "2024-01-10 10:30"],
            "2024-01-10 14:30",
        ),
        ("left_message", ["2024-01-10 10:00"], "2024-01-11 14:30"),
        ("wrong_number", ["2024-01-10 18:30"], "2024-01-11 14:30"),
    ],
)
def test_the_next_attempt_is_at_another_time_of_day_and_not_too_soon(outcome, tried, again):
    moments = [london(moment) for moment in tried]
    assert calls.next_attempt(outcome, moments, moments[-1]) == london(again)


def test_the_hour_that_is_lost_in_spring_moves_no_attempt():
    evening = london("2024-03-30 19:00")
    assert calls.next_attempt("left_message", [evening], evening) == london("2024-04-01 10:30")


# --- the script -----------------------------------------------------------------------------------


def test_the_script_names_the_person_and_shows_their_markup_as_text(assembly):
    offer = make_members.offer(assembly, person={"name": "<b>Alice</b> **Adeyemi**"})
    said = calls.read_out(calls.current(assembly), offer, weekends=3)
    assert "&lt;b&gt;Alice&lt;/b&gt; **Adeyemi**" in said
    assert offer.registration.reference in said
    assert "17 January 2024" in said
    assert "((" not in said


def test_each_saved_script_is_a_new_version(assembly):
    by = make.actor_with(assembly, "recruiter")
    for text in ("Hello ((name))", "Good day ((name))"):
        calls.save(assembly, text, by=by, now=NOW)
    assert [one.version for one in assembly.call_scripts.order_by("version")] == [1, 2]
    assert calls.current(assembly).text == "Good day ((name))"


@pytest.mark.parametrize("text", ["", "Ring ((postcode))", "{{ person.email }} ((reg istration))"])
def test_a_script_takes_no_field_that_is_not_on_its_list(assembly, text):
    with pytest.raises(BadInput):
        calls.save(assembly, text, by=make.actor_with(assembly, "recruiter"), now=NOW)


def test_template_code_in_a_script_is_only_text(assembly):
    by = make.actor_with(assembly, "recruiter")
    script = calls.save(assembly, "{{ offer.registration.phone }}", by=by, now=NOW)
    said = calls.read_out(script, make_members.offer(assembly), weekends=3)
    assert "{{ offer.registration.phone }}" in said


# --- the pages ------------------------------------------------------------------------------------


@pytest.fixture
def client(assembly, alice, signed_in):
    return signed_in(alice.user)


def url(name, assembly, *args):
    return reverse(f"staff.{name}", args=[assembly.slug, *args])


def test_the_queue_shows_no_name_and_no_number(assembly, client):
    offer = make_members.offer(assembly, person={"name": "Charlie Campbell"})
    page = client.get(url("calls", assembly)).content.decode()
    assert offer.registration.reference in page
    assert ("Charlie" in page, "900 100" in page) == (False, False)


def test_contact_details_open_to_the_caller_who_has_the_person_and_the_person_sees_it(
    assembly, client, alice, bob
):
    offer = make_members.offer(assembly)
    page = url("offers.call", assembly, offer.pk)
    assert b"900 100" not in client.get(page).content
    client.post(url("calls.take", assembly, offer.pk))
    assert b"900 100" in client.get(page).content
    said = [look.what for look in looks(offer.registration)]
    assert said == [
        "opened the phone number to call about a seat",
        "took it on to call about a seat",
    ]


def test_contact_details_stay_shut_for_a_second_caller(assembly, client, bob):
    offer = make_members.offer(assembly)
    calls.take_one(offer, by=bob, now=make.NOW + timedelta(days=36500))
    page = client.get(url("offers.call", assembly, offer.pk)).content
    assert (b"900 100" in page, b"Another caller" in page) == (False, True)


def test_the_next_person_is_one_click_away(assembly, client, alice):
    offer = make_members.offer(assembly)
    response = client.post(url("calls.next", assembly))
    assert response.url == url("offers.call", assembly, offer.pk)
    offer.refresh_from_db()
    assert offer.caller == alice.label


def test_an_attempt_is_noted_from_the_page(assembly, client):
    offer = make_members.offer(assembly)
    client.post(url("calls.take", assembly, offer.pk))
    data = {"outcome": "left_message", "channel": "phone", "text": "With a neighbour"}
    client.post(url("offers.call", assembly, offer.pk), data)
    assert offer.calls.get().note == "With a neighbour"


def test_half_a_time_to_try_next_is_asked_for_in_full(assembly, client):
    offer = make_members.offer(assembly)
    client.post(url("calls.take", assembly, offer.pk))
    data = {"outcome": "call_back", "channel": "phone", "again_at": "18:30"}
    response = client.post(url("offers.call", assembly, offer.pk), data)
    assert response.context["form"].errors["again_on"] == ["Enter the day too"]


def test_the_sheet_to_print_leaves_a_trace_at_everyone_on_it(assembly, client):
    people = [make_members.offer(assembly) for _ in range(3)]
    page = client.post(url("calls.print", assembly)).content.decode()
    assert all(offer.registration.name in page for offer in people)
    traced = AuditEntry.objects.filter(act="calls.print").values_list("object_id", flat=True)
    assert sorted(traced) == sorted(str(offer.pk) for offer in people)


def test_the_queue_takes_as_many_queries_for_three_as_for_one(
    assembly, client, django_assert_num_queries
):
    make_members.offer(assembly)
    page = url("calls", assembly)
    client.get(page)
    with django_assert_num_queries(7):
        client.get(page)
    for _ in range(2):
        make_members.offer(assembly)
    with django_assert_num_queries(7):
        client.get(page)


def test_a_claim_names_its_caller_and_its_end_or_neither(assembly):
    offer = make_members.offer(assembly)
    offer.caller = "user:1"
    with pytest.raises(ValidationError):
        offer.validate_constraints()
