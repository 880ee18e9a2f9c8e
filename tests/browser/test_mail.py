"""Staff at the outbox and at what mails say: on a phone, by keyboard, without scripts."""

import os
from pathlib import Path

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from assembly import clock, outbox
from assembly.models import OutboxMessage
from assembly.permissions import SYSTEM
from tests import make, make_mail
from tests.browser.test_audiences import fits

PICTURES = os.environ.get("PICTURES", "")
SIZES = ({"width": 390, "height": 844}, {"width": 1280, "height": 900})


@pytest.fixture
def assembly(transactional_db):
    return make.assembly()


@pytest.fixture
def organiser(assembly):
    return make.role(assembly, "organiser")


def at(live_server, name, *args) -> str:
    return live_server.url + reverse(name, args=args)


def look(page, axe, name) -> None:
    """Check a page at both sizes; keep pictures where PICTURES names a folder."""
    for size in SIZES:
        page.set_viewport_size(size)
        axe(page)
        assert fits(page), (page.url, size)
        if PICTURES:
            path = Path(PICTURES) / f"{name}-{size['width']}.png"
            page.screenshot(path=path, full_page=True)
    page.set_viewport_size(SIZES[0])


def fill_outbox(assembly) -> None:
    now = clock.now()
    many = outbox.begin_mailing(assembly, "Offers of a seat", by=SYSTEM, now=now)
    for number in range(50):
        make_mail.put(assembly, number, now=now, bulk=many)
    problems = {
        "bounced": "The mail server refused it: 550 5.1.1 no such mailbox",
        "uncertain": "The connection broke before the mail server had answered.",
        "failed": "The mail server asks us to wait: 451 4.7.1 later",
    }
    for place, (status, problem) in enumerate(problems.items(), start=60):
        message = make_mail.put(assembly, place, now=now)
        OutboxMessage.objects.filter(pk=message.pk).update(status=status, problem=problem)


def test_an_organiser_stops_fifty_messages_by_keyboard_and_sends_them_after_all(
    page, live_server, assembly, organiser, enter, axe, tab_to
):
    fill_outbox(assembly)
    enter(page, organiser)
    page.goto(at(live_server, "staff.mail", assembly.slug))
    look(page, axe, "outbox-waiting")
    tab_to(page, page.get_by_role("button", name="Stop these 50 messages before they leave"))
    page.keyboard.press("Enter")
    expect(page.get_by_text("50 messages are stopped.")).to_be_visible()
    look(page, axe, "outbox-stopped")
    page.get_by_role("button", name="Send them after all").click()
    expect(page.get_by_text("50 messages are on the way.")).to_be_visible()
    assert OutboxMessage.objects.filter(status="waiting").count() == 50


def test_what_went_wrong_is_decided_on_the_page(page, live_server, assembly, organiser, enter, axe):
    fill_outbox(assembly)
    enter(page, organiser)
    for show, button in (
        ("bounced", "The address works: send it again"),
        ("uncertain", "It has left"),
        ("failed", "Try again"),
    ):
        page.goto(at(live_server, "staff.mail", assembly.slug) + f"?show={show}")
        look(page, axe, f"outbox-{show}")
        page.get_by_role("button", name=button).click()
        expect(page.locator(".govuk-notification-banner__heading")).to_be_visible()
    assert OutboxMessage.objects.filter(status__in=("bounced", "uncertain", "failed")).count() == 0


def test_the_demonstration_lets_mail_be_read(
    page, live_server, assembly, organiser, enter, axe, settings
):
    settings.DEMO = True
    make_mail.put(assembly)
    enter(page, organiser)
    page.goto(at(live_server, "staff.mail", assembly.slug))
    page.locator("summary", has_text="Read it").click()
    expect(page.get_by_text("the lottery has drawn you")).to_be_visible()
    look(page, axe, "outbox-demo")


def test_an_alarm_tells_that_mail_is_not_leaving(
    page, live_server, assembly, organiser, enter, axe
):
    make_mail.put(assembly)
    enter(page, organiser)
    page.goto(at(live_server, "staff.overview", assembly.slug))
    expect(page.get_by_role("alert")).to_contain_text("Mail is not leaving")
    look(page, axe, "alarm")


def test_a_text_is_written_with_a_preview_that_follows(
    page, live_server, assembly, organiser, enter, axe
):
    enter(page, organiser)
    page.goto(at(live_server, "staff.mail_texts", assembly.slug))
    look(page, axe, "texts")
    page.get_by_role("link", name="Go on with a registration").click()
    look(page, axe, "text")
    page.get_by_role("textbox", name="Message").fill("Go on here: ((link))")
    preview = page.get_by_role("region", name="The message")
    expect(preview).to_contain_text("Go on here: https://assembly.example/your-own-link")
    page.get_by_role("textbox", name="Message").fill("Go on here")
    expect(preview).to_contain_text("((link)) is missing")
    page.get_by_role("button", name="Save as a new version").click()
    expect(page.get_by_role("alert")).to_contain_text("((link)) is missing")
    look(page, axe, "text-wrong")
    page.get_by_role("textbox", name="Message").fill("Go on here: ((link))")
    page.get_by_role("button", name="Save as a new version").click()
    expect(page.get_by_text("Version 1 of the text is saved.")).to_be_visible()
    page.get_by_role("link", name="Cymraeg").click()
    expect(page.get_by_text("Translation out of date")).to_be_visible()
    look(page, axe, "text-welsh")
    page.get_by_role("link", name="اردو").click()
    look(page, axe, "text-urdu")


def test_a_text_is_written_without_scripts(
    browser, browser_context_args, live_server, assembly, organiser, enter
):
    context = browser.new_context(**{**browser_context_args, "java_script_enabled": False})
    page = context.new_page()
    enter(page, organiser)
    page.goto(at(live_server, "staff.mail_texts.write", assembly.slug, "later", "en-gb"))
    page.get_by_role("textbox", name="Message").fill("Go on here: ((link))")
    page.get_by_role("button", name="Preview").click()
    expect(page.get_by_role("region", name="The message")).to_contain_text("Go on here: https://")
    page.get_by_role("button", name="Save as a new version").click()
    page.get_by_role("button", name="Go back to the original").click()
    page.get_by_role("link", name="All versions").click()
    expect(page.get_by_role("heading", name="Version 2")).to_be_visible()
    context.close()
