"""The work that waits for a worker, done by a real Celery worker over the real broker."""

import os
import random
import re
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.conf import settings as django_settings
from django.db import connection

from assembly import stages
from assembly.celery_app import app
from assembly.demo.databases import url_of
from recruitment import letters, pools, runs
from recruitment.letters import printing
from recruitment.models import Pool
from tests import make, make_addresses, make_letters, make_recruitment
from tests.letter_proof import faults
from tests.make_letters import fingerprints, undisturbed

PATIENCE = 60.0
HOUR = 3_600
TIMES = 3  # each message is delivered


@pytest.fixture
def queue(transactional_db) -> Iterator[str]:
    """Give this test its own queue, and send what it starts to it."""
    before, name = app.conf.task_default_queue, f"test-{os.getpid()}-{time.monotonic_ns()}"
    _send_to(name)
    yield name
    _send_to(before)


def _send_to(name: str) -> None:
    app.conf.task_default_queue = name
    app.amqp.queues = app.amqp.Queues({})  # type: ignore[misc]


@pytest.fixture
def worker(queue, tmp_path) -> Iterator[Callable[[], subprocess.Popen]]:
    """Return a way to start a worker that works in this test's database and folder."""
    env = {
        **os.environ,
        "DATABASE_URL": url_of(connection.settings_dict["NAME"], os.environ["DATABASE_URL"]),
        "CELERY_QUEUE": queue,
        "MEDIA_ROOT": str(tmp_path / "media"),
    }
    started: list[subprocess.Popen] = []

    def start(odd: str = "", level: str = "WARNING", **more: str) -> subprocess.Popen:
        of = "tests.odd_workers" if odd else "assembly.celery_app"
        command = ["-m", "celery", "-A", of, "-q", "worker", "-P", "solo"]
        with Path(tmp_path, f"worker-{len(started)}.log").open("wb") as log:
            process = subprocess.Popen(
                [sys.executable, *command, "-Q", queue, "-l", level],
                env={**env, "ODD": odd, **more}, cwd=django_settings.BASE_DIR,
                stdout=log, stderr=log,
            )  # fmt: skip
        started.append(process)
        return process

    yield start
    for process in started:
        process.kill()
        process.wait()


def comes_true(condition: Callable[[], bool], patience: float = PATIENCE) -> bool:
    end = time.monotonic() + patience
    while time.monotonic() < end:
        if condition():
            return True
        time.sleep(0.1)
    return False


@pytest.fixture
def run(queue, tmp_path):
    """Start printing twenty letters in five batches."""
    assembly = make.assembly()
    make.commissioned(assembly)
    drawn = make_addresses.draw(assembly, tmp_path)
    by = make.actor_with(assembly, "recruiter")
    return letters.start(assembly, drawn, by=by, now=make.NOW, batch_size=4)


def test_a_worker_prints_the_letters_that_an_act_started(worker, run):
    worker()
    assert comes_true(lambda: letters.progress(run).is_complete)
    run.refresh_from_db()
    assert sorted(run.batches.values_list("status", flat=True)) == ["printed"] * 5
    assert all(Path(batch.file.path).exists() for batch in run.batches.all())


def test_wake_ups_that_were_lost_are_made_good_by_the_sweep(worker, run, queue):
    with app.connection_for_write() as broker:
        broker.default_channel.queue_purge(queue)
    worker()
    assert not letters.progress(run).is_complete
    letters.sweep(make.NOW)
    assert comes_true(lambda: letters.progress(run).is_complete)


def test_messages_that_come_three_times_in_any_order_print_each_letter_once(worker, run):
    for _ in range(2 * run.batches.count()):
        app.send_task(printing.TASK)
    worker()
    worker()
    assert comes_true(lambda: letters.progress(run).is_complete)
    as_printed = fingerprints(run)
    for _ in range(30):
        app.send_task(printing.TASK)
    assert comes_true(lambda: waiting_messages() == 0)
    assert faults(run, as_printed) == []


def test_a_message_delivered_again_while_its_work_goes_on_doubles_nothing(worker, run):
    """The lease is so short that two workers take one batch from each other, again and again."""
    for _ in range(run.batches.count()):
        app.send_task(printing.TASK)
    rivals = [worker(LETTER_LEASE_SECONDS="0.01") for _ in range(2)]
    assert comes_true(lambda: waiting_messages() == 0)
    for rival in rivals:
        rival.terminate()
        rival.wait()
    worker(LETTER_LEASE_SECONDS="1")
    assert comes_true(lambda: app.send_task(printing.TASK) and letters.progress(run).is_complete)
    run.refresh_from_db()
    assert faults(run) == []


def send(messages: list[str]) -> None:
    for message in messages:
        app.send_task(printing.TASK, task_id=message)


def worked_off(folder: Path) -> Counter[str]:
    """Return how often each message was delivered and its work done, as the workers' logs say."""
    done = re.compile(rf"{printing.TASK}\[(\S+)\] succeeded")
    logs = (path.read_text() for path in folder.glob("worker-*.log"))
    return Counter(name for log in logs for name in done.findall(log))


def work_off(worker, patience: float, **options: str) -> None:
    """Let two workers empty the queue, and finish what they hold."""
    pair = [worker(level="INFO", **options) for _ in range(2)]
    assert comes_true(lambda: waiting_messages() == 0, patience)
    for one in pair:
        one.terminate()
        assert one.wait(timeout=PATIENCE) == 0


def replayed(
    run,
    worker,
    folder: Path,
    messages: int,
    patience: float,
    odd: str = "",
    later: tuple[int, ...] = (2, 4),
) -> None:
    """Deliver each of so many messages three times, in any order, over six hours.

    Two workers print a fifth and are killed. By the clock of the next two, who print the rest and
    get most messages, it is two hours later; by that of the last two, when all has been printed,
    four. What the killed had in hand is delivered again at last.
    """
    names = [f"{run.pk}-{number}" for number in range(messages)]
    order = names * TIMES
    random.Random(10_000).shuffle(order)
    killed = [worker(odd=odd, level="INFO") for _ in range(2)]
    send(order[:messages])
    assert comes_true(lambda: letters.progress(run).printed >= run.letters / 5)
    for one in killed:
        one.send_signal(signal.SIGKILL)
        one.wait()
    for part, hours in enumerate(later, start=1):
        send(order[part * messages : (part + 1) * messages])
        work_off(worker, patience, odd=odd, CLOCK_OFFSET_SECONDS=str(hours * HOUR))
        assert letters.progress(run).is_complete
    sent = order[: (len(later) + 1) * messages]
    while missing := Counter(sent) - worked_off(folder):
        send([*missing.elements()])
        work_off(worker, patience, odd=odd, CLOCK_OFFSET_SECONDS=str(6 * HOUR))
    run.refresh_from_db()


@pytest.mark.parametrize(
    ("messages", "count", "patience"),
    [(20, 20, PATIENCE), pytest.param(10_000, 2_000, 1_800, marks=pytest.mark.soak)],
    ids=["quick", "long"],
)
def test_messages_that_come_three_times_some_of_them_hours_later_print_each_letter_once(
    worker, queue, tmp_path, messages, count, patience
):
    run = many(count)
    replayed(run, worker, tmp_path, messages, patience)
    as_printed, found = fingerprints(run), faults(run)
    done = worked_off(tmp_path)
    assert min(done[f"{run.pk}-{number}"] for number in range(messages)) >= TIMES
    assert found == []
    assert undisturbed(run) == as_printed


def test_a_worker_that_forgets_what_is_printed_would_be_noticed_when_messages_come_again(
    worker, queue, tmp_path
):
    """The control: it takes any batch, printed or not, and marks it."""
    run = many(20)
    replayed(run, worker, tmp_path, 20, PATIENCE, odd="forgetful", later=(2,))
    assert "the audit chain has not one mark for batches 1" in "".join(faults(run))


def many(count: int):
    """Start printing so many letters, two in a batch."""
    assembly = make.assembly()
    make.commissioned(assembly)
    drawn = make_letters.addressed(assembly, count)
    by = make.actor_with(assembly, "recruiter")
    return letters.start(assembly, drawn, by=by, now=make.NOW, batch_size=2)


def waiting_messages() -> int:
    with app.connection_for_read() as broker:
        queue = app.conf.task_default_queue
        return broker.default_channel.queue_declare(queue).message_count


def test_a_worker_finds_the_chances_of_a_frozen_pool(worker, queue):
    assembly = make.assembly(stage=stages.DRAW.key, seats=4)
    make_recruitment.categories(assembly)
    make_recruitment.targets(assembly, 4)
    for number in range(12):
        make_recruitment.registered(assembly, number)
    by = make.actor_with(assembly, "recruiter")
    pool = pools.freeze(assembly, by=by, now=make.NOW)
    runs.official(pool, by=by, now=make.NOW)
    worker()
    assert comes_true(lambda: Pool.objects.get(pk=pool.pk).status == Pool.Status.SOLVED)
    assert len(Pool.objects.get(pk=pool.pk).result["panels"]) == 1000
