"""Every public page in Urdu, which reads from the right, and in Welsh and Polish, whose words are
long: on a small phone and on a desk nothing sticks out, and axe finds nothing."""

import pytest

from assembly.permissions import TABLE
from tests import world
from tests.test_permissions import OURS, address

SMALL_PHONE = {"width": 360, "height": 740}
DESK = {"width": 1280, "height": 900}
JOURNEY = ("public.mine", "public.consent", "public.register")


@pytest.fixture
def everything(transactional_db, tmp_path):
    return world.complete(world.everything(tmp_path))


@pytest.fixture
def reader(browser):
    """Return a page of somebody whose browser asks for a language."""
    contexts = []

    def of(code):
        contexts.append(browser.new_context(viewport=SMALL_PHONE, locale=code))
        return contexts[-1].new_page()

    yield of
    for context in contexts:
        context.close()


def pages(live_server, everything):
    """Yield the address of each page of the site and of the assembly that anybody may read."""
    for pattern in OURS:
        view, name = pattern.callback, pattern.name
        is_read = TABLE[view.act].is_public and view.translated and "GET" in view.methods
        if is_read and not name.startswith(JOURNEY):
            yield live_server.url + address(everything, pattern)


@pytest.mark.parametrize("code", ["cy", "pl", "ur"])
def test_public_pages_fit_and_are_accessible(reader, live_server, everything, axe, code):
    page = reader(code)
    wrong = []
    for place in pages(live_server, everything):
        page.goto(place)
        axe(page)
        for size in (SMALL_PHONE, DESK):
            page.set_viewport_size(size)
            if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
                wrong.append((place, size["width"]))
    assert wrong == []


def test_a_language_is_chosen_without_scripts_on_any_page(browser, live_server, everything):
    context = browser.new_context(viewport=SMALL_PHONE, java_script_enabled=False, locale="en-GB")
    page = context.new_page()
    page.goto(f"{live_server.url}/about/")
    page.get_by_role("button", name="Polski").click()
    assert page.url == f"{live_server.url}/about/"
    assert page.locator("h1").inner_text() == "O tym serwisie"
    page.locator(".footer a").first.click()
    assert page.locator("html").get_attribute("lang") == "pl"
    context.close()
