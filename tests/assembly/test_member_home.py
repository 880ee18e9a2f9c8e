"""A member's home: what is new stays until they say that they have read it."""

from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse

from assembly import stages
from assembly.errors import NotAllowed
from assembly.models import AuditEntry
from assembly.permissions import actor
from recruitment import members
from recruitment.models import Member
from tests import make, make_recommendations, make_recruitment, make_sessions

NOW = make.NOW
QUERIES = 27


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(NOW, tick=False) as travelled:
        yield travelled


@pytest.fixture
def assembly(db):
    return make.assembly(stage=stages.MEET.key)


@pytest.fixture
def alice(assembly):
    made = make_recruitment.member(assembly)
    Member.objects.filter(pk=made.pk).update(confirmed_at=NOW - timedelta(days=1))
    return made


@pytest.fixture
def visit(alice, signed_in):
    return signed_in(alice.user, second_factor=False)


@pytest.fixture
def url(assembly):
    return lambda name: reverse(f"member.{name}", args=[assembly.slug])


def lines(page) -> list[str]:
    return [line.text for line in page.context["news"].lines]


def test_what_is_new_stays_however_often_the_page_is_opened(visit, url, assembly):
    item = make_sessions.released_item(assembly, title="Paper A", released_at=NOW)
    for _ in range(2):
        page = visit.get(url("home"))
        assert lines(page) == ["New evidence: Paper A"]
    text = page.content.decode()
    assert "New since you joined" in text
    link = reverse("member.evidence.item", args=[assembly.slug, item.pk])
    assert f'href="{link}">New evidence: Paper A</a>' in text


def test_marked_as_read_it_goes_and_what_came_after_the_page_was_shown_stays(
    visit, url, assembly, alice, clock
):
    make_sessions.released_item(assembly, title="Paper A", released_at=NOW)
    until = visit.get(url("home")).context["news"].until
    clock.shift(timedelta(minutes=1))
    make_sessions.released_item(assembly, title="Paper B", released_at=NOW + timedelta(seconds=30))
    sent = visit.post(url("read_news"), {"until": until.isoformat()})
    assert sent.url == url("home")
    page = visit.get(url("home"))
    assert lines(page) == ["New evidence: Paper B"]
    assert "New since midday on 10 January 2024" in page.content.decode()
    assert AuditEntry.objects.filter(act="members.read_news", object_id=str(alice.pk)).count() == 1


def test_with_nothing_new_the_page_says_so(visit, url):
    assert (
        "Nothing is new since midday on 9 January 2024" in visit.get(url("home")).content.decode()
    )


@pytest.mark.parametrize("until", ["", "nonsense", "2024-01-10"])
def test_a_moment_that_is_none_marks_nothing(visit, url, alice, until):
    sent = visit.post(url("read_news"), {"until": until})
    alice.refresh_from_db()
    assert (sent.url, alice.news_read_at is None) == (url("home"), until != "2024-01-10")


def test_nobody_reads_ahead_or_back(alice, assembly):
    by = actor(alice.user, assembly)
    members.read_news(alice, NOW + timedelta(days=9), by=by, now=NOW)
    alice.refresh_from_db()
    assert alice.news_read_at == NOW
    members.read_news(alice, NOW - timedelta(days=9), by=by, now=NOW)
    alice.refresh_from_db()
    assert alice.news_read_at == NOW


def test_a_member_marks_nobody_elses_news(alice, assembly):
    bob = make_recruitment.member(assembly)
    with pytest.raises(NotAllowed):
        members.read_news(bob, NOW, by=actor(alice.user, assembly), now=NOW)


def test_much_that_is_new_takes_as_many_queries_as_little(
    visit, url, assembly, django_assert_num_queries
):
    def more(count):
        for _ in range(count):
            make_sessions.released_item(assembly, released_at=NOW, version=2)
            make_recommendations.recommendation(assembly)

    more(1)
    visit.get(url("home"))
    with django_assert_num_queries(QUERIES):
        visit.get(url("home"))
    more(3)
    with django_assert_num_queries(QUERIES):
        visit.get(url("home"))
