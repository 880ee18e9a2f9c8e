"""The morning when the letters arrive: `script/bench load` in short, whatever it takes in time."""

import asyncio
import os
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from assembly.bench import load
from assembly.bench.crowd import Crowd
from assembly.demo.databases import url_of

SECONDS, PER_MINUTE, READERS = 5, 180, 60
COMERS = SECONDS * PER_MINUTE // 60


@pytest.fixture
def come(transactional_db):
    """Return a way to let a crowd come to a server over this test's database."""

    def go(world) -> Crowd:
        url = url_of(connection.settings_dict["NAME"], os.environ["DATABASE_URL"])
        with load.server({**os.environ, "DATABASE_URL": url}) as port:
            crowd = Crowd(port, world, PER_MINUTE, READERS, warm=0)
            with ThreadPoolExecutor(1) as apart:  # a browser’s loop may be under way in this thread
                apart.submit(lambda: asyncio.run(crowd.come(SECONDS))).result()
        return crowd

    return go


def test_all_who_come_at_once_are_registered_once_and_told_so(come):
    crowd = come(load.world(COMERS))
    assert dict(crowd.said) == {"as expected": COMERS + SECONDS * READERS}
    assert crowd.accepted_in_all == COMERS
    assert load.kept() == {"registered": COMERS, "doubles": 0}


def test_one_letter_used_by_two_would_be_counted(come):
    """A control: half as many letters as people who come."""
    world = load.world(COMERS)
    world["codes"] = [code for code in world["codes"][: COMERS // 2 + 1] for _ in range(2)]
    come(world)
    assert load.kept()["doubles"] >= COMERS // 2
