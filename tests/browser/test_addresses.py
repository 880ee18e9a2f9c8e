"""Drawing addresses: the form, a refusal that names the row, and what staff and public then see."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from tests import make, make_addresses

pytestmark = pytest.mark.django_db(transaction=True)


def fits(page) -> bool:
    return page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


@pytest.mark.parametrize("width", ["page", "wide_page"])
def test_staff_draw_from_addressbase_and_the_public_sees_how(
    request, width, live_server, axe, enter, tmp_path
):
    page = request.getfixturevalue(width)
    assembly = make.assembly()
    enter(page, make.role(assembly, "recruiter"))
    good = [make_addresses.core_row(place) for place in range(90)]
    good += [make_addresses.core_row(90 + n, classification_code="RI01") for n in range(3)]
    good += [make_addresses.core_row(95, classification_code="CR08")]
    bad = [*good, make_addresses.core_row(99, uprn="x")]
    page.goto(live_server.url + reverse("staff.addresses.draw", args=[assembly.slug]))
    axe(page)
    page.get_by_label("Ordnance Survey AddressBase Core").check()
    page.get_by_label("Address file", exact=True).set_input_files(
        make_addresses.paf(tmp_path, bad, name="bad.csv")
    )
    page.get_by_label("Postcode file", exact=True).set_input_files(
        make_addresses.postcodes(tmp_path)
    )
    page.get_by_label("Edition of the address file").fill("January 2024")
    page.get_by_label("Licence reference").fill("Test 1")
    page.get_by_label("How many addresses", exact=True).fill("20")
    page.get_by_label("Seed of the order").fill("20240110")
    page.get_by_role("button", name="Draw the addresses").click()
    expect(page.get_by_role("alert")).to_contain_text(
        "Row 95, column 1: the UPRN must be 1 to 12 digits, not “x”."
    )
    axe(page)
    assert fits(page)
    page.get_by_label("Address file", exact=True).set_input_files(
        make_addresses.paf(tmp_path, good, name="good.csv")
    )
    page.get_by_label("Postcode file", exact=True).set_input_files(
        make_addresses.postcodes(tmp_path)
    )
    page.get_by_role("button", name="Draw the addresses").click()
    expect(page.locator("h1")).to_have_text("Addresses")
    expect(page.get_by_role("cell", name="3", exact=True).first).to_be_visible()
    expect(page.get_by_text("A care home, hostel or another institution").last).to_be_visible()
    axe(page)
    assert fits(page)
    page.goto(live_server.url + reverse("public.chosen", args=[assembly.slug]))
    page.get_by_text("What was left out, and how to check").click()
    expect(page.get_by_text("(UPRN, 12 digits)")).to_be_visible()
    axe(page)
    assert fits(page)
    page.get_by_role("link", name="the rules of the draw of addresses").click()
    expect(page.locator("h1")).to_have_text("How addresses are drawn")
    axe(page)
    assert fits(page)
