"""Sign-in: accounts are given by an organiser, never opened by oneself."""

import logging
from collections.abc import Callable
from functools import partial
from threading import local
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context as allauth
from django.core.signals import request_finished
from django.dispatch import receiver
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


logger = logging.getLogger(__name__)
_under_way = local()


def _after_the_answer(act: Callable[[], None]) -> None:
    _under_way.__dict__.setdefault("acts", []).append(act)


@receiver(request_finished)
def _finish(**_signal: Any) -> None:
    """Do what this thread's request left to do; the answer has been sent."""
    for act in _under_way.__dict__.pop("acts", []):
        try:
            act()
        except Exception:
            logger.exception("A message about an account could not be sent")


class AccountAdapter(DefaultAccountAdapter):
    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Send, unless the address has had enough for this hour. Notices are never held back.

        It is done when the page has been answered, so that the time that takes tells nobody which
        addresses have an account. Should the server die in between, the person asks again.
        """
        _after_the_answer(partial(self._send, allauth.request, template_prefix, email, context))

    def _send(
        self, request: HttpRequest, template_prefix: str, email: str, context: dict[str, Any]
    ) -> None:
        door = DOORS.get(template_prefix)
        with allauth.request_context(request):
            if door is None or limits.allow(email, door, clock.now()):
                super().send_mail(template_prefix, email, context)

    def get_reset_password_from_key_url(self, key: str) -> str:
        """Return the link on the configured host, whatever host the request names."""
        user, _dash, rest = key.partition("-")
        return site(reverse("account_reset_password_from_key", args=[user, rest]))
