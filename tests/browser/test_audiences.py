"""Members, staff, the Advisory Board and the public, each in their own pages."""

import re
import time

import pytest
from django.core import mail
from django.urls import reverse
from playwright.sync_api import Error, expect

from assembly.permissions import TABLE
from recruitment.models import Member
from tests import world
from tests.test_permissions import OURS, address


@pytest.fixture
def everything(transactional_db, tmp_path):
    return world.everything(tmp_path)


def fits(page) -> bool:
    """Tell whether nothing sticks out at the side."""
    return page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def opens(page, url) -> bool:
    """Open an address; tell whether it answers with a page, and not with a file to keep."""
    try:
        return page.goto(url).headers["content-type"].startswith("text/html")
    except Error as error:
        if "Download is starting" not in error.message:
            raise
        return False


def the_mail():
    """Return the message that leaves once its page has been answered."""
    end = time.monotonic() + 10
    while not mail.outbox and time.monotonic() < end:
        time.sleep(0.05)
    return mail.outbox[-1]


def at(live_server, everything, name, *rest) -> str:
    return live_server.url + reverse(name, args=[everything.assembly.slug, *rest])


def test_a_member_signs_in_by_a_code_and_reads_evidence(page, live_server, everything, axe):
    member = everything.people["member"]
    page.goto(at(live_server, everything, "member.home"))
    axe(page)
    page.get_by_label("Email").or_(page.get_by_label("E-mail")).first.fill(member.email)
    page.get_by_role("button", name="Send me a code").click()
    expect(page.locator("h1")).to_have_text("Enter your code")
    axe(page)
    code = re.search(r"\b[A-Z0-9]{4}-[A-Z0-9]{4}\b", the_mail().body)
    page.get_by_role("textbox").first.fill(code.group())
    page.get_by_role("button", name="Sign in", exact=True).click()
    name = Member.objects.get(user=member).name
    expect(page.locator("h1")).to_have_text(f"Hello, {name}")
    axe(page)
    page.locator("summary", has_text="Menu").click()
    page.get_by_role("link", name="Evidence", exact=True).click()
    axe(page)
    page.locator(".card a").first.click()
    expect(page.get_by_text("Plain words.")).to_be_visible()
    axe(page)
    assert fits(page)


def test_staff_see_what_to_do_next(wide_page, live_server, everything, axe, enter):
    enter(wide_page, everything.people["organiser"])
    wide_page.goto(at(live_server, everything, "staff.overview"))
    expect(wide_page.locator("h1")).to_have_text("What to do next")
    expect(wide_page.get_by_role("link", name="Draw the addresses")).to_be_visible()
    axe(wide_page)


def test_the_staff_menu_starts_closed_on_a_phone_and_opens(
    page, live_server, everything, axe, enter
):
    enter(page, everything.people["organiser"])
    page.goto(at(live_server, everything, "staff.overview"))
    link = page.get_by_role("link", name="Audit trail")
    expect(link).to_be_hidden()
    page.get_by_text("Menu", exact=True).click()
    expect(link).to_be_visible()
    axe(page)


def test_the_board_sees_representativeness_and_no_name(
    wide_page, live_server, everything, axe, enter
):
    enter(wide_page, everything.people["board"])
    wide_page.goto(at(live_server, everything, "board.home"))
    axe(wide_page)
    wide_page.get_by_role("navigation", name="Advisory Board").get_by_role(
        "link", name="Representativeness"
    ).click()
    expect(wide_page.locator("h1")).to_have_text("Does the panel mirror Waltham Forest?")
    axe(wide_page)
    text = wide_page.content()
    assert [one.name for one in everything.assembly.members.all() if one.name in text] == []


ROLES = {
    "organiser": "staff.", "recruiter": "staff.",
    "responder": "staff.", "board": "board.", "member": "member.",
}  # fmt: skip


def first_to_open(pattern) -> str | None:
    """Return the first role that may open a page of its own; the others see the same page."""
    roles = TABLE[pattern.callback.act].roles
    mine = (role for role, prefix in ROLES.items() if pattern.name.startswith(prefix))
    return next((role for role in mine if role in roles), None)


@pytest.mark.parametrize("role", ROLES)
def test_every_page_a_role_can_open_passes_axe_and_fits_a_phone(
    page, live_server, everything, axe, enter, role
):
    enter(page, everything.people[role])
    seen = 0
    for pattern in OURS:
        if first_to_open(pattern) != role or "GET" not in pattern.callback.methods:
            continue
        url = live_server.url + address(everything, pattern)
        if not opens(page, url):
            continue
        axe(page)
        assert fits(page), page.url
        seen += 1
    assert seen >= 1


def test_every_public_page_passes_axe_and_fits_a_phone(page, live_server, everything, axe):
    for pattern in OURS:
        name = pattern.name
        url = live_server.url + address(everything, pattern)
        if "GET" not in pattern.callback.methods or not TABLE[pattern.callback.act].is_public:
            continue
        if name.startswith(("public.", "privacy", "about", "access")) and opens(page, url):
            axe(page)
            assert fits(page), page.url
