"""A member's own affairs on a phone: calendar, travel, photographs, and leaving."""

from datetime import timedelta

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from assembly import stages
from sessions import calendars, programme
from tests import make, make_members, make_recruitment, make_sessions

pytestmark = pytest.mark.django_db(transaction=True)
VENUE = "The Old Bakery, 1 Invented Street, E17 9ZZ"


@pytest.fixture
def assembly(transactional_db):
    made = make_members.assembly()
    made.stage = stages.MEET.key
    made.save(update_fields=["stage"])
    session = make_sessions.session(made)
    by = make.actor_with(made, "organiser")
    programme.set_venue(session.weekend, VENUE, "Bus 99 stops outside.", by=by, now=make.NOW)
    programme.release(made, by=by, now=make.NOW)
    return made


def fits(page) -> bool:
    return page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def test_a_member_looks_after_themselves_until_they_leave(page, live_server, axe, enter, assembly):
    member = make_recruitment.member(assembly)
    make_members.commitment(member, kind="travel", details="A taxi", status="arranged")
    make_sessions.released_item(assembly, released_at=make.NOW + timedelta(hours=1))
    enter(page, member.user)

    def go(name):
        page.goto(live_server.url + reverse(name, args=[assembly.slug]))
        axe(page)
        assert fits(page), page.url

    go("member.home")
    expect(page.get_by_role("heading", name="New since you joined")).to_be_visible()
    page.get_by_role("button", name="Mark as read").click()
    expect(page.get_by_text("Nothing is new since")).to_be_visible()
    axe(page)
    go("member.programme")
    old = calendars.token(member)
    expect(page.get_by_role("link", name="Add to your calendar")).to_be_visible()
    page.get_by_role("button", name="Make a new address").click()
    expect(page.get_by_text("You have a new calendar address")).to_be_visible()
    expect(page.get_by_text(calendars.token(member))).to_be_visible()
    assert calendars.token(member) != old
    go("member.travel")
    expect(page.get_by_role("heading", name=VENUE)).to_be_visible()
    expect(page.get_by_text("A taxi")).to_be_visible()
    go("member.photos")
    page.get_by_label("No, leave me out").check()
    page.get_by_role("button", name="Save my answer").click()
    expect(page.get_by_text("leaves you out")).to_be_visible()
    axe(page)
    go("member.seat")
    page.get_by_role("button", name="Give up my seat").click()
    expect(page.get_by_role("alert")).to_contain_text("Tick the box")
    axe(page)
    assert fits(page)
    page.get_by_label("Yes, I give up my seat").check()
    page.get_by_role("button", name="Give up my seat").click()
    expect(page.get_by_text("You have given up your seat")).to_be_visible()
    axe(page)


def test_staff_see_who_is_left_out_of_pictures(page, live_server, axe, enter, assembly):
    member = make_recruitment.member(assembly)
    enter(page, make.role(assembly, "organiser"))
    for name in ("staff.photos", "staff.members", "staff.programme"):
        page.goto(live_server.url + reverse(name, args=[assembly.slug]))
        axe(page)
        assert fits(page), page.url
    page.goto(live_server.url + reverse("staff.photos", args=[assembly.slug]))
    expect(page.get_by_role("rowheader", name=member.name)).to_be_visible()


@pytest.mark.parametrize(("width", "has_scripts"), [(1280, True), (390, False)])
def test_an_organiser_records_by_keyboard_what_a_member_told_them(
    browser, browser_context_args, live_server, axe, enter, tab_to, assembly, width, has_scripts
):
    member = make_recruitment.member(assembly, name="Alice Archer")
    context = browser.new_context(
        **{**browser_context_args, "viewport": {"width": width, "height": 900}},
        java_script_enabled=has_scripts,
    )
    page = context.new_page()
    enter(page, make.role(assembly, "organiser"))

    def press(element, key):
        tab_to(page, element)
        page.keyboard.press(key)

    def record(*chosen):
        """Choose, of each group of which the first is named, the one so many below it."""
        page.goto(live_server.url + reverse("staff.members", args=[assembly.slug]))
        press(page.get_by_role("link", name="Record what Alice Archer says"), "Enter")
        for first, below in chosen:
            press(page.get_by_label(first), "Space")
            for _ in range(below):
                page.keyboard.press("ArrowDown")
        press(page.get_by_role("button", name="Record what they said"), "Enter")

    record(("Yes, we may", 0), ("By phone", 2))
    expect(page.get_by_text(f"What member {member.number} said is recorded")).to_be_visible()
    assert fits(page)
    record(("Yes, we may", 1))
    expect(page.get_by_role("alert")).to_contain_text("Choose how this reached you")
    if has_scripts:
        axe(page)
    assert fits(page)
    record(("Yes, we may", 1), ("By phone", 0))
    press(page.get_by_role("link", name="Record what Alice Archer says"), "Enter")
    timeline = page.get_by_role("listitem")
    expect(timeline.filter(has_text="No, they take their yes back")).to_contain_text("by phone")
    expect(timeline.filter(has_text="Yes, in person")).to_be_visible()
    context.close()
