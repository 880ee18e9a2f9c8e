"""How long a request waited before its turn came, and what newcomers read when that is too long."""

import secrets
import socket
import struct
from functools import cache
from http import HTTPStatus

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.cache import add_never_cache_headers

from . import languages

# `tcpi_last_data_recv` of Linux’s tcp(7): milliseconds since the connection last brought bytes.
LAST_BYTES = struct.Struct("@52xI")
# Each is told another moment, so that they do not all come back at once.
COME_BACK_SECONDS = range(10, 31)
PLACE = "%seconds%"
ALWAYS_SERVED = "/healthz/"


def waited(request: HttpRequest) -> float:
    """Return for how many seconds this request’s bytes have lain here.

    The kernel knows: so the time before the connection was accepted counts too. 0 where the web
    server or the system does not tell.
    """
    connection = request.META.get("gunicorn.socket")
    if not isinstance(connection, socket.socket) or connection.family not in (
        socket.AF_INET,
        socket.AF_INET6,
    ):
        return 0.0
    try:
        known = connection.getsockopt(socket.IPPROTO_TCP, socket.TCP_INFO, LAST_BYTES.size)
        return float(LAST_BYTES.unpack(known)[0]) / 1000
    except (OSError, AttributeError, struct.error):
        return 0.0


def may_wait(request: HttpRequest) -> bool:
    """Return if this visitor is a newcomer, who loses nothing by coming again later.

    Whoever is on the way of registration, or has signed in, goes on.
    """
    begun = any(
        name == settings.SESSION_COOKIE_NAME or name.startswith("registration-")
        for name in request.COOKIES
    )
    return not begun and request.path != ALWAYS_SERVED


def come_back(request: HttpRequest) -> HttpResponse:
    """Return a page that says so, in the visitor’s language, and tries again by itself."""
    seconds = str(secrets.choice(COME_BACK_SECONDS))
    page = _page(languages.wanted(request), request.method == "GET")
    response = HttpResponse(
        page.replace(PLACE, seconds),
        status=HTTPStatus.SERVICE_UNAVAILABLE,
        headers={"Retry-After": seconds},
    )
    add_never_cache_headers(response)
    return response


@cache
def _page(code: str, again: bool) -> str:
    with languages.reading(code):
        return render_to_string(
            "errors/busy.html",
            {"again": again, "language": languages.BY_CODE[code], "seconds": PLACE},
        )
