"""Logs tell where and of what kind a fault was, never the words that people gave us.

An address may hold somebody's personal link, the message of an exception whatever was being worked
on. Both are left out; the lines of code that led there stay.
"""

import copy
import logging
import traceback
from collections.abc import Iterator, Mapping
from types import TracebackType
from typing import Any

from django.http import HttpRequest

OF_WORKERS = "[%(asctime)s: %(levelname)s/%(processName)s] %(message)s"
LEFT_OUT = "(its message is left out: it may hold what somebody told us)"
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
