"""Which draft this browser holds: its secret stands in a cookie, so a resident needs no session."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from assembly.models import Assembly


def cookie(assembly: Assembly) -> str:
    return f"registration-{assembly.pk}"


def token(request: HttpRequest, assembly: Assembly) -> str:
    """Return the secret of the draft that this browser holds, or nothing."""
    return request.COOKIES.get(cookie(assembly), "")


def hold(response: HttpResponse, assembly: Assembly, token: str) -> HttpResponse:
    """Let this browser, and no other, go on with the draft; return the response."""
    response.set_cookie(
        cookie(assembly),
        token,
        max_age=settings.SESSION_COOKIE_AGE,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
    return response


def let_go(response: HttpResponse, assembly: Assembly) -> HttpResponse:
    """Make this browser forget the draft; return the response."""
    response.delete_cookie(cookie(assembly), samesite="Lax")
    return response
