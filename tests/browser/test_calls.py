"""The call sheet by keyboard, seats that fell empty, and the Board’s columns on a phone."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from recruitment import members, offers
from tests import make, make_members, make_recruitment
from tests.recruitment import make_draws

from .test_addresses import fits

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def assembly(transactional_db):
    return make_members.assembly()


def at(live_server, assembly, name, *args) -> str:
    return live_server.url + reverse(name, args=[assembly.slug, *args])


def test_a_caller_rings_somebody_and_notes_what_came_of_it_by_keyboard(
    page, live_server, assembly, axe, enter, tab_to
):
    last = timezone.now() + timedelta(days=4)
    offer = make_members.offer(assembly, deadline=last, person={"name": "Alice Adeyemi"})
    make_members.offer(assembly, deadline=last + timedelta(days=1))
    enter(page, make.role(assembly, "caller"))
    page.goto(at(live_server, assembly, "staff.calls"))
    axe(page)
    assert fits(page)
    tab_to(page, page.get_by_role("button", name="Ring the next person"))
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text(f"Ring {offer.registration.reference}")
    expect(page.get_by_text("Alice Adeyemi").first).to_be_visible()
    axe(page)
    assert fits(page)
    tab_to(page, page.get_by_label("Yes: they take the seat"))
    for _ in range(4):
        page.keyboard.press("ArrowDown")
    expect(page.get_by_label("No answer")).to_be_checked()
    tab_to(page, page.get_by_label("Note for the next caller"))
    page.keyboard.type("Rings long")
    tab_to(page, page.get_by_role("button", name="Note this attempt"))
    page.keyboard.press("Enter")
    expect(page.get_by_text("Attempt 1 is noted.")).to_be_visible()
    axe(page)
    row = page.get_by_role("row").filter(has_text=offer.registration.reference)
    expect(row).to_contain_text("No answer")


def test_a_form_without_an_outcome_leads_to_its_error(page, live_server, assembly, axe, enter):
    offer = make_members.offer(assembly, deadline=timezone.now() + timedelta(days=4))
    enter(page, make.role(assembly, "caller"))
    page.goto(at(live_server, assembly, "staff.offers.call", offer.pk))
    page.get_by_role("button", name="Take this call").click()
    page.get_by_role("button", name="Note this attempt").click()
    expect(page.get_by_role("alert")).to_contain_text("Choose what came of it")
    axe(page)


@pytest.mark.parametrize("width", ["page", "wide_page"])
def test_the_recruiter_fills_an_empty_seat_in_one_click(
    request, width, live_server, assembly, axe, enter
):
    page = request.getfixturevalue(width)
    recruiter = make.actor_with(assembly, "recruiter")
    for number in range(30):
        make_recruitment.registered(assembly, number)
    drawn = make_draws.held(make_draws.committed(assembly))
    made = offers.make(drawn, deadline=make_members.DEADLINE, by=recruiter, now=make.NOW)
    seated = [offers.accept(offer, by=recruiter, now=make.NOW) for offer in made]
    members.withdraw(seated[0], reason="Ill", by=recruiter, now=make.NOW)
    enter(page, recruiter.user)
    page.goto(at(live_server, assembly, "staff.repair"))
    expect(page.locator("h1")).to_have_text("1 empty seat: ways to go on")
    axe(page)
    assert fits(page)
    page.get_by_role("button", name="Freeze the pool for 1 seat").click()
    expect(page.get_by_text("The pool is frozen.")).to_be_visible()
    assert assembly.pools.get(number=2).previous == drawn.pool


def test_a_member_asks_for_something_and_an_organiser_sees_to_it(
    page, live_server, assembly, axe, enter
):
    member = make_recruitment.member(assembly)
    enter(page, member.user)
    page.goto(at(live_server, assembly, "member.needs"))
    axe(page)
    page.get_by_label("What is it about?").select_option("travel")
    page.get_by_label("What is needed?").fill("A taxi home")
    page.get_by_role("button", name="Ask for this").click()
    expect(page.get_by_role("heading", name="A taxi home")).to_be_visible()
    axe(page)
    assert fits(page)
    enter(page, make.role(assembly, "organiser"))
    page.goto(at(live_server, assembly, "staff.needs"))
    axe(page)
    assert fits(page)
    page.get_by_role("link", name="Travel").click()
    axe(page)
    assert fits(page)
    page.get_by_label("Arranged").check()
    page.get_by_role("button", name="Record").click()
    expect(page.get_by_role("cell", name="Arranged").last).to_be_visible()


@pytest.mark.parametrize("width", ["page", "wide_page"])
def test_the_board_reads_every_column_on_a_phone_and_on_a_desk(
    request, width, live_server, assembly, axe, enter
):
    page = request.getfixturevalue(width)
    for number in range(30):
        make_recruitment.registered(assembly, number)
    drawn = make_draws.held(make_draws.committed(assembly))
    recruiter = make.actor_with(assembly, "recruiter")
    for offer in offers.make(drawn, deadline=make_members.DEADLINE, by=recruiter, now=make.NOW):
        offers.accept(offer, by=recruiter, now=make.NOW)
    enter(page, make.role(assembly, "board"))
    page.goto(at(live_server, assembly, "board.representativeness"))
    axe(page)
    assert fits(page)
    table = page.get_by_role("table").nth(1)
    for column in ("Population", "Registered", "Expected", "Drawn", "Confirmed", "Attended"):
        expect(table.get_by_role("columnheader", name=column)).to_have_count(1)
    cells = table.locator("tbody td").all()
    width_of_page = page.viewport_size["width"]
    boxes = [cell.bounding_box() for cell in cells]
    assert all(box["x"] >= 0 and box["x"] + box["width"] <= width_of_page for box in boxes)
