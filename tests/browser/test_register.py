"""A resident with a letter, on a phone."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from assembly.permissions import SOMEONE
from recruitment import codes, registrations
from recruitment.models import Registration
from tests import make
from tests import make_recruitment as recruit

PARTS = ("contact", "birth-date", "answers", "needs")


@pytest.fixture
def assembly(transactional_db):
    now = timezone.now()
    return recruit.open_assembly(
        registration_opens=now - timedelta(days=7),
        registration_closes=now + timedelta(days=14),
        first_day=(now + timedelta(days=45)).date(),
    )


@pytest.fixture
def at(live_server, assembly):
    """Return the whole address of one of the assembly's pages."""
    return lambda name, *rest: live_server.url + reverse(name, args=[assembly.slug, *rest])


def fits(page):
    """Tell whether nothing sticks out at the side."""
    return page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_a_resident_registers_by_letter_code_with_the_keyboard_alone(
    page, at, assembly, axe, tab_to
):
    _, code = recruit.invitation(assembly)

    def look(heading):
        expect(page.locator("h1")).to_have_text(re.compile(heading))
        axe(page)
        assert fits(page), page.url

    def press(role, name, key="Enter"):
        tab_to(page, page.get_by_role(role, name=name))
        page.keyboard.press(key)

    def write(label, text):
        tab_to(page, page.get_by_label(label, exact=True))
        page.keyboard.press("Control+A")
        page.keyboard.type(text)

    def choose(first, presses):
        tab_to(page, page.get_by_role("radio", name=first))
        page.keyboard.press("Space")
        for _ in range(presses):
            page.keyboard.press("ArrowDown")
        press("button", "Continue")

    page.goto(at("public.register"))
    look("One of these 50 seats could be yours")
    press("button", "Start now")

    look("Enter the code from your letter")
    press("button", "Continue")
    look("Enter the code from your letter")
    expect(page).to_have_title(re.compile("^Error: "))
    press("link", "Enter the code from your letter")
    expect(page.locator("#id_code")).to_be_focused()
    page.keyboard.type(codes.pretty(code).lower())
    page.keyboard.press("Enter")

    look("Do you live at this address?")
    choose("Yes, I live here", 0)
    look("What is your name?")
    write("What is your name?", "Alice Adeyemi")
    press("button", "Continue")
    look("How can we reach you?")
    press("button", "Continue")
    expect(page.get_by_role("alert")).to_contain_text("Enter an e-mail address or a phone number")
    look("How can we reach you?")
    write("E-mail address", "alice@example.org")
    press("button", "Continue")
    look("What is your date of birth?")
    for part, number in (("Day", "29"), ("Month", "2"), ("Year", "1996")):
        write(part, number)
    press("button", "Continue")
    look("What is your gender?")
    choose("Woman", 0)
    look("What is your ethnic group?")
    choose("Asian or Asian British", 1)
    look("Are you disabled?")
    choose("Yes", 1)
    look("Do you need anything to take part?")
    press("checkbox", "Food I cannot or do not eat", "Space")
    page.keyboard.press("Tab")
    page.keyboard.type("No nuts")
    press("button", "Continue")

    look("Check your answers")
    press("link", "Change name")
    look("What is your name?")
    expect(page.locator("#id_name")).to_have_value("Alice Adeyemi")
    write("What is your name?", "Alice A. Adeyemi")
    press("button", "Continue")
    look("Check your answers")
    press("button", "Register")

    look("You have registered")
    registration = Registration.objects.get()
    expect(page.locator(".govuk-panel")).to_contain_text(registration.reference)
    assert (registration.name, registration.needs) == ("Alice A. Adeyemi", {"diet": "No nuts"})
    assert registration.date_of_birth == "1996-02-29"
    assert {key: registration.answers[key] for key in ("area", *recruit.ANSWERS["categories"])} == {
        "area": "central",
        "gender": "woman",
        "ethnicity": "black",
        "disability": "no",
    }


def test_the_qr_code_fills_the_code_in_and_leaves_the_address_bar(page, at, assembly):
    _, code = recruit.invitation(assembly)
    page.goto(at("public.register.code") + "#" + code)
    expect(page.locator("#id_code")).to_have_value(code)
    assert page.url == at("public.register.code")


def test_not_eligible_and_closed_are_pages_of_their_own(page, at, assembly, axe):
    for reason in ("age", "address"):
        page.goto(at("public.register.not_eligible", reason))
        axe(page)
    assembly.registration_closes = timezone.now()
    assembly.save()
    page.goto(at("public.register"))
    expect(page.locator("h1")).to_have_text("Registration has closed")
    axe(page)


def test_a_person_sees_corrects_and_withdraws_by_personal_link(page, at, assembly, axe):
    registration = registrations.register_with_code(
        assembly,
        recruit.invitation(assembly)[1],
        recruit.answers(),
        by=SOMEONE,
        now=timezone.now(),
    )
    page.goto(at("public.mine.enter", registrations.personal_token(registration)))
    assert page.url == at("public.mine")
    axe(page)
    assert fits(page)
    page.get_by_role("button", name="Change my name or contact").click()
    axe(page)
    page.get_by_label("Phone number").fill("020 7946 0123")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("alert")).to_contain_text("Your details have been changed")
    page.get_by_role("button", name="Withdraw", exact=True).click()
    axe(page)
    page.get_by_role("button", name="Yes, withdraw").click()
    expect(page.locator("main")).to_contain_text("You are not in the lottery")
    assert Registration.objects.get().status == "withdrawn"


def test_staff_see_the_registrations_on_a_desk_and_on_a_phone(
    page, wide_page, at, assembly, axe, enter
):
    registration = registrations.register_with_code(
        assembly,
        recruit.invitation(assembly)[1],
        recruit.answers(),
        by=SOMEONE,
        now=timezone.now(),
    )
    recruiter = make.role(assembly, "recruiter")
    for screen in (page, wide_page):
        enter(screen, recruiter)
        for name, *rest in (
            ("staff.registrations",),
            ("staff.registrations.assist",),
            ("staff.registrations.one", registration.reference),
            *(("staff.registrations.correct", registration.reference, what) for what in PARTS),
        ):
            screen.goto(at(name, *rest))
            axe(screen)
            assert fits(screen), screen.url


def test_staff_change_what_a_caller_asks_them_to_and_the_record_shows_it(
    page, at, assembly, axe, enter
):
    registration = registrations.register_with_code(
        assembly, recruit.invitation(assembly)[1], recruit.answers(), by=SOMEONE, now=timezone.now()
    )
    enter(page, make.role(assembly, "recruiter"))
    page.goto(at("staff.registrations.one", registration.reference))
    page.get_by_role("link", name="Name and contact").click()
    page.get_by_label("Name", exact=True).fill("Alice Liddell")
    page.get_by_role("button", name="Save").click()
    axe(page)
    expect(page.get_by_role("alert")).to_contain_text("Choose how this reached you")
    page.get_by_label("By phone").check()
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("alert")).to_contain_text(f"{registration.reference} has been changed")
    expect(page.locator("main")).to_contain_text("Alice Liddell")
    expect(page.locator("main")).to_contain_text("changed the details, as asked")
