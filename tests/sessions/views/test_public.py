from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse
from icalendar import Calendar

from sessions import programme
from tests import make
from tests import make_sessions as build


@pytest.fixture
def url(assembly):
    return lambda name, *args: reverse(f"public.{name}", args=[assembly.slug, *args])


def test_anybody_reads_the_released_programme_with_its_speakers(client, url, assembly):
    assert "being prepared" in client.get(url("programme")).content.decode()
    build.agenda_item(build.session(assembly)).speakers.add(build.speaker(assembly))
    programme.release(assembly, by=make.actor_with(assembly, "organiser"), now=make.NOW)
    page = client.get(url("programme")).content.decode()
    assert "Session 1.1" in page
    assert page.count("Dr Dora Example") == 2
    assert "Advises an invented charity, unpaid." in page
    feed = Calendar.from_ical(client.get(url("programme.calendar")).content)
    assert len(feed.walk("VEVENT")) == 1


def test_evidence_becomes_public_at_its_moment(client, url, assembly):
    item = build.released_item(assembly, public_from=make.NOW)
    with time_machine.travel(make.NOW - timedelta(seconds=1), tick=False):
        assert item.title not in client.get(url("evidence")).content.decode()
        assert client.get(url("evidence.item", item.pk)).status_code == 404
    with time_machine.travel(make.NOW, tick=False):
        assert item.title in client.get(url("evidence")).content.decode()
        assert "<h2>Findings</h2>" in client.get(url("evidence.item", item.pk)).content.decode()


def test_drafts_and_members_papers_are_never_public(client, url, assembly):
    draft = build.evidence_item(assembly, public_from=make.NOW)
    for_members = build.released_item(assembly, public_from=None)
    pages = [client.get(url("evidence.item", item.pk)).status_code for item in (draft, for_members)]
    assert pages == [404, 404]
