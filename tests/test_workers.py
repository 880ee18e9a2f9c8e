"""The work that waits for a worker, done by a real Celery worker over the real broker."""

import os
import subprocess
import sys
import time
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
from tests import make, make_addresses, make_recruitment
from tests.letter_proof import faults
from tests.make_letters import fingerprints

PATIENCE = 60.0


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

    def start(**more: str) -> subprocess.Popen:
        command = ["-m", "celery", "-A", "assembly.celery_app", "-q", "worker", "-P", "solo"]
        with Path(tmp_path, f"worker-{len(started)}.log").open("wb") as log:
            process = subprocess.Popen(
                [sys.executable, *command, "-Q", queue, "-l", "WARNING"],
                env={**env, **more}, cwd=django_settings.BASE_DIR, stdout=log, stderr=log,
            )  # fmt: skip
        started.append(process)
        return process

    yield start
    for process in started:
        process.kill()
        process.wait()


def comes_true(condition: Callable[[], bool]) -> bool:
    end = time.monotonic() + PATIENCE
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
