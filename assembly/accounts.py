"""Sign-in: accounts are given by an organiser, never opened by oneself."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest
from django.urls import reverse

from . import clock
from .outbox import limits
from .outbox.fields import site

# Messages that anyone can have sent by filling in a page.
DOORS = {
    "account/email/password_reset_key": "password",
    "account/email/login_code": limits.SIGN_IN,
}


class AccountAdapter(DefaultAccountAdapter):
    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Send, unless the address has had enough for this hour. Notices are never held back."""
        door = DOORS.get(template_prefix)
        if door is None or limits.allow(email, door, clock.now()):
            super().send_mail(template_prefix, email, context)

    def get_reset_password_from_key_url(self, key: str) -> str:
        """Return the link on the configured host, whatever host the request names."""
        user, _dash, rest = key.partition("-")
        return site(reverse("account_reset_password_from_key", args=[user, rest]))
