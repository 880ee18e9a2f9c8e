"""Logs tell where and of what kind a fault was, never the words that people gave us.

An address may hold somebody's personal link, the message of an exception whatever was being worked
on. Both are left out; the lines of code that led there stay.
"""

import copy
import logging
import traceback
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from types import TracebackType
from typing import Any

from django.http import HttpRequest

OF_WORKERS = "[%(asctime)s: %(levelname)s/%(processName)s] %(message)s"
LEFT_OUT = "(its message is left out: it may hold what somebody told us)"
Application = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]
logger = logging.getLogger(__name__)
Raised = tuple[type[BaseException], BaseException, TracebackType | None]


class Discreet(logging.Formatter):
    """Formats a record without addresses and without messages of exceptions."""

    def format(self, record: logging.LogRecord) -> str:
        safe = copy.copy(record)
        safe.exc_text = None  # what another formatter may have kept
        request = getattr(record, "request", None)
        if isinstance(request, HttpRequest) and isinstance(record.args, tuple):
            safe.args = tuple(
                _route(request) if one == request.path else one for one in record.args
            )
        if isinstance(record.args, Mapping) and "exc" in record.args:  # Celery, of a task
            safe.args = {**record.args, "exc": _kind(record), "traceback": ""}
        return super().format(safe)

    def formatException(  # noqa: N802
        self, exc_info: Raised | tuple[None, None, None]
    ) -> str:
        _type, error, _lines = exc_info
        return "\n".join(_told(error)) if error else ""


class FirstLine(logging.Formatter):
    """Formats a record without what follows its first line: there the web server has the message
    of an exception."""

    def format(self, record: logging.LogRecord) -> str:
        return record.getMessage().partition("\n")[0]


def told(application: Application) -> Application:
    """Let whatever the application raises be told by our log; the web server then ends the answer.

    Pages in error never come here; the body of a long file may, and what is wrong at the start.
    """

    def serve(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        with _telling():
            response = application(environ, start_response)
        return _Body(response) if getattr(response, "streaming", False) else response

    return serve


class _Body:
    """The parts of an answer that is made while it is sent."""

    def __init__(self, parts: Any) -> None:
        self._parts, self.close = parts, parts.close

    def __iter__(self) -> Iterator[bytes]:
        with _telling():
            yield from self._parts


@contextmanager
def _telling() -> Iterator[None]:
    try:
        yield
    except Exception:
        logger.exception("An answer could not be made")
        raise


def _route(request: HttpRequest) -> str:
    """Return the pattern of the address, which has no words of anybody's."""
    match = request.resolver_match
    return f"/{match.route}" if match else "an address that leads nowhere"


def _kind(record: logging.LogRecord) -> str:
    if record.exc_info and record.exc_info[0]:
        return record.exc_info[0].__name__
    return "an exception"


def _told(error: BaseException) -> Iterator[str]:
    """Yield an exception and what it arose from, in the order in which they came."""
    before = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    if before:
        yield from _told(before)
        yield "\nFrom it came:\n"
    yield "".join(traceback.format_tb(error.__traceback__)).rstrip()
    yield f"{type(error).__module__}.{type(error).__qualname__} {LEFT_OUT}"


def in_workers(logger: logging.Logger, **_more: Any) -> None:
    """Let what a worker logs be as discreet as what the web server does."""
    for handler in logger.handlers:
        handler.setFormatter(Discreet(OF_WORKERS))
