"""The response to the letters: what is read on a phone and on a desk, and the way to the draw."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from tests import make, make_campaign

pytestmark = pytest.mark.django_db(transaction=True)


def fits(page) -> bool:
    return page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


@pytest.mark.parametrize("width", ["page", "wide_page"])
def test_a_recruiter_reads_the_response_and_goes_on_to_draw_what_is_advised(
    request, width, live_server, axe, enter, tab_to, time_machine
):
    page = request.getfixturevalue(width)
    time_machine.move_to(make.NOW)
    assembly = make_campaign.running()
    letters = make_campaign.letters(assembly, 1_800)
    make_campaign.answers(assembly, letters, 25)
    enter(page, make.role(assembly, "recruiter"))
    page.goto(live_server.url + reverse("staff.watch", args=[assembly.slug]))
    expect(page.get_by_role("img", name="Registrations in all")).to_be_visible()
    axe(page)
    assert fits(page)
    button = page.get_by_role("button", name="Draw these addresses")
    numbers = page.locator("summary", has_text="The same in numbers")
    tab_to(page, button)
    tab_to(page, numbers)
    page.keyboard.press("Enter")
    expect(page.get_by_role("columnheader", name="Half of cases")).to_be_visible()
    axe(page)
    assert fits(page)
    button.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_label("How many addresses", exact=True)).not_to_have_value("")
