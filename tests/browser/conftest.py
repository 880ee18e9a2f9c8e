"""A real browser for the journeys: Chromium, the size of a phone unless a test asks for more."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.contrib.staticfiles import finders
from django.test import Client, override_settings
from playwright.sync_api import Browser, BrowserContext, Locator, Page

from assembly.models import User

CHROMIUM = Path(os.environ.get("CHROMIUM", "/usr/bin/chromium"))
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-dev-shm-usage",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PHONE = {"width": 390, "height": 844}
DESK = {"width": 1280, "height": 900}
MOST_TABS = 80


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session", autouse=True)
def alongside_a_browser() -> Iterator[None]:
    """Prepare this process before the server starts.

    Playwright keeps an event loop in this thread until the end, which Django may ignore. Static
    files come from where they were built: nothing has been collected.
    """
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with override_settings(WHITENOISE_AUTOREFRESH=True):
        yield


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args):
    """Start the machine's own Chromium. Without it a journey fails; it is never skipped."""
    if not CHROMIUM.exists():
        pytest.fail(f"No browser at {CHROMIUM}: apt-get install chromium, or set CHROMIUM")
    return {**browser_type_launch_args, "executable_path": str(CHROMIUM), "args": FLAGS}


@pytest.fixture(scope="session")
def base_url(live_server):
    return live_server.url


@pytest.fixture
def browser_context_args(browser_context_args):
    return {**browser_context_args, "viewport": PHONE, "locale": "en-GB"}


@pytest.fixture(autouse=True)
def looks_built() -> None:
    if finders.find("app.css") is None or finders.find("app.js") is None:
        pytest.fail("static/build is empty: run script/bootstrap, or npm run build")


def _watched(page: Page) -> Iterator[Page]:
    """Give the page to the test; afterwards fail if the browser complained (scripts, CSP)."""
    complaints: list[str] = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on(
        "console",
        lambda message: complaints.append(message.text) if message.type == "error" else None,
    )
    page.set_default_timeout(10_000)
    yield page
    real = [text for text in complaints if "the server responded with a status of 4" not in text]
    assert real == []


@pytest.fixture
def page(context: BrowserContext) -> Iterator[Page]:
    """Return a page as wide as a phone."""
    yield from _watched(context.new_page())


@pytest.fixture
def wide_page(browser: Browser, browser_context_args) -> Iterator[Page]:
    """Return a page as wide as a desk's screen, in a browser of its own."""
    context = browser.new_context(**{**browser_context_args, "viewport": DESK})
    yield from _watched(context.new_page())
    context.close()


@pytest.fixture
def axe() -> Callable[[Page], None]:
    """Return a check that finds every breach of WCAG that axe knows."""

    def check(page: Page) -> None:
        results = Axe().run(page)
        found = [
            f"{violation['id']}: {violation['help']}\n    "
            + "\n    ".join(node["html"][:160] for node in violation["nodes"])
            for violation in results.response["violations"]
        ]
        assert found == [], f"{page.url}\n" + "\n".join(found)

    return check


@pytest.fixture
def enter(live_server) -> Callable[[Page, User], None]:
    """Return a way to sign a person in, their second factor used, without the sign-in pages."""

    def sign_in(page: Page, user: User) -> None:
        client = Client()
        client.force_login(user)
        session = client.session
        session["account_authentication_methods"] = [{"method": "mfa", "type": "totp"}]
        session.save()
        cookie = client.cookies[settings.SESSION_COOKIE_NAME].value
        page.context.add_cookies(
            [{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": live_server.url}]
        )

    return sign_in


@pytest.fixture
def tab_to() -> Callable[[Page, Locator], None]:
    """Return a way to move by keyboard: press Tab until the element has the focus."""

    def move(page: Page, element: Locator) -> None:
        element.wait_for(state="attached")
        for _ in range(MOST_TABS):
            if element.evaluate("node => node === document.activeElement"):
                return
            page.keyboard.press("Tab")
        pytest.fail(f"{element} cannot be reached with the Tab key on {page.url}")

    return move
