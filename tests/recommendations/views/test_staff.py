from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from assembly.models import Role
from recommendations import drafting
from recommendations.models import (
    Action,
    Ballot,
    ProgressUpdate,
    Recommendation,
    Report,
    Response,
)
from tests import make
from tests import make_recommendations as reco

NOW, AFTER = reco.NOW, reco.AFTER


@pytest.fixture
def organiser(meeting, signed_in):
    return signed_in(make.role(meeting, "organiser"))


def url(meeting, name, *args):
    return reverse(name, args=[meeting.slug, *args])


def test_an_organiser_writes_revises_and_locks(meeting, organiser):
    values = {"title": "Lighting", "theme": "Places", "text": "More lamps."}
    organiser.post(url(meeting, "staff.recommendations.propose"), values)
    organiser.post(
        url(meeting, "staff.recommendations.revise", 1),
        {**values, "text": "More and better lamps.", "reason": "Table 2"},
    )
    page = organiser.get(url(meeting, "staff.recommendations.one", 1)).content.decode()
    assert "<ins>and better </ins>" in page
    organiser.post(url(meeting, "staff.recommendations.lock", 1))
    one = Recommendation.objects.get()
    assert (one.is_locked, one.locked_version.text) == (True, "More and better lamps.")


def test_a_refused_revision_comes_back_as_a_form_error(meeting, organiser):
    made = reco.recommendation(meeting)
    drafting.lock(made, by=reco.organiser(meeting), now=NOW)
    page = organiser.post(
        url(meeting, "staff.recommendations.revise", 1),
        {"title": "Lighting", "text": "Other", "reason": "Late"},
    )
    assert "is locked" in page.content.decode()
    assert made.versions.count() == 1


def test_an_organiser_opens_a_ballot_and_sees_only_the_turn_out(meeting, organiser):
    one = reco.members(meeting, 2)[0]
    reco.locked(meeting)
    with time_machine.travel(NOW, tick=False):
        opened = organiser.post(
            url(meeting, "staff.ballot.open"),
            {
                "title": "The vote", "closing_day_day": "10", "closing_day_month": "1",
                "closing_day_year": "2024", "closing_time": "16:30", "threshold": "50",
                "denominator": "opinions", "quorum": "1",
            },
        )  # fmt: skip
        assert opened.status_code == 302
        ballot = Ballot.objects.get()
        reco.vote(ballot, one, {1: "strongly_disagree"})
        page = organiser.get(url(meeting, "staff.ballot")).content.decode()
    assert (str(ballot.rules.threshold), ballot.more_than) == ("1/2", True)
    assert timezone.localtime(ballot.closes_at).strftime("%d %H:%M") == "10 16:30"
    assert "1 <span" in page
    assert "chart__vote" not in page


@pytest.mark.parametrize("kind", [kind for kind in Role.Kind.values if kind != "responder"])
def test_no_role_gets_more_than_the_turn_out_before_closing(meeting, signed_in, kind):
    """Pages that could show votes are fetched by each role; none names a choice that was made."""
    one = reco.members(meeting, 2)[0]
    ballot = reco.ballot(meeting)
    reco.vote(ballot, one, {1: "strongly_disagree", 2: "disagree"})
    browser = signed_in(make.role(meeting, kind))
    names = [
        "staff.ballot", "staff.recommendations", "staff.report", "staff.report.preview",
        "member.recommendations", "public.recommendations", "public.ballot", "public.progress",
    ]  # fmt: skip
    with time_machine.travel(NOW, tick=False):
        pages = [browser.get(url(meeting, name)) for name in names]
    told = [page.content.decode() for page in pages if page.status_code == 200]
    assert [("chart__vote" in text, "Strongly disagree" in text) for text in told] == [
        (False, False)
    ] * len(told)


def test_an_organiser_closes_the_ballot_and_sees_the_result(meeting, organiser):
    one = reco.members(meeting, 1)[0]
    ballot = reco.ballot(meeting)
    reco.vote(ballot, one, {1: "agree", 2: "agree"})
    with time_machine.travel(NOW, tick=False):
        organiser.post(url(meeting, "staff.ballot.close", ballot.pk))
        page = organiser.get(url(meeting, "staff.ballot")).content.decode()
    assert "1 of 1 members who gave an opinion were in favour (100%)." in page


def test_an_organiser_writes_the_foreword_and_publishes(meeting, organiser):
    council, police = reco.bodies(meeting)
    reco.voted(meeting, reco.FIVE)
    reco.at_report(meeting)
    with time_machine.travel(AFTER, tick=False):
        organiser.post(url(meeting, "staff.report.edit"), {"foreword": "We met."})
        assert "We met." in organiser.get(url(meeting, "staff.report.preview")).content.decode()
        done = organiser.post(
            url(meeting, "staff.report.publish"),
            {f"days-{council.pk}": "90", f"days-{police.pk}": "60"},
        )
    assert done.status_code == 302
    report = Report.objects.get()
    assert (report.status, report.content["foreword"]) == ("published", "We met.")


@pytest.fixture
def council(reported, signed_in):
    return signed_in(reco.responder(reported, reco.bodies(reported)[0]))


COUNCIL, POLICE = "waltham-forest-council", "borough-police"


def test_a_responder_answers_adds_an_action_publishes_and_updates(reported, council):
    place = (1, COUNCIL)
    with time_machine.travel(AFTER, tick=False):
        council.post(
            url(reported, "staff.responses.one", *place), {"position": "accepted", "text": "Yes."}
        )
        council.post(
            url(reported, "staff.actions.add", *place),
            {
                "title": "Fit lamps", "owner": "Head of Parks", "evidence_needed": "A map",
                "due_on_day": "31", "due_on_month": "12", "due_on_year": "2024",
            },
        )  # fmt: skip
        council.post(url(reported, "staff.responses.publish", *place))
        action = Action.objects.get()
        page = council.post(
            url(reported, "staff.actions.update", action.pk),
            {"status": "done", "text": "Lit.", "proof": ""},
        )
        assert "Done needs its proof" in page.content.decode()
        council.post(
            url(reported, "staff.actions.update", action.pk),
            {"status": "done", "text": "Lit.", "proof": "https://example.org/map"},
        )
        assert council.get(url(reported, "staff.responses.one", *place)).status_code == 200
    assert Response.objects.get().status == "published"
    assert ProgressUpdate.objects.get().proof == "https://example.org/map"


@pytest.mark.parametrize(
    "name", ["staff.responses.one", "staff.responses.publish", "staff.actions.add"]
)
def test_a_responder_never_opens_the_other_bodys_desk(reported, council, name):
    police = reco.bodies(reported)[1]
    reco.response(reported.recommendations.get(number=1), police, published=False)
    assert council.get(url(reported, name, 1, POLICE)).status_code == 403


def test_the_other_bodys_draft_is_not_on_the_overview(reported, council):
    police = reco.bodies(reported)[1]
    reco.response(reported.recommendations.get(number=1), police, "further_work", published=False)
    text = council.get(url(reported, "staff.responses")).content.decode()
    assert "Further work needed" not in text


def test_the_organiser_sees_every_clock(reported, signed_in):
    browser = signed_in(make.role(reported, "organiser"))
    with time_machine.travel(AFTER + timedelta(days=100), tick=False):
        text = browser.get(url(reported, "staff.responses")).content.decode()
    assert (text.count("10 days late"), text.count("No response after 100 days")) == (2, 4)
