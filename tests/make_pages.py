"""Walks through the residents' pages as a browser without JavaScript does."""

import re
from typing import Any

from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from assembly.models import Assembly
from recruitment import codes


def birth_date(day: int | str, month: int | str, year: int | str) -> dict[str, str]:
    """Return a date of birth as the three boxes of its form send it."""
    parts = zip(("day", "month", "year"), (day, month, year), strict=True)
    return {f"date_of_birth_{part}": str(value) for part, value in parts}


DAY, MONTH, YEAR = "29", "2", "1996"
PAGES: list[tuple[str, dict[str, str]]] = [
    ("eligible", {"lives_here": "yes"}),
    ("name", {"name": "Alice Adeyemi"}),
    ("contact", {"email": "alice@example.org"}),
    ("date-of-birth", birth_date(DAY, MONTH, YEAR)),
    ("you-gender", {"value": "woman"}),
    ("you-ethnicity", {"value": "white"}),
    ("you-disability", {"value": "prefer-not"}),
    ("needs", {"diet": "on", "diet_more": "Vegan", "travel_more": "A taxi"}),
]


def url(name: str, assembly: Assembly, *arguments: Any) -> str:
    return reverse(f"public.{name}", args=[assembly.slug, *arguments])


def text(response: HttpResponse) -> str:
    return " ".join(response.content.decode().split())


def shown(client: Client, path: str) -> str:
    """Load a form; return the signed note of when it was shown."""
    found = re.search(r'name="shown" value="([^"]+)"', client.get(path).content.decode())
    return found.group(1) if found else ""


def send_code(client: Client, assembly: Assembly, code: str, **headers: Any) -> HttpResponse:
    """Load the page that asks for the code and send one."""
    path = url("register.code", assembly)
    data = {"code": codes.pretty(code), "shown": shown(client, path)}
    return client.post(path, data, **headers)  # type: ignore[return-value]


def answer(
    client: Client, assembly: Assembly, pages: list[tuple[str, dict[str, str]]] = PAGES
) -> None:
    for key, data in pages:
        client.post(url("register.step", assembly, key), data)


def register(client: Client, assembly: Assembly, code: str) -> HttpResponse:
    """Go the whole way; return the answer to the last page."""
    send_code(client, assembly, code)
    answer(client, assembly)
    return client.post(url("register.check", assembly))  # type: ignore[return-value]
