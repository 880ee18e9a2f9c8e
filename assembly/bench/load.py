"""Registrations at many times the worst minute planned for, while others read the landing page.

Server, database and the one that asks share this machine. People come at a steady rate whether or
not those before them have finished, as they do in life.
"""

import asyncio
import json
import os
import random
import re
import socket
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Awaitable, Callable, Coroutine, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.core.management import call_command

from assembly import assemblies, clock
from assembly.demo import databases
from assembly.models import Assembly
from assembly.permissions import SYSTEM
from recruitment import census, codes, targets
from recruitment.models import Address, AddressDraw, Category, Frame, Invitation, Registration

from .pools import PLACE
from .row import Row

NAME = "bench_load"
SLUG = "bench"
PER_MINUTE, READERS = 600, 300  # registrations a minute, landing pages a second
SECONDS, QUICK = 600, 30
WARM = 5  # seconds not counted, while every process loads its pages
P95, P99 = 1_000.0, 2_000.0
PATIENCE = 60.0
BATCH = 1_000
PROGRAM = "import django; django.setup(); from assembly.bench import load; load.{act}"


def measure(*, quick: bool) -> list[Row]:
    seconds = QUICK if quick else SECONDS
    count = (seconds + WARM) * PER_MINUTE // 60
    with _database() as url, tempfile.TemporaryDirectory() as folder:
        environment = {**os.environ, "DATABASE_URL": url, "MEDIA_ROOT": folder}
        world = json.loads(_apart(f"prepare({count})", environment))
        with _server(environment) as port:
            crowd = Crowd(port, world)
            asyncio.run(crowd.come(seconds))
        kept = json.loads(_apart("kept()", environment))
    return list(_rows(crowd, kept, seconds))


def _rows(crowd: "Crowd", kept: dict[str, int], seconds: int) -> Iterator[Row]:
    done, readers = crowd.accepted, crowd.times["landing"]
    journey = crowd.times["journey"]
    wrong = sum(count for what, count in crowd.said.items() if what != "as expected")
    rate = 60 * done / seconds
    yield Row("load", "registrations completed", rate, "a minute", PER_MINUTE * 0.99,
              holds=rate >= PER_MINUTE * 0.99)  # fmt: skip
    for name, times, goals in (("pages of the journey", journey, (P95, P99)),
                               ("landing page", readers, (P95, P99))):  # fmt: skip
        for share, goal in zip((95, 99), goals, strict=True):
            figure = 1000 * _percentile(times, share)
            yield Row("load", f"{name}, p{share}", figure, "ms", goal, holds=figure < goal)
    rate = len(readers) / seconds
    yield Row("load", "landing pages", rate, "a second", READERS * 0.99,
              holds=rate >= READERS * 0.99)  # fmt: skip
    yield Row("load", "answers not as expected", float(wrong), "", 0.0, holds=wrong == 0)
    lost = crowd.accepted_in_all - kept["registered"]
    yield Row("load", "acknowledged and not kept", float(lost), "", 0.0, holds=lost == 0)
    yield Row("load", "letters used twice", float(kept["doubles"]), "", 0.0,
              holds=kept["doubles"] == 0)  # fmt: skip


def _percentile(times: list[float], share: int) -> float:
    ordered = sorted(times)
    return ordered[min(len(ordered) - 1, share * len(ordered) // 100)] if ordered else float("inf")


@dataclass
class Crowd:
    """Everybody who comes, what they were told, and how long they waited (seconds)."""

    port: int
    world: dict[str, Any]
    accepted: int = 0
    accepted_in_all: int = 0
    counting: bool = False
    said: Counter[str] = field(default_factory=Counter)
    times: dict[str, list[float]] = field(default_factory=lambda: {"journey": [], "landing": []})
    idle: list["Line"] = field(default_factory=list)

    async def come(self, seconds: int) -> None:
        """Let people come for the warm-up and then so many seconds; wait for the last to end."""
        rates = ((PER_MINUTE / 60, self.register), (float(READERS), self.read))
        every = seconds + WARM
        arrivals = [self._arrive(rate, every, person) for rate, person in rates]
        await asyncio.gather(self._count(), *arrivals)

    async def _count(self) -> None:
        await asyncio.sleep(WARM)
        self.counting = True

    async def _arrive(
        self, rate: float, seconds: int, person: Callable[[int], Coroutine[Any, Any, None]]
    ) -> None:
        began, under_way = time.perf_counter(), set()
        for number in range(round(rate * seconds)):
            ahead = began + number / rate - time.perf_counter()
            if ahead > 0:
                await asyncio.sleep(ahead)
            task = asyncio.create_task(person(number))
            under_way.add(task)
            task.add_done_callback(under_way.discard)
        await asyncio.gather(*under_way)

    async def read(self, number: int) -> None:
        """Read the landing page, over a connection that somebody else has done with."""
        counting, began = self.counting, time.perf_counter()
        line = self.idle.pop() if self.idle else Line(self.port)
        try:
            status, _headers, _page = await line.ask("GET", f"/{SLUG}/register/")
        except (OSError, EOFError) as error:
            self._note(counting, type(error).__name__)
            return
        self.idle.append(line)
        self._note(counting, "as expected" if status == 200 else f"landing page: {status}")
        if counting:
            self.times["landing"].append(time.perf_counter() - began)

    async def register(self, number: int) -> None:
        """Go the whole way of a resident with a letter, page by page."""
        counting = self.counting
        browser = Browser(Line(self.port), self._timed(counting))
        try:
            told = await browser.register(self.world["codes"][number], self.world["steps"], number)
        except (OSError, EOFError) as error:
            told = type(error).__name__
        self._note(counting, told)
        if told == "as expected":
            self.accepted += counting
            self.accepted_in_all += 1
        browser.line.close()

    def _timed(self, counting: bool) -> Callable[[float], None]:
        return self.times["journey"].append if counting else lambda seconds: None

    def _note(self, counting: bool, what: str) -> None:
        if counting or what != "as expected":
            self.said[what] += 1


class Browser:
    """One resident's browser: cookies, and a form token that it sends back."""

    def __init__(self, line: "Line", timed: Callable[[float], None]) -> None:
        self.line, self.timed = line, timed
        self.cookies: dict[str, str] = {}

    async def register(self, code: str, steps: list[list[Any]], number: int) -> str:
        """Return “as expected”, or where it went otherwise."""
        root = f"/{SLUG}/register/"
        await self.get(root)
        _status, _where, page = await self.get(f"{root}code/")
        shown = re.search(r'name="shown" value="([^"]+)"', page)
        if not shown:
            return "no form for the code"
        sent = {"code": code, "shown": shown.group(1)}
        status, where, page = await self.post(f"{root}code/", sent)
        for key, answers in steps:
            if not (status in (302, 303) and where == f"{root}{key}/"):
                return f"before {key}: {status} {where}"
            await self.get(where)
            said = {name: _said(text, number) for name, text in answers.items()}
            status, where, page = await self.post(where, said)
        if where != f"{root}check/":
            return f"before the check: {status} {where}"
        await self.get(where)
        status, where, page = await self.post(where, {})
        if where != f"{root}done/":
            return f"after the check: {status} {where}"
        status, _where, page = await self.get(where)
        return "as expected" if status == 200 and "reference" in page else f"at the end: {status}"

    async def get(self, path: str) -> tuple[int, str, str]:
        return await self._ask(self.line.ask("GET", path, self._headers()))

    async def post(self, path: str, data: dict[str, str]) -> tuple[int, str, str]:
        token = {"csrfmiddlewaretoken": self.cookies.get("csrftoken", "")}
        body = urlencode({**data, **token}).encode()
        return await self._ask(self.line.ask("POST", path, self._headers(), body))

    async def _ask(self, answer: "Awaitable[Answer]") -> tuple[int, str, str]:
        began = time.perf_counter()
        status, headers, page = await answer
        self.timed(time.perf_counter() - began)
        for name, value in headers:
            if name == "set-cookie":
                key, _, rest = value.partition("=")
                self.cookies[key] = rest.partition(";")[0]
        return status, dict(headers).get("location", ""), page

    def _headers(self) -> str:
        cookies = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        return f"Cookie: {cookies}\r\n" if cookies else ""


def _said(text: Any, number: int) -> str:
    return random.choice(text) if isinstance(text, list) else str(text).format(number=number)


Answer = tuple[int, list[tuple[str, str]], str]


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
        try:
            return await asyncio.wait_for(self._send(head.encode() + b"\r\n" + body), PATIENCE)
        except (OSError, EOFError):
            self.close()
            if not was_open or method != "GET":
                raise
        return await asyncio.wait_for(self._send(head.encode() + b"\r\n" + body), PATIENCE)

    async def _send(self, request: bytes) -> Answer:
        if self.streams is None:
            self.streams = await asyncio.open_connection("127.0.0.1", self.port)
        reader, writer = self.streams
        writer.write(request)
        head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
        pairs = (line.partition(": ") for line in head[1:] if line)
        headers = [(name.lower(), value) for name, _, value in pairs]
        length = int(dict(headers).get("content-length", 0))
        page = (await reader.readexactly(length)).decode()
        if dict(headers).get("connection", "").lower() == "close":
            self.close()
        return int(head[0].split()[1]), headers, page

    def close(self) -> None:
        if self.streams:
            self.streams[1].close()
        self.streams = None


@contextmanager
def _database() -> Iterator[str]:
    databases.drop(NAME)
    databases.create(NAME)
    try:
        yield databases.url_of(NAME, os.environ["DATABASE_URL"])
    finally:
        databases.drop(NAME)


def _apart(act: str, environment: dict[str, str]) -> str:
    """Do something in a process of its own, over the database of the bench."""
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM.format(act=act)],
        stdout=subprocess.PIPE, text=True, check=True, cwd=settings.BASE_DIR, env=environment,
    )  # fmt: skip
    return done.stdout


@contextmanager
def _server(environment: dict[str, str]) -> Iterator[int]:
    """Serve as the container does; yield the port once it answers."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    options = ["--config", "deploy/gunicorn.py", "--bind", f"127.0.0.1:{port}"]
    options += ["--log-level", "error", "--no-control-socket"]
    process = subprocess.Popen(
        [sys.executable, "-m", "gunicorn", *options],
        env=environment, cwd=settings.BASE_DIR,
    )  # fmt: skip
    try:
        end = time.monotonic() + PATIENCE
        while True:
            try:
                socket.create_connection(("127.0.0.1", port), 1).close()
                break
            except OSError:
                if time.monotonic() > end:
                    raise
                time.sleep(0.2)
        yield port
    finally:
        process.terminate()
        process.wait(timeout=30)


def prepare(count: int) -> None:
    """Open an assembly with letters to so many invented addresses; print codes and questions."""
    call_command("migrate", verbosity=0)
    now = clock.now()
    assembly = assemblies.create(
        slug=SLUG, name="Citizens’ Assembly", question="How should we look after our streets?",
        area_name="Waltham Forest", summary="", seats=50, letters=count,
        registration_opens=now - timedelta(days=1), registration_closes=now + timedelta(days=14),
        first_day=(now + timedelta(days=60)).date(), minimum_age=16, gift_pence=7_500,
        contact_email="assembly@example.org", contact_phone="020 7946 0000", by=SYSTEM, now=now,
    )  # fmt: skip
    targets.build(assembly, census.read(Path(PLACE)), by=SYSTEM, now=now)
    Assembly.objects.filter(pk=assembly.pk).update(stage="register")
    frame = Frame.objects.create(
        assembly=assembly, kind=Frame.Kind.PAF, edition="Invented", licence="None",
        file_name="none", sha256="0" * 64, rows=count, residential=count, postcodes_name="none",
        postcodes_sha256="0" * 64, read_at=now,
    )  # fmt: skip
    draw = AddressDraw.objects.create(
        assembly=assembly, frame=frame, wave=1, seed="bench", size=count, even_share=100,
        drawn_at=now,
    )  # fmt: skip
    made = [code for first in range(0, count, BATCH) for code in _letters(draw, first, count)]
    print(json.dumps({"codes": made, "steps": _steps(assembly)}))


def _letters(draw: AddressDraw, first: int, count: int) -> list[str]:
    addresses = Address.objects.bulk_create(
        Address(
            assembly=draw.assembly, draw=draw, udprn=50_000_000 + number,
            lines=[f"{number} Invented Road", "LONDON"], postcode=f"E{number % 17 + 1} 0ZZ",
            ward="Leyton", lsoa="E01000001", decile=number % 10 + 1, stratum="even",
            rank=number + 1,
        )
        for number in range(first, min(count, first + BATCH))
    )  # fmt: skip
    made = [codes.make(address.udprn, 1, draw.assembly_id) for address in addresses]
    Invitation.objects.bulk_create(
        Invitation(
            assembly=draw.assembly, address=address, code_hash=codes.index(code),
            posted_at=draw.drawn_at,
        )
        for address, code in zip(addresses, made, strict=True)
    )  # fmt: skip
    return made


def _steps(assembly: Assembly) -> list[list[Any]]:
    """Return each page of the journey with what is answered; a list is answered by chance."""
    asked = Category.objects.filter(assembly=assembly).exclude(question="").order_by("place")
    born = {"day": "17", "month": "5", "year": "1980"}
    return [
        ["eligible", {"lives_here": "yes"}],
        ["name", {"name": "Person {number}"}],
        ["contact", {"email": "person{number}@example.org"}],
        ["date-of-birth", {f"date_of_birth_{part}": text for part, text in born.items()}],
        *(
            [f"you-{category.key}", {"value": list(category.values.values_list("key", flat=True))}]
            for category in asked
        ),
        ["needs", {}],
    ]


def kept() -> None:
    """Print how many registrations the database holds, and how many letters brought two."""
    registered = Registration.objects.filter(status=Registration.Status.REGISTERED)
    letters = Counter(registered.values_list("invitation", flat=True))
    doubles = sum(count > 1 for count in letters.values())
    print(json.dumps({"registered": registered.count(), "doubles": doubles}))
