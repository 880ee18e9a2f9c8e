"""What many read at the same time is worked out once a second, not once for each of them."""

from collections.abc import Callable, Hashable
from functools import wraps
from http import HTTPStatus
from time import monotonic
from typing import Any, Generic, TypeVar

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.cache import add_never_cache_headers

from . import languages

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
    """Give all who bring no cookie one page for a moment: they would all see the same.

    Only a page that was found, and on which nothing is its reader's own, is kept.
    """
    pages: Kept[HttpResponse] = Kept()

    @wraps(view)
    def seen(request: HttpRequest, **where: Any) -> HttpResponse:
        if request.method != "GET" or request.COOKIES or request.GET:
            return view(request, **where)
        key = request.build_absolute_uri(), languages.wanted(request)
        if found := pages.get(key):
            return _again(found)
        page = view(request, **where)
        if page.status_code == HTTPStatus.OK and not (
            page.cookies or "CSRF_COOKIE" in request.META
        ):
            add_never_cache_headers(page)
            pages.put(key, _again(page))
        return page

    return seen


def _again(page: HttpResponse) -> HttpResponse:
    """Return the same page as a response of its own, to which its request adds its own headers."""
    return HttpResponse(page.content, headers=dict(page.headers))
