"""How long requests wait for their turn, and what newcomers read when all wait too long."""

import base64
import hashlib
import secrets
import socket
import struct
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.conf import settings
from django.core.handlers.wsgi import WSGIRequest
from django.http import HttpRequest
from django.template.loader import render_to_string

from . import languages

Environ = dict[str, Any]
Application = Callable[[Environ, Callable[..., Any]], Iterable[bytes]]

# `tcpi_last_data_recv` of Linux’s tcp(7): milliseconds since the connection last brought bytes.
LAST_BYTES = struct.Struct("@52xI")
# Each is told another moment, so that they do not all come back at once.
COME_BACK_SECONDS = range(10, 31)
PLACE = "%seconds%"
ALWAYS_SERVED = "/healthz/"


@dataclass
class Queue:
    """Whether requests of one process wait all the time, rather than for a moment.

    A burst makes a queue that goes by itself. Only where every request of the last second waited
    longer than `longest` seconds are there more than can be served; from then on newcomers who
    waited so long are turned away, until for five seconds nobody has. So those who are served wait
    about `longest`, however many come. (After RFC 8289, where this is done to packets.)

    Threads use it without a lock: a request that is judged by a moment ago is judged well enough.
    """

    longest: float
    since: float | None = None
    last: float = 0.0

    STANDING = 1.0  # seconds
    CALM = 5.0  # seconds

    def turns_away(self, waited: float, now: float) -> bool:
        """Return if a newcomer whose turn comes now, after so many seconds, is turned away."""
        since = self.since
        if since is not None and now - self.last > self.CALM:
            since = None
        if waited > self.longest:
            self.last = now
            since = now if since is None else since
        elif since is not None and self.last - since < self.STANDING:
            since = None
        self.since = since
        return waited > self.longest and since is not None and now - since >= self.STANDING


def guard(application: Application) -> Application:
    """Ask newcomers to come back while too many are here, before any other work is done for them.

    Whoever has begun to register, or has signed in, goes on.
    """
    queue = Queue(settings.LONGEST_WAIT_SECONDS)

    def serve(environ: Environ, start_response: Callable[..., Any]) -> Iterable[bytes]:
        if queue.turns_away(waited(environ), time.monotonic()):
            request = WSGIRequest(environ)
            if may_wait(request):
                return come_back(request, start_response)
        return application(environ, start_response)

    return serve


def waited(environ: Environ) -> float:
    """Return for how many seconds this request’s bytes have lain here.

    The kernel knows: so the time before the connection was accepted counts too. 0 where the web
    server or the system does not tell.
    """
    connection = environ.get("gunicorn.socket")
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
    """Return if this visitor is a newcomer, who loses nothing by coming again later."""
    begun = any(
        name == settings.SESSION_COOKIE_NAME or name.startswith("registration-")
        for name in request.COOKIES
    )
    return not begun and not request.path.startswith((ALWAYS_SERVED, settings.STATIC_URL))


def come_back(request: HttpRequest, start_response: Callable[..., Any]) -> Iterable[bytes]:
    """Answer with a page that says so, in the visitor’s language, and tries again by itself."""
    seconds = str(secrets.choice(COME_BACK_SECONDS))
    page, headers = _page(languages.wanted(request), request.method in ("GET", "HEAD"))
    body = page.replace(PLACE, seconds).encode()
    told = [("Retry-After", seconds), ("Content-Length", str(len(body)))]
    start_response("503 Service Unavailable", [*headers, *told])
    return [] if request.method == "HEAD" else [body]


def load_pages() -> None:
    """Make each page now: there is no time for it when it is wanted."""
    for code in languages.BY_CODE:
        for again in (True, False):
            _page(code, again)


@cache
def _page(code: str, again: bool) -> tuple[str, list[tuple[str, str]]]:
    """Return the page and its headers. It needs no other file: those would have to wait as well."""
    style = render_to_string("errors/busy.css")
    with languages.reading(code):
        page = render_to_string(
            "errors/busy.html",
            {
                "again": again,
                "language": languages.BY_CODE[code],
                "seconds": PLACE,
                "style": style,
            },
        )
    hashed = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    return page, [
        ("Content-Type", "text/html; charset=utf-8"),
        ("Content-Language", languages.BY_CODE[code].html),
        ("Content-Security-Policy", f"default-src 'none'; style-src 'sha256-{hashed}'"),
        ("Cache-Control", "no-store, private"),
        ("Referrer-Policy", settings.SECURE_REFERRER_POLICY),
        ("X-Content-Type-Options", "nosniff"),
        ("X-Frame-Options", settings.X_FRAME_OPTIONS),
    ]
