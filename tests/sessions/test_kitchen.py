"""The kitchen's list: how many eat what, on which day. Never who."""

from datetime import timedelta

import pytest
from django.urls import reverse

from recruitment import members
from recruitment.models import Member
from sessions.queries import kitchen
from tests import make, make_members, make_recruitment, make_sessions

SECRET = "Nuts would kill her"


@pytest.fixture
def assembly(db):
    return make_members.assembly()


@pytest.fixture
def session(assembly):
    return make_sessions.session(assembly)


def eats(assembly, *diets, **fields) -> Member:
    member = make_recruitment.member(assembly, name=f"Zebedee {len(diets)}")
    if diets:
        make_members.commitment(member, kind="diet", diets=list(diets), details=SECRET, **fields)
    return member


def meals(assembly) -> list[tuple[str, int]]:
    return kitchen.days(assembly)[0].meals


def test_a_meal_is_counted_by_all_that_must_go_together_in_it(assembly, session):
    eats(assembly)
    eats(assembly)
    eats(assembly, "vegan", "no-nuts")
    eats(assembly, "vegan")
    assert meals(assembly) == [("Anything", 2), ("Vegan", 1), ("Vegan, No nuts", 1)]


def test_two_needs_of_one_person_are_one_meal(assembly, session):
    member = eats(assembly, "halal")
    make_members.commitment(member, kind="diet", diets=["no-egg"])
    assert meals(assembly) == [("Halal, No egg", 1)]


def test_a_diet_that_cannot_be_met_is_asked_about_and_is_never_anything(assembly, session):
    eats(assembly, "kosher", status="cannot", reason="No kosher kitchen near", settled_at=make.NOW)
    assert meals(assembly) == [("Kosher, Ask the organiser", 1)]


def test_each_day_counts_who_is_a_member_on_it(assembly, session):
    gone = eats(assembly, "vegan")
    eats(assembly)
    later = make_sessions.session(assembly, 2)
    by = make.actor_with(assembly, "organiser")
    members.withdraw(gone, reason="Ill", by=by, now=later.starts_at - timedelta(hours=1))
    days = kitchen.days(assembly)
    assert [(day.expected, day.meals) for day in days] == [
        (2, [("Anything", 1), ("Vegan", 1)]),
        (1, [("Anything", 1)]),
    ]


def test_morning_and_afternoon_are_one_day(assembly, session):
    make_sessions.session(assembly, 1)
    eats(assembly)
    assert [day.expected for day in kitchen.days(assembly)] == [1]


def test_no_name_no_badge_and_no_free_text_reaches_the_list_or_its_file(
    assembly, session, signed_in
):
    member = eats(assembly, "no-nuts")
    client = signed_in(make.role(assembly, "facilitator"))
    for name in ("staff.kitchen", "staff.kitchen.csv"):
        text = client.get(reverse(name, args=[assembly.slug])).content.decode()
        assert "No nuts" in text
        assert (SECRET in text, member.name in text, str(member.pk) in text) == (False,) * 3


def test_the_file_has_one_row_a_day_and_meal(assembly, session, signed_in):
    eats(assembly, "vegan", "no-nuts")
    client = signed_in(make.role(assembly, "organiser"))
    lines = client.get(reverse("staff.kitchen.csv", args=[assembly.slug])).content.decode()
    day = session.starts_at.date().isoformat()
    assert lines.split("\r\n") == ["day,meal,people", f'{day},"Vegan, No nuts",1', ""]
