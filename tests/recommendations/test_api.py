from datetime import timedelta

import time_machine
from django.test import Client
from django.urls import reverse

from recommendations import actions
from tests import make_recommendations as make

AFTER = make.AFTER


def results(assembly) -> list[dict]:
    response = Client().get(reverse("api.recommendations", args=[assembly.slug]))
    assert response.status_code == 200
    return response.json()["results"]


def test_nothing_is_listed_before_the_report(meeting):
    make.voted(meeting, make.FIVE)
    assert results(meeting) == []


def test_a_published_recommendation_comes_with_votes_answers_and_actions(reported):
    council, _ = make.bodies(reported)
    answer = make.response(reported.recommendations.get(number=1), council)
    by = make.responder_actor(reported, council)
    action = actions.add(answer, "Fit lamps", "Post", AFTER.date(), "Map", by=by, now=AFTER)
    actions.update(action, "under_way", "Ordered.", by=by, now=AFTER)
    make.response(reported.recommendations.get(number=2), council, published=False)
    with time_machine.travel(AFTER + timedelta(days=5), tick=False):
        first, second = results(reported)
    assert (first["number"], first["votes"]["in_favour"], first["votes"]["outcome"]) == (
        1, 3, "supported",
    )  # fmt: skip
    police_answer, council_answer = first["answers"]
    assert (police_answer["position"], police_answer["state"]) == (None, "Answer due in 85 days")
    assert council_answer["position"] == "accepted"
    assert council_answer["actions"][0]["days_late"] == 5
    assert [update["text"] for update in council_answer["actions"][0]["updates"]] == ["Ordered."]
    assert [answer["position"] for answer in second["answers"]] == [None, None]


def test_an_unknown_assembly_is_not_found(db):
    assert Client().get(reverse("api.recommendations", args=["nowhere"])).status_code == 404
