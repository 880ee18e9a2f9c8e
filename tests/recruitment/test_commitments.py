"""Needs as promises: each has an owner and a day, and is met or the member hears why not."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.urls import reverse

from assembly.errors import BadInput, DomainError
from recruitment import commitments, diets, members, offers
from recruitment.models import Commitment
from recruitment.queries import commitments as queries
from recruitment.queries.registrations import looks
from tests import make, make_members, make_recruitment

NOW = make.NOW
Status = Commitment.Status
NEEDS = {"diet": "Vegan, no nuts please", "access": "", "childcare": "Two children"}


@pytest.fixture
def assembly(db):
    return make_members.assembly()


@pytest.fixture
def organiser(assembly):
    return make.actor_with(assembly, "organiser")


@pytest.fixture
def member(assembly):
    return make_recruitment.member(assembly)


def own(member):
    return make.actor(member.user, member.assembly)


def state(commitment) -> tuple[str, bool, bool]:
    commitment.refresh_from_db()
    doubted, settled = commitment.doubted_at, commitment.settled_at
    return commitment.status, doubted is not None, settled is not None


# --- from registration ----------------------------------------------------------------------------


def test_accepting_a_seat_makes_a_promise_of_each_need_once(assembly, organiser):
    offer = make_members.offer(assembly, person={"needs": NEEDS})
    member = offers.accept(offer, by=organiser, now=NOW)
    for _ in range(2):
        commitments.promise(member, now=NOW)
    made = member.commitments.order_by("kind")
    assert [(each.kind, each.details, each.status) for each in made] == [
        ("access", "", "open"),
        ("childcare", "Two children", "open"),
        ("diet", "Vegan, no nuts please", "open"),
    ]


def test_what_is_needed_is_due_a_week_before_the_first_day_or_tomorrow_if_that_is_past(assembly):
    assert commitments.due(assembly, NOW) == date(2024, 2, 17)
    assert commitments.due(assembly, NOW + timedelta(days=60)) == date(2024, 3, 11)


@pytest.mark.parametrize(
    ("text", "counted"),
    [
        ("Vegan, no nuts please", ["vegan", "no-nuts"]),
        ("I am coeliac", ["no-gluten"]),
        ("halal", ["halal"]),
        ("Lactose intolerant", ["no-milk"]),
        ("No nuts: allergy", ["no-nuts"]),
        ("I don’t eat pork", ["no-pork"]),
        ("Gluten-free and egg free", ["no-gluten", "no-egg"]),
        ("", ["ask"]),
        ("It is complicated", ["ask"]),
        ("eggplant", ["ask"]),
        ("fishing is fun", ["ask"]),
    ],
)
def test_the_kitchen_counts_what_was_said_in_known_words_and_asks_about_the_rest(text, counted):
    assert diets.heard(text) == counted


@pytest.mark.parametrize(
    ("text", "counted"),
    [
        ("Vegan, allergic to sesame", ["vegan", "ask"]),
        ("I eat fish but no other meat", ["ask"]),
        ("fish", ["ask"]),
        ("Vegetarian, but milk makes me ill", ["vegetarian", "ask"]),
        ("no nuts, and nothing fried", ["no-nuts", "ask"]),
        ("Nie jem wieprzowiny", ["ask"]),
    ],
)
def test_whoever_is_half_understood_is_asked(text, counted):
    assert diets.heard(text) == counted


def test_what_is_written_beside_a_ticked_box_is_not_dropped(member, organiser):
    made = commitments.add(
        member, "diet", "Allergic to sesame", diets=["vegan"], by=organiser, now=NOW
    )
    assert made.diets == ["vegan", "ask"]
    more = commitments.add(member, "diet", "no nuts", diets=["vegan"], by=organiser, now=NOW)
    assert more.diets == ["vegan", "no-nuts"]


def test_details_are_encrypted_and_so_is_what_the_kitchen_counts(member):
    made = make_members.commitment(member, kind="diet", details="Nut allergy", diets=["no-nuts"])
    with connection.cursor() as cursor:
        cursor.execute("SELECT details, diets FROM recruitment_commitment WHERE id = %s", [made.pk])
        stored = b"".join(bytes(part) for part in cursor.fetchone())
    assert (b"allergy" in stored, b"no-nuts" in stored) == (False, False)


# --- what staff do --------------------------------------------------------------------------------


def test_a_need_goes_from_open_over_arranged_to_met_and_the_trail_tells(member, organiser):
    need = make_members.commitment(member)
    for status in (Status.ARRANGED, Status.MET):
        commitments.settle(need, status, by=organiser, now=NOW)
    assert state(need) == ("met", False, True)
    told = [(step.what, step.by) for step in queries.history(need)]
    assert told == [
        ("Marked Met", organiser.user.name),
        ("Marked Arranged", organiser.user.name),
    ]


def test_what_cannot_be_met_needs_a_reason_and_the_member_reads_it(member, organiser, signed_in):
    need = make_members.commitment(member)
    with pytest.raises(BadInput, match="Say why"):
        commitments.settle(need, Status.CANNOT, reason=" ", by=organiser, now=NOW)
    commitments.settle(
        need, Status.CANNOT, reason="The hall has no second lift", by=organiser, now=NOW
    )
    page = signed_in(member.user).get(reverse("member.needs", args=[member.assembly.slug]))
    assert "The hall has no second lift" in page.content.decode()


def test_only_an_organiser_can_see_to_a_need(member, organiser):
    need = make_members.commitment(member)
    given = {"details": "A ramp", "due_on": date(2024, 2, 1), "cost_pence": 4_550}
    caller = make.role(member.assembly, "caller")
    with pytest.raises(BadInput, match="Only an organiser"):
        commitments.edit(need, **given, owner=caller, by=organiser, now=NOW)
    commitments.edit(need, **given, owner=organiser.user, by=organiser, now=NOW)
    need.refresh_from_db()
    assert (need.owner, need.due_on, need.cost_pence) == (
        organiser.user,
        date(2024, 2, 1),
        4_550,
    )


def test_a_member_who_has_withdrawn_is_promised_nothing_more(member, organiser):
    members.withdraw(member, reason="Ill", by=organiser, now=NOW)
    member.refresh_from_db()
    with pytest.raises(DomainError, match="withdrawn"):
        commitments.add(member, "access", "A ramp", by=organiser, now=NOW)


# --- what the member does -------------------------------------------------------------------------


def test_a_member_asks_for_something_and_says_that_something_is_not_met(member, organiser):
    asked = commitments.ask(member, "travel", "A taxi home", by=own(member), now=NOW)
    commitments.settle(asked, Status.MET, by=organiser, now=NOW)
    commitments.doubt(asked, by=own(member), now=NOW)
    assert state(asked) == ("open", True, False)
    assert asked.due_on == NOW.date()
    commitments.settle(asked, Status.ARRANGED, by=organiser, now=NOW)
    assert state(asked) == ("arranged", False, False)


def test_nobody_speaks_for_another_member(member):
    other = make_recruitment.member(member.assembly)
    need = make_members.commitment(member)
    with pytest.raises(DomainError, match="for themselves"):
        commitments.doubt(need, by=own(other), now=NOW)
    with pytest.raises(DomainError, match="for themselves"):
        commitments.ask(member, "access", "A ramp", by=own(other), now=NOW)


def test_a_member_sees_their_own_needs_and_no_others(member, signed_in):
    other = make_recruitment.member(member.assembly)
    make_members.commitment(member, details="A hearing loop")
    theirs = make_members.commitment(other, details="A quiet room")
    client = signed_in(member.user)
    page = client.get(reverse("member.needs", args=[member.assembly.slug])).content.decode()
    assert ("A hearing loop" in page, "A quiet room" in page) == (True, False)
    response = client.post(
        reverse("member.needs.doubt", args=[member.assembly.slug, theirs.pk]),
    )
    assert response.status_code == 404


def test_a_member_asks_from_their_page(member, signed_in):
    url = reverse("member.needs", args=[member.assembly.slug])
    data = {"kind": "diet", "details": "", "diets": ["halal", "no-egg"]}
    assert signed_in(member.user).post(url, data).status_code == 302
    assert member.commitments.get().diets == ["halal", "no-egg"]


# --- the overview ---------------------------------------------------------------------------------


def test_what_is_doubted_comes_first_then_what_is_due_soonest_then_what_is_settled(
    member, organiser
):
    met = make_members.commitment(member, status=Status.MET, settled_at=NOW, due_on=NOW.date())
    later = make_members.commitment(member, due_on=NOW.date() + timedelta(days=9))
    soon = make_members.commitment(member, due_on=NOW.date() - timedelta(days=1))
    doubted = make_members.commitment(member, doubted_at=NOW)
    assert queries.listed(member.assembly, NOW.date()) == [doubted, soon, later, met]


def test_the_numbers_by_kind_add_up_and_leave_out_who_has_withdrawn(member, organiser):
    gone = make_recruitment.member(member.assembly)
    for person in (member, gone):
        make_members.commitment(person, cost_pence=2_000)
        make_members.commitment(person, kind="diet", status=Status.MET, settled_at=NOW)
    members.withdraw(gone, reason="Ill", by=organiser, now=NOW)
    rows = queries.counts(member.assembly)
    assert [(row.kind, row.open, row.met, row.all, row.cost_pence) for row in rows] == [
        ("Access", 1, 0, 1, 2_000),
        ("Food", 0, 1, 1, 0),
    ]


def test_facilitators_get_numbers_and_no_list(member, signed_in):
    make_members.commitment(member, details="A ramp")
    url = reverse("staff.needs", args=[member.assembly.slug])
    page = signed_in(make.role(member.assembly, "facilitator")).get(url)
    text = page.content.decode()
    assert (page.context["listed"], member.name in text, "A ramp" in text) == (None, False, False)
    assert "Access" in text


def test_the_list_shows_no_details_opening_one_does_and_the_member_sees_it(
    member, organiser, signed_in
):
    need = make_members.commitment(member, details="A ramp")
    client = signed_in(organiser.user)
    slug = member.assembly.slug
    assert b"A ramp" not in client.get(reverse("staff.needs", args=[slug])).content
    assert b"A ramp" in client.get(reverse("staff.needs.one", args=[slug, need.pk])).content
    assert [look.what for look in looks(member.registration)] == [
        "opened what you need and read it",
        "opened the list of members to note a need, with your name in it",
    ]


def test_the_table_of_needs_holds_numbers_only(member, organiser, signed_in):
    make_members.commitment(member, details="=1+1", cost_pence=999)
    url = reverse("staff.needs.csv", args=[member.assembly.slug])
    lines = signed_in(organiser.user).get(url).content.decode().split("\r\n")
    assert lines[1:] == ["Access,1,0,0,0,1,999", ""]


def test_the_overview_takes_as_many_queries_for_three_as_for_one(
    member, organiser, signed_in, django_assert_num_queries
):
    client = signed_in(organiser.user)
    url = reverse("staff.needs", args=[member.assembly.slug])
    make_members.commitment(member)
    client.get(url)
    with django_assert_num_queries(15):
        client.get(url)
    for _ in range(2):
        make_members.commitment(make_recruitment.member(member.assembly))
    with django_assert_num_queries(15):
        client.get(url)
