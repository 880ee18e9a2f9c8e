"""The staff's pages about the assembly itself."""

import pytest
from django.db import connection
from django.urls import reverse

from assembly import assemblies, audit
from assembly.errors import BadInput, DomainError
from assembly.models import Assembly, OutboxMessage, Role
from assembly.permissions import SYSTEM
from assembly.tasklist import State, Task, order
from tests import make


@pytest.fixture
def organiser(assembly, signed_in):
    return signed_in(make.role(assembly, "organiser"))


def test_the_overview_groups_tasks_and_marks_only_the_first_as_next(assembly, organiser):
    response = organiser.get(reverse("staff.overview", args=[assembly.slug]))
    tasks = [task for _, group in response.context["groups"] for task in group]
    assert [task.title for task in response.context["next_tasks"]] == ["Draw the addresses"]
    assert sum(task.state is State.NEXT for task in tasks) == 1


def test_of_several_tasks_that_could_start_the_first_is_next():
    first, second = (Task("Setting up", name, "/", State.NEXT, "Organiser") for name in "ab")
    assert [task.state for task in order([first, second])] == [State.NEXT, State.LATER]


def test_moving_on_asks_first_and_tells_what_is_not_done(assembly, organiser):
    url = reverse("staff.advance", args=[assembly.slug])
    undone = [task.title for task in organiser.get(url).context["undone"]]
    assert undone[0] == "Draw the addresses"
    organiser.post(url)
    assembly.refresh_from_db()
    assert assembly.stage == "register"


def test_two_organisers_who_move_on_at_once_move_one_stage(assembly):
    by = make.actor_with(assembly, "organiser")
    stale = Assembly.objects.get(pk=assembly.pk)
    assemblies.advance(assembly, by=by, now=make.NOW)
    with pytest.raises(DomainError, match="Somebody else"):
        assemblies.advance(stale, by=by, now=make.NOW)


def test_an_organiser_gives_a_role_and_the_person_is_told(assembly, organiser):
    data = {"name": "Bob Bello", "email": "bob@example.org", "kind": "facilitator", "body": ""}
    response = organiser.post(reverse("staff.people.give", args=[assembly.slug]), data)
    role = Role.objects.get(user__email="bob@example.org")
    assert (response.status_code, role.kind) == (302, "facilitator")
    assert OutboxMessage.objects.get(key=f"role:{role.pk}").to == "bob@example.org"


def test_nobody_is_made_a_member_by_hand(assembly):
    with pytest.raises(DomainError, match="the lottery draws them"):
        assemblies.give_role(
            assembly, email="eve@example.org", name="Eve", kind="member", by=SYSTEM, now=make.NOW
        )


def test_a_responder_needs_a_body_to_speak_for(assembly):
    with pytest.raises(BadInput, match="body"):
        assemblies.give_role(
            assembly, email="eve@example.org", name="Eve", kind="responder", by=SYSTEM, now=make.NOW
        )


def test_an_organiser_cannot_take_away_their_own_role(assembly):
    by = make.actor_with(assembly, "organiser")
    with pytest.raises(DomainError, match="your own role"):
        assemblies.take_role(by.user.roles.get(), by=by, now=make.NOW)


def test_the_audit_page_checks_the_chain_when_asked(assembly, organiser):
    by = make.actor_with(assembly, "organiser")
    for _ in range(2):
        audit.write("assembly.edit", assembly, by=by, now=make.NOW)
    url = reverse("staff.audit", args=[assembly.slug])
    assert organiser.get(url).context["checked"] is False
    assert organiser.get(f"{url}?check").context["broken"] is None
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE assembly_auditentry DISABLE TRIGGER audit_is_append_only")
        cursor.execute("UPDATE assembly_auditentry SET actor = 'user:0' WHERE position = 1")
    assert organiser.get(f"{url}?check").context["broken"] == 1


def test_an_administrator_sets_up_an_assembly_and_becomes_its_organiser(db, signed_in):
    person = make.user("Ada Admin", is_staff=True)
    response = signed_in(person).post(
        reverse("staff.new"),
        {
            "name": "Leaside Assembly", "slug": "leaside", "area_name": "Leaside",
            "question": "How should we get about?", "summary": "Residents decide.", "seats": "40",
            "letters": "8000", "opens_day": "1", "opens_month": "3", "opens_year": "2027",
            "closes_day": "21", "closes_month": "3", "closes_year": "2027", "first_day_day": "8",
            "first_day_month": "5", "first_day_year": "2027", "minimum_age": "16",
            "gift_pounds": "75",
            "contact_email": "hello@example.org", "contact_phone": "020 7946 0001",
        },
    )  # fmt: skip
    made = Assembly.objects.get(slug="leaside")
    assert response.url == reverse("staff.overview", args=["leaside"])
    assert (made.gift_pence, made.registration_closes.isoformat()) == (
        7_500,
        "2027-03-21T23:59:00+00:00",
    )
    assert made.roles.get().user == person


@pytest.mark.parametrize("slug", ["staff", "api", "new"])
def test_a_web_address_that_the_site_needs_itself_is_refused(db, slug):
    given = make.assembly()
    fields = {
        field: getattr(given, field)
        for field in ("name", "question", "area_name", "seats", "letters", "registration_opens",
                      "registration_closes", "first_day", "contact_email", "contact_phone")
    }  # fmt: skip
    with pytest.raises(BadInput):
        assemblies.create(slug=slug, by=SYSTEM, now=make.NOW, **fields)
