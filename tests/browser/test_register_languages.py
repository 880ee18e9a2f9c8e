"""The residents' pages on a small phone, without scripts, in English and in Urdu."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from recruitment import registrations
from recruitment.models import Erasure, LostCode, Registration
from recruitment.registrations import links
from tests import make
from tests import make_recruitment as recruit

SMALL_PHONE = {"width": 360, "height": 740}


@pytest.fixture
def assembly(transactional_db):
    now = timezone.now()
    return recruit.open_assembly(
        registration_opens=now - timedelta(days=7),
        registration_closes=now + timedelta(days=14),
        first_day=(now + timedelta(days=45)).date(),
        consent_below=18,
    )


@pytest.fixture
def at(live_server, assembly):
    return lambda name, *rest: live_server.url + reverse(name, args=[assembly.slug, *rest])


@pytest.fixture
def plain_page(browser):
    """Return a page as wide as a small phone, in a browser that runs no scripts."""
    context = browser.new_context(viewport=SMALL_PHONE, locale="en-GB", java_script_enabled=False)
    yield context.new_page()
    context.close()


@pytest.fixture
def urdu_page(browser):
    """Return a page as wide as a small phone, of someone whose phone speaks Urdu."""
    context = browser.new_context(viewport=SMALL_PHONE, locale="ur")
    yield context.new_page()
    context.close()


def fits(page):
    return page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def go_on(page):
    page.locator("main form button.govuk-button").first.click()


def walk(page, code, look=lambda: None):
    """Go from the code to the confirmation, by what the boxes are called in the page's source."""
    page.fill("#id_code", code)
    go_on(page)
    look()
    page.check("input[value=yes]")
    go_on(page)
    look()
    page.fill("#id_name", "Alice Adeyemi")
    go_on(page)
    go_on(page)
    look()
    page.fill("#id_email", "alice@example.org")
    go_on(page)
    look()
    for part, number in enumerate(("1", "6", "2010")):
        page.fill(f"#id_date_of_birth_{part}", number)
    go_on(page)
    look()
    page.fill("#id_guardian_name", "Gita Adeyemi")
    page.fill("#id_email", "gita@example.org")
    go_on(page)
    for value in ("woman", "white", "no"):
        look()
        page.check(f"input[value={value}]")
        go_on(page)
    look()
    page.check("#id_diet")
    go_on(page)
    look()
    go_on(page)
    look()


def test_without_scripts_on_a_small_phone_everything_works(plain_page, at, assembly):
    page = plain_page
    _, code = recruit.invitation(assembly)
    page.goto(at("public.register"))
    page.get_by_role("button", name="Start now").click()
    walk(page, code)
    expect(page.locator(".govuk-panel__title")).to_have_text("You have registered")
    person = Registration.objects.get()
    assert (person.status, person.needs) == ("consent", {"diet": ""})
    page.goto(at("public.consent.enter", links.consent_token(person)))
    page.get_by_role("button", name="Yes, I agree").click()
    expect(page.locator("h1")).to_have_text("Thank you")
    assert Registration.objects.get().status == "registered"
    page.goto(at("public.mine.enter", registrations.personal_token(person)))
    page.get_by_role("link", name="Have my data erased").click()
    page.get_by_role("button", name="Yes, erase my data").click()
    expect(page.locator("h1")).to_have_text("Certificate of erasure")
    assert Erasure.objects.count() == 1


def test_a_language_is_chosen_without_scripts(plain_page, at, assembly):
    plain_page.goto(at("public.register.code"))
    plain_page.get_by_role("button", name="Cymraeg").click()
    expect(plain_page.locator("h1")).to_have_text("Rhowch y cod o'ch llythyr")
    assert plain_page.url == at("public.register.code")


def test_the_journey_in_urdu_reads_from_the_right_and_fits(urdu_page, at, assembly, axe):
    page = urdu_page
    _, code = recruit.invitation(assembly)

    def look():
        expect(page.locator("html")).to_have_attribute("dir", "rtl")
        assert fits(page), page.url
        axe(page)

    page.goto(at("public.register"))
    look()
    page.goto(at("public.register.code"))
    look()
    walk(page, code, look)
    person = Registration.objects.get()
    assert person.language == "ur"
    face = page.locator("h1").evaluate("node => getComputedStyle(node).fontFamily")
    assert "Nastaliq" in face
    page.goto(at("public.mine.enter", registrations.personal_token(person)))
    look()
    for name in (
        "correct", "correct_birth_date", "correct_answers", "correct_needs", "withdraw", "erase",
        "link",
    ):  # fmt: skip
        page.goto(at(f"public.mine.{name}"))
        look()


def test_english_pages_fetch_no_urdu_face(page, at, assembly):
    fetched = []
    page.on("request", lambda request: fetched.append(request.url))
    page.goto(at("public.register.code"), wait_until="networkidle")
    assert any("atkinson" in address for address in fetched)
    assert [address for address in fetched if "nastaliq" in address] == []


def test_a_lost_letter_from_the_residents_page_to_the_staffs(
    page, wide_page, at, assembly, axe, enter
):
    letter, _ = recruit.invitation(assembly, lines=["12 Yarrow Road"], postcode="E17 4QH")
    page.goto(at("public.lost"))
    axe(page)
    for label, text in (
        ("Name", "Bob Brown"), ("Address", "12 Yarrow Rd"), ("Postcode", "e17 4qh"),
        ("Phone number", "020 7946 0123"),
    ):  # fmt: skip
        page.get_by_label(label, exact=True).fill(text)
    page.wait_for_timeout(2_100)
    page.get_by_role("button", name="Ask for a new code").click()
    expect(page.locator("h1")).to_have_text("We will look for your letter")
    axe(page)
    enter(wide_page, make.role(assembly, "recruiter"))
    wide_page.goto(at("staff.lost.one", LostCode.objects.get().pk))
    axe(wide_page)
    expect(wide_page.locator("main")).to_contain_text("One address agrees exactly")
    wide_page.get_by_label("12 Yarrow Road, E17 4QH").check()
    wide_page.get_by_label("Read out by phone").check()
    wide_page.get_by_role("button", name="Issue a new code").click()
    expect(wide_page.locator(".govuk-panel")).to_have_text(re.compile(r"\w{4}-\w{4}-\w{4}-\w"))
    axe(wide_page)
    letter.refresh_from_db()
    assert letter.issue == 2


def test_staff_pages_of_registration_are_accessible_and_fit(page, at, assembly, axe, enter):
    enter(page, make.role(assembly, "recruiter", "organiser"))
    recruit.added_question(assembly)
    recruit.invitation(assembly)
    for name, *rest in (
        ("staff.lost",),
        ("staff.lost.new",),
        ("staff.registrations.import",),
        ("staff.registrations.late",),
        ("staff.questions",),
        ("staff.translations",),
        ("staff.translations.language", "ur"),
        ("staff.translations.common", "ur"),
    ):
        page.goto(at(name, *rest))
        axe(page)
        assert fits(page), page.url
    page.goto(at("staff.registrations"))
    page.get_by_role("button", name="Try it as a resident").click()
    expect(page.get_by_role("region", name="Test")).to_contain_text("Nothing you enter counts")
    axe(page)
