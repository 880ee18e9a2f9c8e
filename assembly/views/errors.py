"""What is shown when there is no page, or none for this reader, or it failed."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.views import csrf, defaults

from .. import navigation
from ..access import in_readers_language


def _shown(request: HttpRequest, show: Callable[[], HttpResponse]) -> HttpResponse:
    """Return a page about an error: in the reader's language where the pages of that place are."""
    if navigation.audience_of(request) != "public":
        return show()
    return in_readers_language(request, show)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    return _shown(request, lambda: defaults.permission_denied(request, exception))


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return _shown(request, lambda: defaults.page_not_found(request, exception))


def failed(request: HttpRequest) -> HttpResponse:
    return _shown(request, lambda: defaults.server_error(request))


def not_from_here(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form came without its token: it was open too long, or is another site's."""
    return _shown(request, lambda: csrf.csrf_failure(request, reason))
