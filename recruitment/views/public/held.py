"""What this browser holds: the secret of a draft in a cookie; of a link that it opened, the hash.

A session is kept in the database, so no secret may stand in it.
"""

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


def link_key(assembly: Assembly) -> str:
    return f"link-{assembly.pk}"


def consent_key(assembly: Assembly) -> str:
    return f"consent-link-{assembly.pk}"


def said_key(assembly: Assembly) -> str:
    """Where a browser keeps what a parent or carer answered, for a form that it sends again."""
    return f"consent-said-{assembly.pk}"


def erased_key(assembly: Assembly) -> str:
    """Where a browser keeps its certificate's number, for a form that it sends again."""
    return f"erased-{assembly.pk}"


def forget(request: HttpRequest, assembly: Assembly) -> None:
    """Let this browser's session know nothing more of any link that was opened."""
    for key in (link_key, consent_key, said_key, erased_key):
        request.session.pop(key(assembly), None)


def remember(request: HttpRequest, key: str, hashed: bytes | memoryview | None) -> None:
    """Note in a new session which link was opened."""
    request.session.cycle_key()
    request.session[key] = bytes(hashed or b"").hex()


def remembered(request: HttpRequest, key: str) -> bytes:
    """Return the hash of the link that was opened, or nothing."""
    return bytes.fromhex(request.session.get(key, ""))


def let_go(response: HttpResponse, assembly: Assembly) -> HttpResponse:
    """Make this browser forget the draft; return the response."""
    response.delete_cookie(cookie(assembly), samesite="Lax")
    return response
