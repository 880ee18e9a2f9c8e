"""What every test may use."""

import os
import secrets
from collections.abc import Callable, Iterator

import pytest
import time_machine
from django.db import connection
from django.test import Client, TransactionTestCase

from assembly.models import Assembly, User

from . import kept, make, migrated


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    """Files made by a test go to its own folder, what it counts under its own names."""
    settings.STORAGES = {
        **settings.STORAGES,
        "default": {
            **settings.STORAGES["default"],
            "OPTIONS": {"location": str(tmp_path / "media"), "base_url": None},
        },
    }
    cache = {**settings.CACHES["default"], "KEY_PREFIX": f"test-{secrets.token_hex(8)}"}
    settings.CACHES = {"default": cache}
    settings.KEPT_SECONDS = 0
    settings.WHITENOISE_AUTOREFRESH = True  # nothing has been collected
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"


@pytest.fixture
def assembly(db) -> Assembly:
    return make.assembly()


@pytest.fixture
def today() -> Iterator[None]:
    """Let it be `make.NOW`, and stay so."""
    with time_machine.travel(make.NOW, tick=False):
        yield


@pytest.fixture
def signed_in() -> Callable[..., Client]:
    """Return a browser signed in as a user, with a second factor used."""

    def sign_in(user: User, *, second_factor: bool = True) -> Client:
        client = Client()
        client.force_login(user)
        if second_factor:
            session = client.session
            session["account_authentication_methods"] = [{"method": "mfa", "type": "totp"}]
            session.save()
        return client

    return sign_in


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    django_db_modify_db_settings_parallel_suffix, django_db_blocker, django_db_createdb
):
    """Copy a database that is migrated already, unless a run with `--create-db` migrates its own.

    Let several runs on one machine have their own test database (`TEST_DATABASE`).
    """
    from django.conf import settings

    test = settings.DATABASES["default"].setdefault("TEST", {})
    if not django_db_createdb:
        with django_db_blocker.unblock():
            test["TEMPLATE"] = migrated.database()
    name = os.environ.get("TEST_DATABASE")
    if name:
        test["NAME"] = f"test_{name}_{test.get('NAME') or ''}".rstrip("_")


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """Empty the tables after a test of real transactions, guards or not, and not all of them.

    When all is done, end what still holds on to the database: workers that a test has killed.
    """
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", lambda _: kept.empty())
        yield
    with django_db_blocker.unblock(), connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
