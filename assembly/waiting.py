"""Who is served now, who waits, and what newcomers read when all wait too long."""

import base64
import hashlib
import secrets
import time
from collections import deque
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache
from io import BytesIO
from threading import Lock
from typing import Any

from django.conf import settings
from django.core.handlers.wsgi import WSGIRequest
from django.http import HttpRequest
from django.template.loader import render_to_string

from . import languages
from .logs import Application

# Each is told another moment, so that they do not all come back at once.
COME_BACK_SECONDS = range(10, 31)
PLACE = "%seconds%"
HEALTH = "/healthz/"


class Line:
    """The requests of one process: a few are served at once, the others in the order they came.

    Each that waits holds a thread of the web server, so there is room for so many.
    """

    def __init__(self, places: int, room: int) -> None:
        self._free, self._room = places, room
        self._waiting: deque[tuple[float, Lock]] = deque()
        self._lock = Lock()

    def enter(self) -> None:
        """Return once it is this request’s turn."""
        turn = Lock()
        with self._lock:
            if self._free:
                self._free -= 1
                return
            turn.acquire()
            self._waiting.append((time.monotonic(), turn))
        turn.acquire()

    def leave(self) -> None:
        """Give the place to whoever has waited longest."""
        with self._lock:
            if self._waiting:
                self._waiting.popleft()[1].release()
            else:
                self._free += 1

    def __len__(self) -> int:
        return len(self._waiting)

    @property
    def is_full(self) -> bool:
        return len(self) >= self._room

    def longest_wait(self) -> float:
        """Return for how many seconds the first in the line has waited; 0 where nobody waits."""
        with self._lock:
            return time.monotonic() - self._waiting[0][0] if self._waiting else 0.0


@dataclass
class Crowd:
    """Whether more come than can be served, or a few come at the same moment.

    A burst makes a line that goes by itself. Only where the first in the line has waited longer
    than `longest` seconds whenever somebody came in the last second are there too many. From then
    on newcomers are turned away while that is so, until for five seconds it was not. So those who
    are served wait about `longest`, however many come. (After RFC 8289, where this is done to
    packets.)

    Threads use it without a lock: a request that is judged by a moment ago is judged well enough.
    """

    longest: float
    standing: float = 1.0
    calm: float = 5.0
    since: float | None = None
    last: float = 0.0

    def turns_away(self, waited: float, now: float) -> bool:
        """Return if a newcomer is turned away who comes now, when the first has waited so long."""
        since = self.since
        if since is not None and now - self.last > self.calm:
            since = None
        if waited > self.longest:
            self.last = now
            since = now if since is None else since
        elif since is not None and self.last - since < self.standing:
            since = None
        self.since = since
        return waited > self.longest and since is not None and now - since >= self.standing


def guard(application: Application, line: Line, crowd: Crowd) -> Application:
    """Let so many requests be served at once, and newcomers come back later while too many wait.

    They are too many when the line is full, or has been too long for a second. Whoever has begun to
    register, or has signed in, goes on. Files and the question if the server is well need no place
    in the line. What is sent in has to be here first: a slow sender keeps nobody waiting.
    """
    at_once = (HEALTH, settings.STATIC_URL)

    def serve(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        if environ["PATH_INFO"].startswith(at_once):
            return application(environ, start_response)
        if crowd.turns_away(line.longest_wait(), time.monotonic()) or line.is_full:
            request = WSGIRequest(environ)
            if is_newcomer(request):
                return come_back(request, start_response)
        _receive(environ)
        line.enter()
        try:
            return application(environ, start_response)
        finally:
            line.leave()

    return serve


def _receive(environ: dict[str, Any]) -> None:
    """Wait for all of a form. Large files are read as they come: only few may send them."""
    length = int(environ.get("CONTENT_LENGTH") or 0)
    if 0 < length <= settings.DATA_UPLOAD_MAX_MEMORY_SIZE:
        environ["wsgi.input"] = BytesIO(environ["wsgi.input"].read(length))


def is_newcomer(request: HttpRequest) -> bool:
    """Return if this visitor is a newcomer, who loses nothing by coming again later."""
    begun = any(
        name == settings.SESSION_COOKIE_NAME or name.startswith("registration-")
        for name in request.COOKIES
    )
    return not begun


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
