"""A resident’s browser that keeps cookies and connections, and asks no more than one does."""

import asyncio
import random
import re
import time
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any
from urllib.parse import urlencode

PATIENCE = 60.0
AS_EXPECTED, LATER = "as expected", "asked to come back"


@dataclass
class Answer:
    """What a server says, taken apart only where somebody asks: that costs time, too."""

    head: bytes
    body: bytes

    @property
    def status(self) -> int:
        return int(self.head[9:12])

    def header(self, name: bytes) -> str:
        """Return the value of a header (its name in lower case), or nothing."""
        return next(iter(self.headers(name)), "")

    def headers(self, name: bytes) -> list[str]:
        """Return each value of a header that may come more than once."""
        found = re.findall(rb"(?i)\r\n%s: *([^\r]*)" % name, self.head)
        return [value.decode("latin-1") for value in found]

    @property
    def page(self) -> str:
        return self.body.decode()

    @property
    def where(self) -> str:
        """The address that the answer leads on to."""
        return self.header(b"location")

    @property
    def told(self) -> str:
        """Say in words what this answer means, or nothing."""
        if self.status == HTTPStatus.OK:
            return AS_EXPECTED
        if self.status == HTTPStatus.SERVICE_UNAVAILABLE and self.header(b"retry-after"):
            return LATER
        return ""


class Browser:
    """One resident's browser: cookies, and a form token that it sends back."""

    def __init__(self, line: "Line", timed: Callable[[tuple[float, float]], None]) -> None:
        self.line, self.timed = line, timed
        self.cookies: dict[str, str] = {}

    async def register(self, world: dict[str, Any], number: int) -> str:
        """Go the whole way with one letter; return “as expected”, or where it went otherwise."""
        root = f"/{world['slug']}/register/"
        await self.get(root)
        answer = await self.get(f"{root}code/")
        shown = re.search(r'name="shown" value="([^"]+)"', answer.page)
        if not shown:
            return _otherwise("no form for the code", answer)
        sent = {"code": world["codes"][number], "shown": shown.group(1)}
        answer = await self.post(f"{root}code/", sent)
        for key, answers in world["steps"]:
            if answer.where != f"{root}{key}/":
                return _otherwise(f"before {key}", answer)
            await self.get(answer.where)
            said = {name: _said(text, number) for name, text in answers.items()}
            answer = await self.post(answer.where, said)
        if answer.where != f"{root}check/":
            return _otherwise("before the check", answer)
        await self.get(answer.where)
        answer = await self.post(answer.where, {})
        if answer.where != f"{root}done/":
            return _otherwise("after the check", answer)
        answer = await self.get(answer.where)
        return AS_EXPECTED if "reference" in answer.page else _otherwise("at the end", answer)

    async def get(self, path: str) -> Answer:
        return await self._ask(self.line.ask("GET", path, self._headers()))

    async def post(self, path: str, data: dict[str, str]) -> Answer:
        token = {"csrfmiddlewaretoken": self.cookies.get("csrftoken", "")}
        body = urlencode({**data, **token}).encode()
        return await self._ask(self.line.ask("POST", path, self._headers(), body))

    async def _ask(self, asked: Awaitable[Answer]) -> Answer:
        began = time.perf_counter()
        answer = await asked
        self.timed((began, time.perf_counter() - began))
        for value in answer.headers(b"set-cookie"):
            key, _, rest = value.partition("=")
            self.cookies[key] = rest.partition(";")[0]
        return answer

    def _headers(self) -> str:
        cookies = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        return f"Cookie: {cookies}\r\n" if cookies else ""


def _said(text: Any, number: int) -> str:
    return random.choice(text) if isinstance(text, list) else str(text).format(number=number)


def _otherwise(where: str, answer: Answer) -> str:
    return LATER if answer.told == LATER else f"{where}: {answer.status} {answer.where}"


class Line:
    """A connection that is kept open, and opened again when the server has closed it."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.streams: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None

    async def ask(self, method: str, path: str, headers: str = "", body: bytes = b"") -> Answer:
        """Send a request and return status, headers and page. Only a GET is ever sent again."""
        head = f"{method} {path} HTTP/1.1\r\nHost: localhost\r\n{headers}"
        if method == "POST":
            head += "Content-Type: application/x-www-form-urlencoded\r\n"
            head += f"Content-Length: {len(body)}\r\n"
        was_open = self.streams is not None
        request = head.encode() + b"\r\n" + body
        async with asyncio.timeout(PATIENCE):
            try:
                return await self._send(request)
            except (OSError, EOFError):
                await self.close()
                if not was_open or method != "GET":
                    raise
            return await self._send(request)

    async def _send(self, request: bytes) -> Answer:
        if self.streams is None:
            self.streams = await asyncio.open_connection("127.0.0.1", self.port)
        reader, writer = self.streams
        writer.write(request)
        answer = Answer(await reader.readuntil(b"\r\n\r\n"), b"")
        if length := int(answer.header(b"content-length") or 0):
            answer.body = await reader.readexactly(length)
        if answer.header(b"connection").lower() == "close":
            await self.close()
        return answer

    async def close(self) -> None:
        if self.streams:
            writer, self.streams = self.streams[1], None
            writer.close()
            with suppress(OSError):
                await writer.wait_closed()
