from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from recommendations import actions, ballots, drafting, reports
from tests import make_recommendations as make
from tests.make_sessions import released_item

AFTER = make.AFTER
PAGES = ["public.recommendations", "public.ballot", "public.report", "public.progress"]


def get(name: str, *args, client: Client | None = None) -> str:
    response = (client or Client()).get(reverse(name, args=args))
    assert response.status_code == 200
    return response.content.decode()


@pytest.mark.parametrize("name", PAGES)
def test_before_the_report_nothing_is_told(meeting, name):
    make.voted(meeting, make.FIVE)
    text = get(name, meeting.slug)
    assert [word in text for word in ("Lighting", "chart__vote", "Supported")] == [False] * 3


@pytest.mark.parametrize("name", ["public.recommendation", "public.report.pdf"])
def test_before_the_report_a_single_page_does_not_exist(meeting, name):
    make.voted(meeting, make.FIVE)
    args = [meeting.slug, 1] if name == "public.recommendation" else [meeting.slug]
    assert Client().get(reverse(name, args=args)).status_code == 404


def test_the_list_shows_votes_and_each_bodys_answer_side_by_side(reported):
    council, _ = make.bodies(reported)
    make.response(reported.recommendations.get(number=1), council, "partly")
    with time_machine.travel(AFTER + timedelta(days=10), tick=False):
        text = get("public.recommendations", reported.slug)
    assert "Strongly agree: 2, Agree: 1, Disagree: 1, Strongly disagree: 0, Abstain: 1" in text
    assert "3 of 4 members who gave an opinion were in favour (75%). It needed 3." in text
    assert (text.count("Accepted in part"), text.count("Answer due in 80 days")) == (1, 3)


@pytest.mark.parametrize(
    ("days", "words"),
    [
        (0, "Answer due in 90 days"),
        (89, "Answer due in 1 day"),
        (90, "Answer due in 0 days"),
        (91, "No response after 91 days"),
        (104, "No response after 104 days"),
    ],
)
def test_silence_is_shown_with_its_days(reported, days, words):
    with time_machine.travel(AFTER + timedelta(days=days), tick=False):
        assert get("public.recommendations", reported.slug).count(words) == 4


def test_a_recommendation_shows_text_votes_answers_actions_and_their_history(reported):
    council, _ = make.bodies(reported)
    answer = make.response(reported.recommendations.get(number=1), council)
    by = make.responder_actor(reported, council)
    today = timezone.localtime(AFTER).date()
    action = actions.add(answer, "Fit lamps", "Head of Parks", today, "A map", by=by, now=AFTER)
    actions.update(action, "under_way", "Lamps ordered.", by=by, now=AFTER)
    text = get("public.recommendation", reported.slug, 1)
    for words in (
        "We ask for better lighting in every park.",
        "We agree.",
        "Fit lamps",
        "Head of Parks",
        "Lamps ordered.",
    ):
        assert text.count(words) == 1


def test_the_evidence_behind_a_recommendation_is_linked_once_it_is_public(meeting):
    shown = released_item(meeting, title="Lamps and crime", public_from=make.NOW)
    hidden = released_item(meeting, title="A letter from a resident", public_from=None)
    make.members(meeting, 1)
    draft = make.recommendation(meeting, evidence=[shown, hidden])
    by = make.organiser(meeting)
    drafting.lock(draft, by=by, now=make.NOW)
    ballot = make.ballot(meeting)
    make.vote(ballot, meeting.members.get(), {1: "agree"})
    ballots.close(ballot, random_bytes=make.random_bytes(), by=by, now=AFTER)
    make.at_report(meeting)
    reports.publish(meeting, by=by, now=AFTER)
    with time_machine.travel(AFTER, tick=False):
        text = get("public.recommendation", meeting.slug, 1)
    assert reverse("public.evidence.item", args=[meeting.slug, shown.pk]) in text
    assert reverse("public.evidence.item", args=[meeting.slug, hidden.pk]) not in text
    assert "A letter from a resident" in text


def test_a_draft_answer_stays_private(reported):
    council, _ = make.bodies(reported)
    make.response(reported.recommendations.get(number=1), council, published=False)
    assert "We agree." not in get("public.recommendation", reported.slug, 1)


def test_the_ballot_page_lists_every_paper_and_recounts_them(reported):
    text = get("public.ballot", reported.slug)
    assert "everything agrees" in text
    rows = Client().get(reverse("public.ballot.csv", args=[reported.slug]))
    assert len(rows.content.decode().splitlines()) == 6


def test_the_report_comes_as_page_and_pdf(report, reported):
    assert report.sha256 in get("public.report", reported.slug)
    pdf = Client().get(reverse("public.report.pdf", args=[reported.slug]))
    assert (pdf["Content-Type"], pdf.content[:5]) == ("application/pdf", b"%PDF-")


def test_the_dashboard_counts_what_is_done_under_way_and_late(reported):
    council, _ = make.bodies(reported)
    answer = make.response(reported.recommendations.get(number=1), council)
    by = make.responder_actor(reported, council)
    today = timezone.localtime(AFTER).date()
    for title, days in (("Late one", 3), ("Going well", 60), ("All done", 60)):
        action = actions.add(
            answer, title, "Head of Parks", today + timedelta(days=days), "A map",
            by=by, now=AFTER,
        )  # fmt: skip
        if title == "Going well":
            actions.update(action, "under_way", "Begun.", by=by, now=AFTER)
        if title == "All done":
            actions.update(action, "done", "Lit.", "https://example.org", by=by, now=AFTER)
    with time_machine.travel(AFTER + timedelta(days=10), tick=False):
        response = Client().get(reverse("public.progress", args=[reported.slug]))
    found = response.context["progress"]
    assert (len(found.doings), found.done, found.under_way, found.late) == (3, 1, 1, 1)
    assert found.doings[0].label == "Not started, 7 days late"
    assert [(body.body.short_name, body.counts) for body in found.bodies] == [
        ("Police", [0, 0, 0, 0, 2]),
        ("Waltham Forest", [1, 0, 0, 0, 1]),
    ]


@pytest.mark.parametrize("answered", [1, 2])
def test_the_number_of_queries_does_not_grow_with_the_answers(
    reported, answered, django_assert_num_queries
):
    council, police = make.bodies(reported)
    for number in range(1, answered + 1):
        one = reported.recommendations.get(number=number)
        for body in (council, police)[:answered]:
            response = make.response(one, body)
            by = make.responder_actor(reported, body)
            action = actions.add(response, "Act", "Post", AFTER.date(), "Proof", by=by, now=AFTER)
            actions.update(action, "under_way", "Begun.", by=by, now=AFTER)
    with django_assert_num_queries(6):
        get("public.progress", reported.slug)
