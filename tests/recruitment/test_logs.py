"""What the web server and the workers write about faults: where, and of what kind, and no more."""

import logging
import os
from http.client import IncompleteRead
from importlib import import_module

import pytest
from django.conf import settings as django_settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from assembly import logs
from assembly.demo.databases import url_of
from recruitment import registrations
from tests import make, make_server
from tests import make_recruitment as recruit
from tests.make_pages import url

CANARY = "Canary-QQ123456C"
STAFF_PAGES = ("staff.registrations", "staff.members", "staff.letters", "staff.watch")


@pytest.fixture
def assembly(transactional_db):
    now = timezone.now()
    return recruit.open_assembly(
        registration_opens=now - timezone.timedelta(days=1),
        registration_closes=now + timezone.timedelta(days=14),
        first_day=(now + timezone.timedelta(days=45)).date(),
    )


def session_of(user) -> str:
    """Sign a user in, with a second factor, and return the cookie of the session."""
    session = import_module(django_settings.SESSION_ENGINE).SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = django_settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session["account_authentication_methods"] = [{"method": "mfa", "type": "totp"}]
    session.save()
    return session.session_key


def said_while_everything_breaks(assembly, folder, **more: str) -> tuple[str, list[str]]:
    """Open pages of a resident and of staff on a server where each ends in an error.

    Return what the server said of it, and the secrets that were at hand while it did. We keep no
    list of what is asked.
    """
    person = recruit.registered(assembly, 1, name=CANARY, email=f"{CANARY}@example.org")
    token = registrations.personal_token(person)
    cookies = {django_settings.SESSION_COOKIE_NAME: session_of(make.role(assembly, "recruiter"))}
    address = url_of(connection.settings_dict["NAME"], os.environ["DATABASE_URL"])
    environment = {**os.environ, "DATABASE_URL": address, **more}
    server = make_server.start(environment, folder, application="tests.breaking", workers=1)
    try:
        pages = [url("mine.enter", assembly, token)]
        pages += [reverse(name, args=[assembly.slug]) for name in STAFF_PAGES]
        pages.append(reverse("staff.registrations.one", args=[assembly.slug, person.reference]))
        statuses = [server.ask("GET", page, **cookies)[0] for page in pages]
    finally:
        server.stop()
    assert statuses == [500] * len(pages)
    return server.errors.read_text(), [CANARY, token]


def test_a_page_in_error_puts_no_name_and_no_personal_link_into_the_log(assembly, tmp_path):
    said, secrets = said_while_everything_breaks(assembly, tmp_path)
    assert "builtins.ValueError" in said
    assert "recruitment/views/staff/registrations.py" in said
    assert [secret for secret in secrets if secret in said] == []


@pytest.mark.parametrize("what", ["half", "none"])
def test_a_file_that_breaks_off_and_an_application_that_fails_are_told_without_their_words(
    transactional_db, tmp_path, what
):
    address = url_of(connection.settings_dict["NAME"], os.environ["DATABASE_URL"])
    environment = {**os.environ, "DATABASE_URL": address}
    server = make_server.start(environment, tmp_path, application="tests.breaking", workers=1)
    try:
        if what == "half":  # and nobody takes it for the whole file
            with pytest.raises(IncompleteRead):
                server.ask("GET", f"/half/{CANARY}/")
        else:
            assert server.ask("GET", f"/none/{CANARY}/")[0] == 500
    finally:
        server.stop()
    said = server.errors.read_text()
    assert "builtins.ValueError" in said
    assert "tests/breaking.py" in said
    assert CANARY not in said


def test_with_pythons_own_way_of_logging_they_would_be_there(assembly, tmp_path):
    """The control."""
    said, secrets = said_while_everything_breaks(assembly, tmp_path, PLAIN_LOGS="1")
    assert [secret for secret in secrets if secret in said] == secrets


def fail(cause: str, message: str) -> None:
    try:
        int(cause)
    except ValueError as error:
        raise LookupError(message) from error


def raised(cause: str, message: str) -> BaseException:
    with pytest.raises(LookupError) as caught:
        fail(cause, message)
    return caught.value


def record_of(error: BaseException, message: str, *arguments) -> logging.LogRecord:
    about = (type(error), error, error.__traceback__)
    return logging.LogRecord("x", logging.ERROR, __file__, 1, message, arguments, about)


def test_causes_are_told_by_kind_and_place_without_their_words():
    told = logs.Discreet().format(record_of(raised(CANARY, CANARY), "It broke"))
    assert CANARY not in told
    assert told.index("builtins.ValueError") < told.index("builtins.LookupError")
    assert told.count(f'File "{__file__}"') == 3


def test_an_address_is_logged_as_its_pattern(rf):
    request = rf.get(f"/borough/mine/{CANARY}/")
    record = record_of(raised("1x", ""), "%s: %s", "Internal Server Error", request.path)
    record.request = request
    assert "an address that leads nowhere" in logs.Discreet().format(record)
    assert CANARY not in logs.Discreet().format(record)


def test_a_task_that_fails_in_a_worker_is_told_without_the_words_of_its_fault():
    error = raised("1x", CANARY)
    context = {"name": "letters.print", "exc": repr(error), "traceback": CANARY}
    told = logs.Discreet().format(record_of(error, "%(name)s raised %(exc)s", context))
    assert "letters.print raised LookupError" in told
    assert CANARY not in told
