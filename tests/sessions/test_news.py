"""What is new for a member of the weekends, from what is on record."""

from datetime import timedelta

import pytest
from django.urls import reverse

from assembly import stages
from assembly.permissions import actor
from recruitment import commitments, photos
from sessions import attendance, evidence, honoraria, programme, questions, seating
from sessions.models import Session
from sessions.queries.news import news
from tests import make, make_members, make_recruitment
from tests import make_sessions as build

BEFORE, SEEN, NOW = (make.NOW + timedelta(hours=hours) for hours in (0, 1, 2))


@pytest.fixture
def assembly(db):
    return make.assembly(stage=stages.MEET.key)


@pytest.fixture
def alice(assembly):
    return make_recruitment.member(assembly)


@pytest.fixture
def organiser(assembly):
    return make.actor_with(assembly, "organiser", "evidence_editor")


def told(member, since=SEEN, now=NOW) -> list[str]:
    return [each.text for each in news(member, since, now)]


def test_nothing_recorded_is_no_news(alice):
    assert news(alice, SEEN, NOW) == []


@pytest.mark.parametrize(("answer", "told_as"), [("yes", "yes"), ("taken_back", "no")])
def test_what_staff_recorded_about_photographs_is_news_until_the_member_answers(
    alice, assembly, organiser, answer, told_as
):
    photos.say(alice, "yes", by=actor(alice.user, assembly), now=BEFORE)
    alice.refresh_from_db()
    assert told(alice, since=BEFORE - timedelta(hours=1)) == []
    seen = photos.mark(alice)
    photos.say_for(alice, answer, channel="in_person", seen=seen, by=organiser, now=NOW)
    alice.refresh_from_db()
    [line] = news(alice, SEEN, NOW)
    assert line.text == f"We recorded what you told us in person about photographs: {told_as}"
    assert line.url == reverse("member.photos", args=[assembly.slug])
    assert told(alice, since=NOW) == []
    photos.say(alice, "no", by=actor(alice.user, assembly), now=NOW + timedelta(minutes=1))
    alice.refresh_from_db()
    assert told(alice) == []


def test_the_first_programme_is_one_line_and_old_once_it_has_been_seen(alice, assembly, organiser):
    for half in range(4):
        build.session(assembly, half)
    programme.release(assembly, by=organiser, now=NOW)
    assert told(alice) == ["The programme of the weekends is here"]
    assert told(alice, since=NOW) == []


def test_two_releases_since_are_told_as_one_and_a_draft_is_not(alice, assembly, organiser):
    session = build.session(assembly)
    programme.release(assembly, by=organiser, now=BEFORE)
    Session.objects.filter(pk=session.pk).update(room="Room 2")
    programme.release(assembly, by=organiser, now=SEEN + timedelta(minutes=1))
    Session.objects.filter(pk=session.pk).update(room="Room 3")
    programme.release(assembly, by=organiser, now=NOW)
    Session.objects.filter(pk=session.pk).update(room="Room 4")
    [line] = news(alice, SEEN, NOW)
    assert line.text == "Saturday 24 February, morning: now in Room 3"
    page = reverse("member.programme", args=[assembly.slug])
    assert (line.at, line.url) == (NOW, f"{page}#session-{session.pk}")


def test_many_changes_are_counted(alice, assembly, organiser):
    for half in range(4):
        build.session(assembly, half)
    programme.release(assembly, by=organiser, now=BEFORE)
    Session.objects.update(room="Room 2")
    programme.release(assembly, by=organiser, now=NOW)
    assert told(alice) == ["The programme of the weekends has changed in 4 places"]


def test_a_table_is_told_when_it_is_released_and_again_only_if_it_is_another(
    alice, assembly, organiser
):
    build.session(assembly)
    seating.plan(assembly, seed="a", by=organiser, now=BEFORE)
    assert told(alice) == []
    seating.release(assembly, by=organiser, now=NOW)
    assert told(alice) == ["Saturday 24 February, morning: you sit at table 1"]
    seating.plan(assembly, seed="b", by=organiser, now=NOW)
    seating.release(assembly, by=organiser, now=NOW + timedelta(minutes=1))
    assert told(alice, since=NOW) == []
    alice.seats.filter(plan__version=2).update(table=2)
    assert told(alice, since=NOW) == ["Saturday 24 February, morning: you now sit at table 2"]


def test_the_table_of_a_session_that_is_over_is_no_news(alice, assembly, organiser):
    build.session(assembly)
    seating.plan(assembly, seed="a", by=organiser, now=BEFORE)
    seating.release(assembly, by=organiser, now=NOW)
    assert told(alice, now=build.AFTER) == []


def approved(item, board, now):
    evidence.review(item, "approve", version=item.version, by=board, now=now)


def test_evidence_is_new_once_and_afterwards_changed(alice, assembly, organiser):
    board = make.actor_with(assembly, "board")
    item = build.evidence_item(assembly, title="Paper A")
    evidence.edit(item, summary="Corrected before anybody read it.", by=organiser, now=BEFORE)
    approved(item, board, BEFORE)
    assert told(alice) == []
    evidence.release(item, by=organiser, now=NOW)
    assert told(alice) == ["New evidence: Paper A"]
    evidence.edit(item, summary="Corrected.", by=organiser, now=NOW)
    assert told(alice) == []
    approved(item, board, NOW)
    evidence.release(item, by=organiser, now=NOW + timedelta(minutes=1))
    assert told(alice, since=NOW) == ["Changed evidence: Paper A"]
    assert told(alice) == ["New evidence: Paper A"]


def test_much_evidence_is_counted(alice, assembly):
    for _ in range(4):
        build.released_item(assembly, released_at=NOW)
    assert told(alice) == ["4 new pieces of evidence"]


def test_an_answer_is_told_to_who_asked(alice, assembly, organiser):
    bob = make_recruitment.member(assembly)
    item = build.released_item(assembly, title="Paper A", released_at=BEFORE)
    asked = item.questions.create(member=alice, text="Who paid?", asked_at=BEFORE)
    questions.answer(asked, "The council.", by=organiser, now=NOW)
    assert told(alice) == ["Your question is answered: Paper A"]
    assert told(bob) == []


def test_a_need_that_is_met_is_told_to_whose_it_is(alice, assembly, organiser):
    bob = make_recruitment.member(assembly)
    need = make_members.commitment(alice, kind="travel")
    commitments.settle(need, status="met", by=organiser, now=NOW)
    assert told(alice) == ["What you need, travel: met"]
    assert told(bob) == []


def test_a_payment_is_told_when_it_is_worked_out_and_when_it_is_paid(alice, assembly):
    by = make.actor_with(assembly, "organiser", "finance_preparer")
    attendance.record(build.session(assembly), [alice.pk], by=by, now=build.DURING)
    honoraria.compute(assembly, by=by, now=build.DURING)
    since = build.DURING - timedelta(hours=1)
    assert told(alice, since, build.DURING) == ["Your gift is worked out: £37.50"]
    type(alice.honorarium).objects.update(paid_at=build.AFTER)
    assert told(alice, build.DURING, build.AFTER) == ["£37.50 is paid to you"]
