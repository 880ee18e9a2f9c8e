import logging
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest
from django.utils.cache import add_never_cache_headers
from redis.exceptions import RedisError

from . import access
from .errors import NotNow

logger = logging.getLogger(__name__)


class PrivatePages:
    """Pages made for one person are never kept by a cache on the way."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if request.user.is_authenticated or request.method != "GET" or request.session.accessed:
            add_never_cache_headers(response)
        return response


class NoZeroBytes:
    """An address with a zero byte is refused: no text of ours holds one, nor can the database."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if "\0" in request.path or "%00" in request.META.get("QUERY_STRING", ""):
            return HttpResponseBadRequest("The address holds a zero byte.")
        return self.get_response(request)


class WithoutCounting:
    """Without the count of attempts nothing that is counted is let by: sign-in has to wait."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if not isinstance(error, RedisError):
            return None
        logger.error("The cache cannot be reached: %s", error)
        return access.refused(
            request,
            NotNow("Part of this service cannot be reached. Try again in a few minutes."),
        )
