"""What many read at the same time is worked out once a second, not once for each of them."""

from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass
from functools import wraps
from http import HTTPStatus
from time import monotonic
from typing import Any, Generic, TypeVar

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.cache import add_never_cache_headers

from . import languages
from .logs import Application

MOST = 64

Value = TypeVar("Value")


class Kept(Generic[Value]):
    """Values by key, each for `KEPT_SECONDS` in this process; with 0 nothing is kept."""

    def __init__(self) -> None:
        self._held: dict[Hashable, tuple[float, Value]] = {}

    def get(self, key: Hashable) -> Value | None:
        until, value = self._held.get(key, (0.0, None))
        return value if monotonic() < until else None

    def put(self, key: Hashable, value: Value) -> Value:
        """Keep a value and return it."""
        if settings.KEPT_SECONDS:
            if len(self._held) >= MOST:
                self._held.clear()
            self._held[key] = monotonic() + settings.KEPT_SECONDS, value
        return value


def for_strangers(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Say of a page that all who bring no cookie would see the same: one is made for them all."""

    @wraps(view)
    def seen(request: HttpRequest, **where: Any) -> HttpResponse:
        page = view(request, **where)
        if page.status_code == HTTPStatus.OK and not (
            page.cookies or "CSRF_COOKIE" in request.META
        ):
            add_never_cache_headers(page)
            page.for_strangers = True  # type: ignore[attr-defined]
        return page

    return seen


@dataclass(frozen=True)
class Page:
    """An answer as it goes out."""

    status: str
    headers: list[tuple[str, str]]
    body: bytes


def again(application: Application) -> Application:
    """Give strangers the page made a moment ago, before anything else is asked or worked out."""
    pages: Kept[Page] = Kept()

    def serve(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        if not is_strangers(environ):
            return application(environ, start_response)
        key = _asked_for(environ)
        if found := pages.get(key):
            start_response(found.status, found.headers)
            return [found.body]
        said: list[Any] = []

        def note(*status_and_headers: Any) -> Any:
            said[:] = status_and_headers
            return start_response(*status_and_headers)

        answer = application(environ, note)
        if getattr(answer, "for_strangers", False):
            pages.put(key, Page(said[0], said[1], b"".join(answer)))
        return answer

    return serve


def is_strangers(environ: dict[str, Any]) -> bool:
    """Return if somebody who brings nothing of their own asks for a page."""
    is_plain = not (environ.get("HTTP_COOKIE") or environ.get("QUERY_STRING"))
    return is_plain and environ["REQUEST_METHOD"] == "GET"


def _asked_for(environ: dict[str, Any]) -> Hashable:
    """Return all that the answer may depend on: the whole address and the language."""
    asked = ("wsgi.url_scheme", "HTTP_X_FORWARDED_PROTO", "HTTP_HOST", "SERVER_NAME",
             "SERVER_PORT", "PATH_INFO")  # fmt: skip
    language = languages.preferred(environ.get("HTTP_ACCEPT_LANGUAGE", ""))
    return language, *(environ.get(name) for name in asked)
