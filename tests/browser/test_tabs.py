"""The tabs of members, the Board and the public: a menu on a phone, side by side on a desk."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from tests import world

TABS = {
    "member.home": ("Your assembly", "Home", "Programme"),
    "board.home": ("Advisory Board", "Home", "Lottery"),
    "public.assembly": ("This assembly", "The assembly", "How people are chosen"),
}


@pytest.fixture
def everything(transactional_db, tmp_path):
    return world.everything(tmp_path)


@pytest.fixture
def without_scripts(browser, browser_context_args):
    context = browser.new_context(**browser_context_args, java_script_enabled=False)
    yield context.new_page()
    context.close()


def address(live_server, everything, name) -> str:
    return live_server.url + reverse(name, args=[everything.assembly.slug])


@pytest.mark.parametrize("name", TABS)
def test_on_a_phone_the_tabs_stand_behind_a_menu_that_names_the_page(
    page, live_server, everything, enter, axe, tab_to, name
):
    label, here, other = TABS[name]
    if person := everything.people.get(name.split(".")[0]):
        enter(page, person)
    page.goto(address(live_server, everything, name))
    tabs = page.get_by_role("navigation", name=label)
    menu, link = tabs.locator("summary"), tabs.get_by_role("link", name=other, exact=True)
    expect(menu).to_have_text(f"Menu {here}")
    expect(link).to_be_hidden()
    assert tabs.bounding_box()["height"] <= 56
    tab_to(page, menu)
    page.keyboard.press("Enter")
    expect(link).to_be_visible()
    axe(page)
    tab_to(page, link)
    page.keyboard.press("Enter")
    expect(menu).to_have_text(f"Menu {other}")
    expect(link).to_be_hidden()


def test_the_menu_opens_without_scripts(without_scripts, live_server, everything, enter):
    page = without_scripts
    enter(page, everything.people["member"])
    page.goto(address(live_server, everything, "member.home"))
    page.get_by_text("Menu", exact=False).first.click()
    page.get_by_role("link", name="Programme", exact=True).click()
    expect(page.locator(".tabs summary")).to_have_text("Menu Programme")


@pytest.mark.parametrize("name", TABS)
def test_on_a_desk_the_tabs_stand_side_by_side(wide_page, live_server, everything, enter, name):
    if person := everything.people.get(name.split(".")[0]):
        enter(wide_page, person)
    wide_page.goto(address(live_server, everything, name))
    tabs = wide_page.get_by_role("navigation", name=TABS[name][0])
    expect(tabs.locator("summary")).to_be_hidden()
    assert len({round(link.bounding_box()["y"]) for link in tabs.get_by_role("link").all()}) == 1


def test_the_tables_of_levels_and_attempts_do_not_scroll_sideways(
    page, live_server, everything, enter
):
    enter(page, everything.people["board"])
    draw = reverse("public.draw", args=[everything.assembly.slug, 1])
    for url, title in (
        (address(live_server, everything, "board.lottery"), "Levels of fairness"),
        (live_server.url + draw, "Every attempt at this draw"),
    ):
        page.goto(url)
        region = page.get_by_role("region", name=title)
        assert region.evaluate("node => node.scrollWidth <= node.clientWidth")
        expect(region.locator("td").first).to_be_visible()
