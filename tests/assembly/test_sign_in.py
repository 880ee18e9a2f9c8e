"""The page that sends a code: it answers first, so nobody can tell who has an account."""

import random
import time
from collections.abc import Iterator
from statistics import median

import pytest
from django.core import mail
from django.core.signals import request_finished
from django.db import close_old_connections
from django.test import RequestFactory
from django.test.client import ClientHandler
from django.urls import reverse

from assembly import accounts
from assembly.models import User
from tests import make
from tests.stopwatch import take_the_same_time

NOBODY = "nobody@example.org"


@pytest.fixture
def handler(db) -> Iterator[ClientHandler]:
    """Answer requests of this test, whose end leaves the test's connection to the database open."""
    made = ClientHandler()
    made.load_middleware()
    request_finished.disconnect(close_old_connections)
    yield made
    request_finished.connect(close_old_connections)


def ask(handler, email, **headers):
    """Ask for a code; return the answer, not yet closed, and the seconds until it was there."""
    where = reverse("account_request_login_code")
    request = RequestFactory().post(where, {"email": email}, **headers)
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


def stopped(handler, settings, rounds: int) -> tuple[list[float], list[float]]:
    """Return the seconds of addresses with an account and of those without; the mail is slow.

    In each round one of either, in any order. Each asks once, from a network address of its own,
    so that no limit is reached. The answers are alike to the letter.
    """
    settings.EMAIL_BACKEND = "tests.slow_mail.Backend"
    User.objects.bulk_create(
        User(email=f"person{number:05}@example.org", name="Alice") for number in range(rounds)
    )
    chance, answers = random.Random(6), set()
    seconds: dict[str, list[float]] = {"person": [], "nobody": []}
    for number in range(rounds):
        for place, who in enumerate(chance.sample(sorted(seconds), 2)):
            here = f"10.{place}.{number // 250}.{number % 250}"
            answer, spent = ask(handler, f"{who}{number:05}@example.org", REMOTE_ADDR=here)
            answer.close()
            seconds[who].append(spent)
            cookies = (f"{name} {len(one.value)}" for name, one in answer.cookies.items())
            given = answer.status_code, answer.headers["Location"], answer.content, *cookies
            answers.add(given)
    assert len(answers) == 1, answers
    assert {to for message in mail.outbox for to in message.to} == {
        f"person{number:05}@example.org" for number in range(rounds)
    }
    return seconds["person"], seconds["nobody"]


@pytest.mark.parametrize(
    "rounds", [30, pytest.param(10_000, marks=pytest.mark.soak)], ids=["quick", "long"]
)
def test_a_stopwatch_tells_nothing_of_who_has_an_account(handler, settings, rounds):
    known, unknown = stopped(handler, settings, rounds)
    print(f"medians {median(known):.5f} and {median(unknown):.5f} seconds")
    assert take_the_same_time(known, unknown)


def test_a_page_that_sends_before_it_answers_tells_it(handler, settings, monkeypatch):
    """A control."""
    monkeypatch.setattr(accounts, "_after_the_answer", lambda act: act())
    assert not take_the_same_time(*stopped(handler, settings, 30))
