"""The morning when the letters arrive: `script/bench load` in short, whatever it takes in time."""

import asyncio
import os
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from assembly.bench import load
from assembly.bench.browser import LATER
from assembly.bench.crowd import Crowd
from assembly.demo.databases import url_of
from tests.make_server import NOBODY_LEAVES

SECONDS, PER_MINUTE, READERS = 5, 180, 60
COMERS = SECONDS * PER_MINUTE // 60


@pytest.fixture
def come(transactional_db):
    """Return a way to let a crowd come to a server over this test's database."""

    def go(world, readers: float = READERS, seconds: float = SECONDS, **more: str) -> Crowd:
        address = url_of(connection.settings_dict["NAME"], os.environ["DATABASE_URL"])
        environment = {**os.environ, **NOBODY_LEAVES, **more, "DATABASE_URL": address}
        with load.server(environment) as port:
            crowd = Crowd(port, world, PER_MINUTE, readers, warm=0)
            with ThreadPoolExecutor(1) as apart:  # a browser’s loop may be under way in this thread
                apart.submit(lambda: asyncio.run(crowd.come(seconds))).result()
        return crowd

    return go


def test_all_who_come_at_once_are_registered_once_and_told_so(come):
    crowd = come(load.world(COMERS))
    assert dict(crowd.said) == {"as expected": COMERS + SECONDS * READERS}
    assert len(crowd.acknowledged) == COMERS
    assert sorted(load.registered()) == list(range(COMERS))


def test_one_letter_used_by_two_would_be_counted(come):
    """A control: half as many letters as people who come."""
    world = load.world(COMERS)
    world["codes"] = [code for code in world["codes"][: COMERS // 2 + 1] for _ in range(2)]
    come(world)
    assert len(load.registered()) - len(set(load.registered())) >= COMERS // 2


FLOOD = {"readers": 600, "seconds": 1, "KEPT_SECONDS": "0"}


def test_when_too_many_come_newcomers_are_asked_to_come_back_and_no_one_told_is_lost(come):
    crowd = come(load.world(COMERS), **FLOOD, LONGEST_WAIT_SECONDS="0.1")
    assert crowd.asked_to_come_back > 0
    assert crowd.said.keys() <= {"as expected", LATER}
    assert len(load.registered()) == len(crowd.acknowledged)


def test_who_is_never_asked_to_come_back_waits(come):
    """A control: the same crowd at a server whose patience has no end."""
    crowd = come(load.world(COMERS), **FLOOD)
    assert crowd.said.keys() == {"as expected"}
    assert max(took for _when, took in crowd.times["landing"]) > 0.1
