"""Registrations at many times the worst minute planned for, while others read the landing page.

Server, database and the one that asks share this machine. People come at a steady rate whether or
not those before them have finished, as they do in life. Then five times as many come as the goal
asks for, and then as many as before: all who were told that they are registered are, the others
were asked to come back, and soon nobody waits long.
"""

import asyncio
import json
import os
import socket
import subprocess
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from itertools import islice
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
FLOOD, FLOOD_SECONDS, FLOOD_QUICK = 5, 60, 10  # so many times as many, for so long
AFTER = 60  # the seconds that are watched afterwards
RECOVERY = 30.0  # seconds
P95, P99 = 1_000.0, 2_000.0
PATIENCE = 60.0


def measure(*, quick: bool) -> list[Row]:
    seconds, flooded = (QUICK, FLOOD_QUICK) if quick else (SECONDS, FLOOD_SECONDS)
    counts = (seconds + WARM, flooded * FLOOD, AFTER)
    with apart.database(NAME) as environment:
        letters = sum(counts) * PER_MINUTE // 60
        world = json.loads(apart.run("load", f"prepare({letters})", environment))
        codes = iter(world["codes"])
        worlds = [
            {**world, "codes": list(islice(codes, count * PER_MINUTE // 60))} for count in counts
        ]
        with server(environment) as port:
            crowd = Crowd(port, worlds[0], PER_MINUTE, READERS, WARM)
            began, busy = time.monotonic(), _busy()
            asyncio.run(crowd.come(seconds))
            cores = (_busy() - busy) / (time.monotonic() - began)
            flood = Crowd(port, worlds[1], FLOOD * PER_MINUTE, FLOOD * READERS, 0)
            after = Crowd(port, worlds[2], PER_MINUTE, READERS, 0)
            ended = asyncio.run(_flood(flood, flooded, after))
        registered = json.loads(apart.run("load", "tell()", environment))
    for name, comers in (("", crowd), ("flood: ", flood), ("after it: ", after)):
        for what, count in comers.said.items():
            print(f"{name}{count:,} × {what}", file=sys.stderr)
    found = Counter(world["codes"][number] for number in registered)
    told = {*crowd.acknowledged, *flood.acknowledged, *after.acknowledged}
    return [
        *_rows(crowd, cores, seconds),
        *_flooded(flood, after, ended),
        _none("acknowledged and not kept", len(told - found.keys())),
        _none("letters used twice", sum(count > 1 for count in found.values())),
    ]


async def _flood(flood: Crowd, seconds: float, after: Crowd) -> float:
    """Let too many come, and as many as can be served from then on; return when that was."""
    leaving = asyncio.create_task(flood.come(seconds))
    await asyncio.sleep(seconds)
    ended = time.perf_counter()
    await asyncio.gather(leaving, after.come(AFTER))
    return ended


def _rows(crowd: Crowd, cores: float, seconds: int) -> Iterator[Row]:
    rate = 60 * crowd.accepted / seconds
    yield Row("load", "registrations completed", rate, "a minute", PER_MINUTE * 0.99,
              holds=rate >= PER_MINUTE * 0.99)  # fmt: skip
    for name, times in (("pages of the journey", crowd.times["journey"]),
                        ("landing page", crowd.times["landing"])):  # fmt: skip
        for share, goal in ((95, P95), (99, P99)):
            figure = 1000 * percentile((took for _when, took in times), share)
            yield Row("load", f"{name}, p{share}", figure, "ms", goal, holds=figure < goal)
    rate = len(crowd.times["landing"]) / seconds
    yield Row("load", "landing pages", rate, "a second", READERS * 0.99,
              holds=rate >= READERS * 0.99)  # fmt: skip
    yield Row("load", "cores in use, whatever for", cores, f"of {os.cpu_count()}")
    yield _none("answers not as expected", crowd.wrong)


def _flooded(flood: Crowd, after: Crowd, ended: float) -> Iterator[Row]:
    case = f"{FLOOD} times as many"
    yield Row("load", f"{case}: registered", float(len(flood.acknowledged)), "")
    yield Row("load", f"{case}: asked to come back", float(flood.asked_to_come_back), "")
    unserved = flood.wrong - flood.asked_to_come_back
    yield _none(f"{case}: not answered, or in error", unserved)
    waits = (took for times in flood.times.values() for _when, took in times)
    yield Row("load", f"{case}: any page, p95", 1000 * percentile(waits, 95), "ms")
    seconds = recovered(after, ended)
    yield Row("load", f"after {case}: well again", seconds, "s", RECOVERY,
              holds=seconds <= RECOVERY)  # fmt: skip
    yield _none("after that: not as expected", after.wrong - after.asked_to_come_back)


def _none(case: str, count: int) -> Row:
    return Row("load", case, float(count), "", 0.0, holds=count == 0)


def recovered(crowd: Crowd, since: float) -> float:
    """Return the seconds from `since` to the last in which p95 missed its goal, or its end."""
    each = defaultdict(list)
    for times in crowd.times.values():
        for when, took in times:
            each[int(when - since)].append(took)
    slow = [second for second, took in each.items() if 1000 * percentile(took, 95) >= P95]
    return float(max(slow, default=-1) + 1)


def percentile(times: Iterable[float], share: int) -> float:
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
    command = [sys.executable, "-m", "assembly.serve", "--port", str(port)]
    process = subprocess.Popen(command, env=environment, cwd=settings.BASE_DIR)
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
    print(json.dumps(registered()))


def registered() -> list[int]:
    """Return the number of the letter (from 0) behind each registration in the database."""
    kept = Registration.objects.filter(status=Registration.Status.REGISTERED)
    return [rank - 1 for rank in kept.values_list("invitation__address__rank", flat=True)]
