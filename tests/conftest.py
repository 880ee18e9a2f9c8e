"""What every test may use."""

from collections.abc import Callable

import pytest
from django.test import Client

from assembly.models import Assembly, User

from . import make


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    """Files made by a test go to its own folder."""
    settings.STORAGES = {
        **settings.STORAGES,
        "default": {
            **settings.STORAGES["default"],
            "OPTIONS": {"location": str(tmp_path / "media"), "base_url": None},
        },
    }
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"


@pytest.fixture
def assembly(db) -> Assembly:
    return make.assembly()


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
