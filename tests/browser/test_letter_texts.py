"""Staff who write what letters say, with a preview beside it of the pages that will be printed."""

import re

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from recruitment.models import LetterTemplate
from tests import make
from tests.browser.conftest import DESK, PHONE
from tests.browser.test_audiences import fits

WORDS = "# Come and decide\n\n((question))\n\n((council))"
PAGE_ONE = "Page 1 of the letter: "
DRAWN = 30_000  # milliseconds in which pages are drawn again, also beside other work
SIZES = pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])


@pytest.fixture
def assembly(transactional_db):
    assembly = make.assembly()
    make.commissioned(assembly)
    return assembly


def open_text(page, live_server, assembly, enter):
    enter(page, make.role(assembly, "organiser"))
    page.goto(live_server.url + reverse("staff.letters.write", args=[assembly.slug, "invitation"]))
    return page.get_by_role("region", name="Pages of the letter")


def sheets(preview):
    return preview.get_by_role("img")


def is_in_sight(page, element) -> bool:
    box = element.bounding_box()
    return 0 <= box["y"] < page.viewport_size["height"]


@SIZES
def test_the_preview_follows_what_is_written_without_leaving_the_page(
    page, live_server, assembly, enter, axe, size
):
    page.set_viewport_size(size)
    preview = open_text(page, live_server, assembly, enter)
    expect(sheets(preview)).to_have_count(2, timeout=DRAWN)
    expect(sheets(preview).first).to_have_attribute(
        "alt", starting(PAGE_ONE, "You are invited"), timeout=DRAWN
    )
    before = sheets(preview).first.get_attribute("src")
    page.evaluate("window.stayed = true")
    page.get_by_role("textbox", name="First page", exact=True).fill(WORDS)
    expect(sheets(preview).first).to_have_attribute(
        "alt", starting(PAGE_ONE, "Come and decide"), timeout=DRAWN
    )
    assert sheets(preview).first.get_attribute("src") != before
    assert sheets(preview).first.evaluate("node => node.naturalWidth") > 600
    axe(page)
    assert fits(page)
    page.get_by_role("textbox", name="First page", exact=True).fill("Use ((qestion))")
    expect(preview).to_contain_text("There is no field called “qestion”", timeout=DRAWN)
    page.get_by_role("textbox", name="First page", exact=True).fill(WORDS)
    page.get_by_role("combobox", name="Second language").select_option("pl")
    page.get_by_label("Show the preview as").select_option("bilingual")
    expect(sheets(preview)).to_have_count(4, timeout=DRAWN)
    expect(sheets(preview).nth(2)).to_have_attribute(
        "alt", starting("Page 3 of the letter: ", "Zapraszamy!"), timeout=DRAWN
    )
    assert page.evaluate("window.stayed") is True
    assert not LetterTemplate.objects.exists()


def test_on_a_desk_the_pages_stand_beside_the_text(wide_page, live_server, assembly, enter):
    preview = open_text(wide_page, live_server, assembly, enter)
    text = wide_page.get_by_role("textbox", name="First page", exact=True)
    text.scroll_into_view_if_needed()
    assert preview.bounding_box()["x"] >= text.bounding_box()["x"] + text.bounding_box()["width"]
    assert is_in_sight(wide_page, preview)


@SIZES
@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
def test_a_button_shows_the_preview_and_leads_to_it(
    browser, browser_context_args, live_server, assembly, enter, scripts, size
):
    context = browser.new_context(
        **{**browser_context_args, "viewport": size, "java_script_enabled": scripts}
    )
    page = context.new_page()
    preview = open_text(page, live_server, assembly, enter)
    page.get_by_role("textbox", name="First page", exact=True).fill(WORDS)
    if not scripts:  # the control of the test above: nothing follows by itself
        page.wait_for_timeout(3_000)
        expect(sheets(preview).first).to_have_attribute(
            "alt", starting(PAGE_ONE, "You are invited"), timeout=DRAWN
        )
    page.get_by_role("button", name="Preview").click()
    expect(page.get_by_role("heading", name="Preview")).to_be_in_viewport()
    expect(sheets(preview).first).to_have_attribute(
        "alt", starting(PAGE_ONE, "Come and decide"), timeout=DRAWN
    )
    expect(page.get_by_role("textbox", name="First page", exact=True)).to_have_value(WORDS)
    assert not LetterTemplate.objects.exists()
    context.close()


def starting(*words):
    """Return a pattern that begins with the first and holds the others in this order."""
    return re.compile("^" + ".*".join(map(re.escape, words)))
