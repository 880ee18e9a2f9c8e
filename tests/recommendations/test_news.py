"""What is new for members of recommendations, votes, the report and the answers."""

from datetime import timedelta

from django.urls import reverse

from recommendations import ballots, drafting
from recommendations.queries.news import news
from tests import make_recommendations as make

BEFORE, NOW = make.NOW - timedelta(hours=1), make.NOW


def told(assembly, since=BEFORE, now=NOW) -> list[str]:
    return [each.text for each in news(assembly, since, now)]


def test_a_recommendation_is_new_then_changed_then_final(meeting):
    made = make.recommendation(meeting, "Lighting")
    [line] = news(meeting, BEFORE, NOW)
    assert line.text == "New recommendation 1: Lighting"
    assert line.url == reverse("member.recommendation", args=[meeting.slug, 1])
    assert told(meeting, since=NOW) == []
    later, last = NOW + timedelta(minutes=1), NOW + timedelta(minutes=2)
    drafting.revise(made, "More lamps.", "Clearer", by=make.organiser(meeting), now=later)
    assert told(meeting, since=NOW) == ["Recommendation 1 has changed: Lighting"]
    assert told(meeting) == ["New recommendation 1: Lighting"]
    drafting.lock(made, by=make.organiser(meeting), now=last)
    assert told(meeting, since=later) == ["The text of recommendation 1 is final: Lighting"]
    assert told(meeting) == ["The text of recommendation 1 is final: Lighting"]


def test_many_recommendations_are_counted(meeting):
    for number in range(4):
        make.recommendation(meeting, f"Lighting {number}")
    assert told(meeting) == ["4 new recommendations"]


def test_a_vote_is_news_while_it_is_open_and_its_result_once_it_is_closed(meeting):
    make.members(meeting, 2)
    ballot = make.ballot(meeting)
    text = "You can vote until 2pm on 10 January 2024: The vote"
    assert text in told(meeting)
    assert text not in told(meeting, now=make.AFTER)
    assert told(meeting, since=NOW) == []
    ballots.close(
        ballot, random_bytes=make.random_bytes(), by=make.organiser(meeting), now=make.AFTER
    )
    assert told(meeting, since=NOW, now=make.AFTER) == ["The result is here: The vote"]


def test_the_report_and_each_answer_are_news(reported):
    assert told(reported, since=make.CLOSES, now=make.AFTER)[-1] == "The report is published"
    body = make.bodies(reported)[0]
    make.response(reported.recommendations.get(number=1), body, published=False)
    assert told(reported, since=make.AFTER) == []
    make.response(reported.recommendations.get(number=2), body)
    assert told(reported, since=make.CLOSES)[-1] == ("Waltham Forest has answered recommendation 2")
