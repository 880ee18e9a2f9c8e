"""The database dies while people register: what a confirmation page said is there afterwards."""

import random
import re
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

import psycopg
import pytest

from tests import make_server
from tests.places import Place, place

EXPECTED_BACK = 5.0  # seconds from the database's return to the first registration
MOST_TRIES = 60
ENDS_ALL = (
    "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity"
    " WHERE pid <> pg_backend_pid() AND backend_type = 'client backend'"
)


@dataclass
class Ledger:
    """What people were told: each reference that a confirmation page showed, and when."""

    shown: list[str] = field(default_factory=list)
    times: list[float] = field(default_factory=list)
    errors: int = 0
    gave_up: int = 0

    def register(self, server: make_server.Server, slug: str, cookies: dict[str, str]) -> None:
        """Send one complete draft in, again and again as a patient person does."""
        for _ in range(MOST_TRIES):
            try:
                status, _, _ = server.ask("POST", f"/{slug}/register/check/", {}, **cookies)
                if status in (302, 303):  # done now, or by an attempt whose answer was lost
                    _, _, page = server.ask("GET", f"/{slug}/register/done/", **cookies)
                    if found := re.search(r'<strong dir="ltr">([-\w]+)</strong>', page):
                        self.shown.append(found.group(1))
                        self.times.append(time.monotonic())
                        return
            except OSError:
                pass
            self.errors += 1
            time.sleep(0.25)
        self.gave_up += 1

    def seconds_until_next(self, moment: float) -> float:
        return min((at - moment for at in self.times if at > moment), default=float("inf"))


def end_connections(there: Place) -> None:
    with psycopg.connect(there.postgres.url, autocommit=True) as admin:
        admin.execute(ENDS_ALL)


def kept_while(
    there: Place, folder, *, people: int, a_minute: int, ends: int, restarts: int
) -> tuple[Ledger, dict, list[float]]:
    """Let people register while this happens at moments of chance.

    Return what they were told, what the database holds, and how long each return took.
    """
    world = there.answer("prepare", str(people), of="tests.registration_soak")
    server = make_server.start(there.environment, folder, workers=2)
    ledger, backs, over = Ledger(), [], threading.Event()
    chance = random.Random(5)
    troubles = [*[end_connections] * ends, *[Place.restart_database] * restarts]
    chance.shuffle(troubles)
    pause = 60 / a_minute * people / (len(troubles) + 1) * 0.7  # all of them, while people come

    def trouble() -> None:
        for one in troubles:
            if over.wait(pause * chance.uniform(0.7, 1.2)):
                return
            one(there)
            backs.append(time.monotonic())

    def come(number: int) -> None:
        time.sleep(max(0.0, began + number * 60 / a_minute - time.monotonic()))
        ledger.register(server, world["slug"], world["cookies"][number])

    began = time.monotonic()
    maker = threading.Thread(target=trouble)
    maker.start()
    with ThreadPoolExecutor(16) as crowd:
        list(crowd.map(come, range(people)))
    over.set()
    maker.join()
    server.stop()
    waited = [ledger.seconds_until_next(moment) for moment in backs]
    return ledger, there.answer("kept", of="tests.registration_soak"), waited


@pytest.mark.parametrize(
    ("people", "ends", "restarts"),
    [(60, 3, 1), pytest.param(1_500, 20, 5, marks=pytest.mark.soak)],
    ids=["quick", "long"],
)
def test_every_registration_that_was_confirmed_is_kept_whatever_befalls_the_database(
    tmp_path, people, ends, restarts
):
    with place(tmp_path) as there:
        ledger, kept, waited = kept_while(
            there, tmp_path, people=people, a_minute=300, ends=ends, restarts=restarts
        )
    print(f"{ledger.errors} errors; back after {[f'{one:.1f}' for one in waited]} s")
    assert len(waited) == ends + restarts
    assert set(ledger.shown) - set(kept["registered"]) == set()
    assert (ledger.gave_up, len(ledger.shown), len(set(ledger.shown))) == (0, people, people)
    assert (kept["letters"], kept["messages"]) == (people, people)
    assert max(one for one in waited if one < float("inf")) <= EXPECTED_BACK


def test_a_database_that_answers_before_it_has_written_would_lose_some(tmp_path):
    """The control: the same check notices what is lost when commits are not waited for."""
    with place(tmp_path) as there:
        with psycopg.connect(there.postgres.url, autocommit=True) as admin:
            for setting in ("synchronous_commit = off", "wal_writer_delay = '10s'"):
                admin.execute(f"ALTER SYSTEM SET {setting}")
            admin.execute("SELECT pg_reload_conf()")
        world = there.answer("prepare", "12", of="tests.registration_soak")
        with psycopg.connect(there.postgres.url, autocommit=True) as admin:
            admin.execute("CHECKPOINT")
        server, ledger = make_server.start(there.environment, tmp_path, workers=1), Ledger()
        for cookies in world["cookies"]:
            ledger.register(server, world["slug"], cookies)
        there.restart_database()
        server.stop()
        kept = there.answer("kept", of="tests.registration_soak")
    assert len(ledger.shown) == 12
    assert len(kept["registered"]) < 12
