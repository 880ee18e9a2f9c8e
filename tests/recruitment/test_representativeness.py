"""What the Board sees: seven columns, what the lottery promised, and no small number."""

import json
from collections import Counter

import pytest
from django.urls import reverse

from recruitment import members, offers
from recruitment.models import PoolEntry
from recruitment.queries import representativeness
from tests import make, make_members, make_recruitment

from . import make_draws

NOW = make.NOW


def table(assembly, name, attended=None):
    tables = representativeness.table(assembly, attended)
    return next(one for one in tables if one.category == name)


def column(assembly, category, name, attended=None) -> list:
    return [getattr(row, name) for row in table(assembly, category, attended).rows]


@pytest.fixture
def seated(assembly):
    """Twelve of sixty are drawn and all have said yes."""
    drawn = make_draws.held(make_draws.committed(make_draws.ready(assembly)))
    by = make.actor_with(assembly, "recruiter")
    for offer in offers.make(drawn, deadline=make_members.DEADLINE, by=by, now=NOW):
        offers.accept(offer, by=by, now=NOW)
    return assembly


def test_what_is_expected_is_the_sum_of_the_published_chances(seated):
    manifest = json.loads(seated.pools.get().manifest)
    chances = {person["id"]: person["chance"] for person in manifest["people"]}
    promised = Counter()
    for entry in PoolEntry.objects.filter(pool__assembly=seated):
        panels, of = chances[entry.pseudonym]
        promised[entry.answers["gender"]] += panels / of
    expected = column(seated, "Gender", "expected")[:2]
    assert expected == [round(promised["woman"], 1), round(promised["man"], 1)]
    assert sum(expected) == make_draws.SEATS


def test_before_the_chances_are_worked_out_nothing_is_expected(assembly):
    make_draws.ready(assembly)
    assert set(column(assembly, "Gender", "expected")) == {None}
    assert "expected" not in table(assembly, "Gender").known


def test_a_replacement_draw_leaves_what_the_first_one_promised(seated):
    before = column(seated, "Gender", "expected")
    by = make.actor_with(seated, "recruiter")
    members.withdraw(seated.members.first(), reason="Ill", by=by, now=NOW)
    make_draws.solved(seated, reason="One is ill")
    assert column(seated, "Gender", "expected") == before


def test_drawn_confirmed_and_attended_are_counted_each_within_the_one_before(seated):
    attended = list(seated.members.order_by("number").values_list("pk", flat=True)[:9])
    drawn, confirmed, there = (
        column(seated, "Gender", name, attended) for name in ("drawn", "confirmed", "attended")
    )
    assert (sum(drawn[:2]), sum(confirmed[:2])) == (12, 12)
    assert all(some is None or some <= all_ for some, all_ in zip(there, confirmed, strict=True))


def total(assembly, name, attended=None):
    return sum(column(assembly, "Gender", name, attended)[:2])


def test_who_left_counts_no_more_and_whoever_replaces_them_does(seated):
    everyone = list(seated.members.values_list("pk", flat=True))
    by = make.actor_with(seated, "recruiter")
    members.withdraw(seated.members.first(), reason="Ill", by=by, now=NOW)
    assert [total(seated, name, everyone) for name in representativeness.SEATS] == [11, 11, 11]
    drawn = make_draws.held(make_draws.committed(seated, reason="One is ill"))
    [offer] = offers.make(drawn, deadline=make_members.DEADLINE, by=by, now=NOW)
    assert [total(seated, name, everyone) for name in representativeness.SEATS] == [12, 11, 11]
    offers.accept(offer, by=by, now=NOW)
    assert seated.members.count() == 13
    assert [total(seated, name, everyone) for name in representativeness.SEATS] == [12, 12, 11]


def test_whoever_says_no_is_drawn_no_more(seated):
    drawn = seated.offers.first().draw
    person = make_members.offer(seated, draw=drawn)
    assert total(seated, "drawn") == 13
    offers.decline(person, reason="", by=make.actor_with(seated, "recruiter"), now=NOW)
    assert total(seated, "drawn") == 12


def test_registered_are_those_who_can_be_drawn(assembly):
    make_draws.ready(assembly, people=40)
    for number in range(20):
        withdrawn = {"status": "withdrawn", "withdrawn_at": NOW}
        left = withdrawn if number % 2 else {"status": "consent", "place": 1}
        make_recruitment.registered(assembly, number, answers={"gender": "man"}, **left)
    assert column(assembly, "Gender", "registered")[:2] == [50, 50]


def test_no_column_shows_a_small_number_in_any_category(seated):
    attended = list(seated.members.values_list("pk", flat=True)[:7])
    shown = [
        getattr(row, name)
        for one in representativeness.table(seated, attended)
        for row in one.rows
        for name in ("drawn", "confirmed", "attended")
    ]
    assert None in shown
    assert [count for count in shown if count in (1, 2)] == []


def test_what_is_expected_is_hidden_where_too_few_have_registered(assembly):
    make_draws.ready(assembly)
    for number in range(3):
        make_recruitment.registered(assembly, number, answers={"ethnicity": "asian"})
    make_draws.solved(assembly)
    for row in table(assembly, "Ethnic group").rows:
        assert row.registered is not None or row.expected is None


def test_one_person_who_gave_another_answer_does_not_come_back_from_the_total(assembly):
    assembly = make_members.assembly()
    for number in range(40):
        make_recruitment.registered(assembly, number)
    answers = ["woman"] * 6 + ["man"] * 5 + ["other"]
    for gender in answers:
        person = make_members.offer(assembly, person={"answers": {"gender": gender}}).registration
        members.confirm(person, now=NOW)
    assert column(assembly, "Gender", "confirmed") == [6, None, None]


def test_the_public_page_hides_the_same_as_the_boards(seated):
    attended = list(seated.members.values_list("pk", flat=True)[:7])
    for public, board in zip(
        representativeness.table(seated),
        representativeness.table(seated, attended),
        strict=True,
    ):
        for name in ("registered", "drawn", "confirmed"):
            assert [getattr(row, name) for row in public.rows] == [
                getattr(row, name) for row in board.rows
            ]


def test_the_boards_page_has_the_columns_the_targets_and_no_name(seated, signed_in):
    client = signed_in(make.role(seated, "board"))
    page = client.get(reverse("board.representativeness", args=[seated.slug])).content.decode()
    for name in ("Population", "Invited", "Registered", "Expected", "Drawn", "Confirmed"):
        assert f'data-column="{name}"' in page
    assert [one.name for one in seated.members.all() if one.name in page] == []
