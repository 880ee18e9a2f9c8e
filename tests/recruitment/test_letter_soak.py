"""Ten thousand letters while workers, the broker and the database are killed again and again."""

import random
import threading
import time

import pytest

from tests.places import Place, place

BATCH = 100


def disturbed(
    there: Place,
    *,
    kills: int = 0,
    flushes: int = 0,
    restarts: int = 0,
    replaced: int = 0,
    seed: int = 20240110,
) -> dict[str, int]:
    """Print a run while this happens, in an order of chance; return how often it did."""
    chance = random.Random(seed)
    often = {
        there.kill_worker: kills,
        there.flush_broker: flushes,
        there.restart_database: restarts,
        there.replace_worker: replaced,
    }
    troubles = [trouble for trouble, times in often.items() for _ in range(times)]
    chance.shuffle(troubles)
    beat = there.part("beat")
    listener = threading.Thread(target=there.listen, args=[beat], daemon=True)
    listener.start()
    there.work()
    there.work()
    happened: dict[str, int] = {}
    for trouble in troubles:
        end = time.monotonic() + 60
        while not there.state.get("printing") and time.monotonic() < end:
            time.sleep(0.05)
        time.sleep(chance.uniform(0, 1.5))
        if there.state.get("complete"):
            break
        trouble()
        happened[trouble.__name__] = happened.get(trouble.__name__, 0) + 1
    assert beat.wait(timeout=1_800) == 0
    listener.join()
    return happened


def check(tmp_path, *, letters, **troubles):
    with place(tmp_path) as there:
        assert there.answer("prepare", str(letters), str(BATCH)) == "ready"
        happened = disturbed(there, **troubles)
        found = there.answer("check")
    print(happened, found)
    assert (found["faults"], found["same"], found["letters"]) == ([], True, letters)
    assert found["attempts"] >= letters / BATCH + (troubles.get("kills", 0) > 0)
    return happened


def test_a_worker_killed_three_times_the_broker_flushed_the_database_restarted(tmp_path):
    happened = check(tmp_path, letters=800, kills=3, flushes=1, restarts=1)
    assert happened == {"kill_worker": 3, "flush_broker": 1, "restart_database": 1}


@pytest.mark.soak
@pytest.mark.parametrize("seed", range(1, 7), ids=[f"night {night}" for night in range(1, 7)])
def test_fifty_kills_ten_flushes_and_five_restarts_during_ten_thousand_letters(tmp_path, seed):
    """Six nights of other moments: three hundred kills bound the share of harmful ones at 1%.

    The bound is the rule of three: 3/300 at 95%.
    """
    happened = check(tmp_path, letters=10_000, kills=50, flushes=10, restarts=5, seed=seed)
    assert happened == {"kill_worker": 50, "flush_broker": 10, "restart_database": 5}


@pytest.mark.soak
def test_workers_replaced_twenty_times_during_ten_thousand_letters(tmp_path):
    """As by a rolling installation of a new version."""
    happened = check(tmp_path, letters=10_000, replaced=20)
    assert happened == {"replace_worker": 20}
