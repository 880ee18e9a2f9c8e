"""Lists with names leave their trace: each person in one sees that it was opened, and by whom."""

from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse

from assembly import stages
from assembly.models import AuditEntry
from assembly.permissions import actor
from recruitment import lists, photos
from recruitment.models import Member
from recruitment.queries.registrations import looks
from sessions import seating
from tests import make, make_members, make_recruitment, make_sessions
from tests.make_pages import text

NOW = make.NOW
QUERIES = 21


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(NOW, tick=False) as travelled:
        yield travelled


@pytest.fixture
def assembly(db):
    made = make_members.assembly()
    made.stage = stages.MEET.key
    made.save(update_fields=["stage"])
    return made


@pytest.fixture
def alice(assembly):
    return make_recruitment.member(assembly, name="Alice Archer")


@pytest.fixture
def url(assembly):
    return lambda name, *args: reverse(name, args=[assembly.slug, *args])


def seen(member) -> list[tuple[str, str]]:
    return [(look.who, look.what) for look in looks(member.registration)]


@pytest.mark.parametrize(
    ("name", "role", "who", "what"),
    [
        ("members", "organiser", "An organiser", "opened the list of members"),
        ("members", "caller", "A caller", "opened the list of members"),
        ("tables", "facilitator", "A facilitator", "opened the table plan"),
        ("tables", "note_taker", "A member of staff", "opened the table plan"),
        ("needs", "organiser", "An organiser", "opened the list of members to note a need"),
        ("photos", "facilitator", "A facilitator", "opened the list of who is not in pictures"),
        ("attendance.session", "facilitator", "A facilitator", "opened the list of who is there"),
    ],
)
def test_whose_name_stands_in_a_list_sees_who_opened_it(
    alice, url, assembly, signed_in, name, role, who, what
):
    session = make_sessions.session(assembly)
    seating.plan(assembly, seed="a", by=make.actor_with(assembly, "organiser"), now=NOW)
    arguments = [session.pk] if name == "attendance.session" else []
    page = signed_in(make.role(assembly, role)).get(url(f"staff.{name}", *arguments))
    assert alice.name in text(page)
    assert seen(alice) == [(who, f"{what}, with your name in it")]


@pytest.mark.parametrize(
    "name", ["members.withdraw", "members.rejoin", "needs.add", "photos.say_for"]
)
def test_a_page_about_one_member_is_seen_by_that_member_alone(
    alice, url, assembly, signed_in, name
):
    bob = make_recruitment.member(assembly, name="Bob Baker")
    signed_in(make.role(assembly, "organiser")).get(url(f"staff.{name}", alice.pk))
    assert seen(alice) == [("An organiser", "opened a page with your name")]
    assert seen(bob) == []


def test_whoever_is_not_in_a_list_hears_nothing_of_it(alice, url, assembly, signed_in):
    bob = make_recruitment.member(assembly, name="Bob Baker")
    photos.say(bob, "yes", by=actor(bob.user, assembly), now=NOW)
    signed_in(make.role(assembly, "facilitator")).get(url("staff.photos"))
    assert len(seen(alice)) == 1
    assert seen(bob) == [("You", "said if there may be pictures of you")]


def test_a_facilitator_who_reads_only_numbers_leaves_no_trace(alice, url, assembly, signed_in):
    page = signed_in(make.role(assembly, "facilitator")).get(url("staff.needs"))
    assert alice.name not in text(page)
    assert seen(alice) == []


def test_a_list_is_one_entry_however_many_stand_in_it(alice, url, assembly, signed_in):
    make_sessions.members(assembly, 3)
    client = signed_in(make.role(assembly, "organiser"))
    client.get(url("staff.members"))
    entry = AuditEntry.objects.get(act=lists.ACT)
    numbers = list(Member.objects.order_by("number").values_list("number", flat=True))
    assert entry.detail == {"list": "members", "badges": numbers}
    assert (entry.object_type, entry.object_id) == ("assembly.Assembly", str(assembly.pk))


def test_opening_a_list_takes_as_many_queries_for_four_as_for_one(
    alice, url, assembly, signed_in, django_assert_num_queries
):
    client = signed_in(make.role(assembly, "organiser"))
    client.get(url("staff.members"))
    with django_assert_num_queries(QUERIES):
        client.get(url("staff.members"))
    make_sessions.members(assembly, 3)
    with django_assert_num_queries(QUERIES):
        client.get(url("staff.members"))


def test_a_list_opened_again_the_same_day_stands_there_once(alice, url, assembly, signed_in, clock):
    person, other = (make.role(assembly, "organiser") for _ in range(2))
    for each in (person, person, other, person):
        clock.shift(timedelta(minutes=1))
        signed_in(each).get(url("staff.members"))
    clock.shift(timedelta(days=1))
    signed_in(person).get(url("staff.members"))
    line = "opened the list of members, with your name in it"
    assert [look.what for look in looks(alice.registration)] == [
        line, f"{line} (3 times that day)", line,
    ]  # fmt: skip


def test_an_empty_list_leaves_no_entry(url, assembly, signed_in):
    signed_in(make.role(assembly, "organiser")).get(url("staff.members"))
    assert not AuditEntry.objects.filter(act=lists.ACT).exists()


def test_a_list_of_another_assembly_with_the_same_badge_is_not_ours(alice, assembly):
    other = make_members.assembly()
    carol = make_recruitment.member(other, name="Carol Clark")
    assert carol.number == alice.number
    by = make.actor_with(other, "organiser")
    lists.opened(other, lists.MEMBERS, [carol], by=by, now=NOW)
    assert seen(alice) == []
    assert len(seen(carol)) == 1
