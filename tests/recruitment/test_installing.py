"""A new version is installed while letters are printed and the older one still works beside it."""

import itertools
import signal
import time

import pytest
from django.conf import settings

from tests.places import place
from tests.versions import Version, Worker, unpack_older

EVERY = 30.0  # seconds
PATIENCE = 120.0
BATCH = 50
LEASE = "600"  # no claim runs out: what a worker holds it must finish itself


def comes_true(condition) -> bool:
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        if condition():
            return True
        time.sleep(0.02)
    return False


def end(worker: Worker) -> None:
    """Ask a worker to end while it prints; see that it finishes what it holds."""
    assert comes_true(lambda: worker.is_printing)
    worker.process.send_signal(signal.SIGTERM)
    assert worker.process.wait(timeout=PATIENCE) == 0
    assert not worker.is_printing
    said = worker.log.read_text()
    assert said.rindex("succeeded") > said.index("Warm shutdown")


def roll(versions: list[Version], *, times: int, every: float) -> None:
    """Replace one of two workers so often, each second one by another of the older version."""
    turns = itertools.cycle(versions)
    at_work = [next(turns).work() for _ in range(2)]
    began = time.monotonic()
    for number in range(1, times + 1):
        time.sleep(max(0, began + number * every - time.monotonic()))
        at_work.append(next(turns).work())
        end(at_work.pop(0))


def install(tmp_path, *, letters: int, times: int, every: float, pause: float) -> None:
    unpack_older(tmp_path / "older")
    with place(tmp_path / "place", lease=LEASE) as there:
        new, old = Version(settings.BASE_DIR, there), Version(tmp_path / "older", there)
        assert there.answer("prepare", str(letters), str(BATCH)) == "ready"
        there.flush_broker()  # from now on both versions ask, in turn
        asking = [version.ask_every(2 * pause) for version in (new, old)]
        roll([new, old], times=times, every=every)
        for process in asking:
            process.kill()
        there.answer("beat")
        found = there.answer("check")
    both = [len(a.asked() & b.received()) for a, b in itertools.product((new, old), repeat=2)]
    print(found, both)
    assert (found["faults"], found["same"], found["letters"]) == ([], True, letters)
    assert found["attempts"] == letters / BATCH
    assert min(both) > times  # each version took what itself and what the other had asked for
    assert (new.troubles(), old.troubles()) == ([], [])


@pytest.mark.soak
def test_workers_replaced_every_half_minute_beside_an_older_version_print_each_letter_once(
    tmp_path,
):
    """For ten minutes, a batch every two seconds: workers of both take the messages of both."""
    install(tmp_path, letters=16_500, times=20, every=EVERY, pause=2.0)
