"""The application with every page in error: the error says all that the page would have shown.

So are personal links: the error says the secret. `/half/…` is a file that breaks off, `/none/…` an
address at which the application itself fails.

With `PLAIN_LOGS` its log is Python's own, for the control of a test.
"""

import logging
import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from django.http import StreamingHttpResponse
from django.template.backends.django import Template

from assembly import logs
from assembly.wsgi import application as pages
from recruitment import registrations

_render = Template.render


def everything(value: Any, depth: int = 3) -> str:
    """Return what a template could say of a value."""
    if depth and isinstance(value, Mapping):
        return " ".join(everything(one, depth - 1) for one in value.values())
    if depth and hasattr(value, "__iter__") and not isinstance(value, str | bytes):
        return " ".join(everything(one, depth - 1) for one in value)
    if depth and hasattr(value, "__dict__"):
        return f"{value} {everything(vars(value), depth - 1)}"
    return str(value)


def break_down(template: Template, context: Any = None, request: Any = None) -> Any:
    if template.template.name == "500.html":
        return _render(template, context, request)
    raise ValueError(f"This page cannot be shown: {everything(context or {})}")


def lose(_assembly: Any, token: str) -> None:
    raise LookupError(f"No link {token}")


def half(said: str) -> Iterator[bytes]:
    yield b"the first half"
    raise ValueError(said)


def misbehave(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    _, what, *rest = environ["PATH_INFO"].split("/")
    if what == "none":
        raise ValueError(rest[0])
    if what == "half":
        start_response("200 OK", [])
        return StreamingHttpResponse(half(rest[0]))
    return pages(environ, start_response)


application = logs.told(misbehave)
Template.render = break_down  # type: ignore[method-assign, assignment]
registrations.of_link = lose  # type: ignore[assignment]
if os.environ.get("PLAIN_LOGS"):
    logging.getLogger().handlers[0].setFormatter(logging.Formatter())
