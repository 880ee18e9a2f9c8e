"""The page that sends a code: it answers first, so nobody can tell who has an account."""

import statistics
import time
from collections.abc import Iterator

import pytest
from django.core import mail
from django.core.signals import request_finished
from django.db import close_old_connections
from django.test import RequestFactory
from django.test.client import ClientHandler
from django.urls import reverse

from assembly import accounts
from tests import make, slow_mail

NOBODY = "nobody@example.org"
SLOW = slow_mail.SECONDS
ROUNDS = 5  # no address gets more than six codes an hour


@pytest.fixture
def handler(db) -> Iterator[ClientHandler]:
    """Answer requests of this test, whose end leaves the test's connection to the database open."""
    made = ClientHandler()
    made.load_middleware()
    request_finished.disconnect(close_old_connections)
    yield made
    request_finished.connect(close_old_connections)


def ask(handler, email):
    """Ask for a code; return the answer, not yet closed, and the seconds until it was there."""
    request = RequestFactory().post(reverse("account_request_login_code"), {"email": email})
    request._dont_enforce_csrf_checks = True
    began = time.perf_counter()
    answer = handler.get_response(request)
    return answer, time.perf_counter() - began


def test_the_code_is_sent_once_the_page_has_been_answered(handler, assembly):
    answer, _ = ask(handler, make.role(assembly, "organiser").email)
    assert mail.outbox == []
    answer.close()
    assert len(mail.outbox) == 1


def test_nobody_without_an_account_is_written_to_and_the_answer_is_the_same(handler, assembly):
    unknown, _ = ask(handler, NOBODY)
    unknown.close()
    assert mail.outbox == []
    known, _ = ask(handler, make.role(assembly, "board").email)
    known.close()
    assert (known.status_code, known.headers["Location"], known.content) == (
        unknown.status_code,
        unknown.headers["Location"],
        unknown.content,
    )


def test_a_message_that_cannot_be_sent_is_logged_and_harms_no_other_page(
    handler, assembly, settings, caplog
):
    settings.EMAIL_BACKEND = "no.such.backend"
    answer, _ = ask(handler, make.role(assembly, "organiser").email)
    answer.close()
    assert "A message about an account could not be sent" in caplog.text
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    ask(handler, NOBODY)[0].close()
    assert mail.outbox == []


def lead(handler, assembly, settings) -> float:
    """Return how many seconds longer an address with an account takes; the mail server is slow."""
    settings.EMAIL_BACKEND = "tests.slow_mail.Backend"
    settings.ACCOUNT_RATE_LIMITS = False
    times: dict[str, list[float]] = {make.role(assembly, "organiser").email: [], NOBODY: []}
    for _ in range(ROUNDS):
        for email, spent in times.items():
            answer, seconds = ask(handler, email)
            answer.close()
            spent.append(seconds)
    known, unknown = map(statistics.median, times.values())
    return known - unknown


def test_a_stopwatch_tells_nothing_of_who_has_an_account(handler, assembly, settings):
    assert abs(lead(handler, assembly, settings)) < SLOW / 2


def test_a_page_that_sends_before_it_answers_tells_it(handler, assembly, settings, monkeypatch):
    """A control."""
    monkeypatch.setattr(accounts, "_after_the_answer", lambda act: act())
    assert lead(handler, assembly, settings) > SLOW / 2
