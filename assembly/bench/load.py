"""Registrations at many times the worst minute planned for, while others read the landing page.

Server, database and the one that asks share this machine. People come at a steady rate whether or
not those before them have finished, as they do in life.
"""

import asyncio
import json
import os
import socket
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command

from assembly import assemblies, clock
from assembly.models import Assembly
from assembly.permissions import SYSTEM
from recruitment import census, targets
from recruitment.models import Category, Registration

from . import apart, invented
from .crowd import Crowd
from .pools import PLACE
from .row import Row

NAME = "bench_load"
SLUG = "bench"
PER_MINUTE, READERS = 600, 300  # registrations a minute, landing pages a second
SECONDS, QUICK = 600, 30
WARM = 5
P95, P99 = 1_000.0, 2_000.0
PATIENCE = 60.0


def measure(*, quick: bool) -> list[Row]:
    seconds = QUICK if quick else SECONDS
    with apart.database(NAME) as environment:
        letters = (seconds + WARM) * PER_MINUTE // 60
        world = json.loads(apart.run("load", f"prepare({letters})", environment))
        with server(environment) as port:
            crowd = Crowd(port, world, PER_MINUTE, READERS, WARM)
            began, busy = time.monotonic(), _busy()
            asyncio.run(crowd.come(seconds))
            cores = (_busy() - busy) / (time.monotonic() - began)
        found = json.loads(apart.run("load", "tell()", environment))
    for what, count in crowd.said.items():
        print(f"{count:,} × {what}", file=sys.stderr)
    return list(_rows(crowd, found, cores, seconds))


def _rows(crowd: Crowd, found: dict[str, int], cores: float, seconds: int) -> Iterator[Row]:
    rate = 60 * crowd.accepted / seconds
    yield Row("load", "registrations completed", rate, "a minute", PER_MINUTE * 0.99,
              holds=rate >= PER_MINUTE * 0.99)  # fmt: skip
    for name, times in (("pages of the journey", crowd.times["journey"]),
                        ("landing page", crowd.times["landing"])):  # fmt: skip
        for share, goal in ((95, P95), (99, P99)):
            figure = 1000 * percentile(times, share)
            yield Row("load", f"{name}, p{share}", figure, "ms", goal, holds=figure < goal)
    rate = len(crowd.times["landing"]) / seconds
    yield Row("load", "landing pages", rate, "a second", READERS * 0.99,
              holds=rate >= READERS * 0.99)  # fmt: skip
    yield Row("load", "cores in use, whatever for", cores, f"of {os.cpu_count()}")
    for case, count in (("answers not as expected", crowd.wrong),
                        ("acknowledged and not kept", crowd.accepted_in_all - found["registered"]),
                        ("letters used twice", found["doubles"])):  # fmt: skip
        yield Row("load", case, float(count), "", 0.0, holds=count == 0)


def percentile(times: list[float], share: int) -> float:
    ordered = sorted(times)
    return ordered[min(len(ordered) - 1, share * len(ordered) // 100)] if ordered else float("inf")


def _busy() -> float:
    """Return the seconds that all cores together have worked since this machine started."""
    with Path("/proc/stat").open(encoding="ascii") as file:
        user, nice, system, _idle, _waiting, interrupt, soft, *_rest = file.readline().split()[1:]
    spent = (int(ticks) for ticks in (user, nice, system, interrupt, soft))
    return sum(spent) / os.sysconf("SC_CLK_TCK")


@contextmanager
def server(environment: apart.Environment) -> Iterator[int]:
    """Serve as the container does; yield the port once it answers."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    options = ["--config", "deploy/gunicorn.py", "--bind", f"127.0.0.1:{port}"]
    options += ["--log-level", "error", "--no-control-socket"]
    process = subprocess.Popen(
        [sys.executable, "-m", "gunicorn", *options], env=environment, cwd=settings.BASE_DIR
    )
    try:
        _wait_for(port)
        yield port
    finally:
        process.terminate()
        process.wait(timeout=PATIENCE)


def _wait_for(port: int) -> None:
    end = time.monotonic() + PATIENCE
    while True:
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
        except OSError:
            if time.monotonic() > end:
                raise
            time.sleep(0.2)
        else:
            return


def prepare(count: int) -> None:
    """Print where so many residents with a letter may register, in a database still empty."""
    call_command("migrate", verbosity=0)
    print(json.dumps(world(count)))


def world(count: int) -> dict[str, Any]:
    """Open an assembly with so many letters; return what a crowd must know of it."""
    now = clock.now()
    of = assemblies.create(
        slug=SLUG, name="Citizens’ Assembly", question="How should we look after our streets?",
        area_name="Waltham Forest", summary="", seats=50, letters=count,
        registration_opens=now - timedelta(days=1), registration_closes=now + timedelta(days=14),
        first_day=(now + timedelta(days=60)).date(), minimum_age=16, gift_pence=7_500,
        contact_email="assembly@example.org", contact_phone="020 7946 0000", by=SYSTEM, now=now,
    )  # fmt: skip
    targets.build(of, census.read(Path(PLACE)), by=SYSTEM, now=now)
    Assembly.objects.filter(pk=of.pk).update(stage="register")
    made = invented.letters(invented.draw(of, count, now), posted_at=now)
    return {"slug": SLUG, "codes": made, "steps": _steps(of)}


def _steps(of: Assembly) -> list[list[Any]]:
    """Return each page of the journey with what is answered; a list is answered by chance."""
    asked = Category.objects.filter(assembly=of).exclude(question="").order_by("place")
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


def tell() -> None:
    print(json.dumps(kept()))


def kept() -> dict[str, int]:
    """Return how many registrations the database holds, and how many letters brought two."""
    registered = Registration.objects.filter(status=Registration.Status.REGISTERED)
    letters = Counter(registered.values_list("invitation", flat=True))
    return {
        "registered": registered.count(),
        "doubles": sum(count > 1 for count in letters.values()),
    }
