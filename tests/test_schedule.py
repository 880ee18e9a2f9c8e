"""The scheduler and the workers come and go, and there may be two of each: all is done, once."""

import os
import re
import signal
import subprocess
import sys
import time
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.conf import settings as django_settings
from django.db import connection

from assembly import clock, outbox
from assembly.celery_app import app
from assembly.models import OutboxMessage
from recruitment import letters
from recruitment.letters import printing, watching
from recruitment.models import LetterAlarm, LetterRun, LinkRequest
from tests import make, make_letters, make_mail, make_smtp
from tests import make_recruitment as recruit
from tests.letter_proof import faults

PATIENCE = 90.0
MAILS = 30
BROKER_WAITS = 6.0  # seconds, longer than the broker waits for a slow worker
SETTLES = 34.0  # seconds, longer than a slow batch takes


@pytest.fixture
def queue(transactional_db):
    """Give this test its own queue, and send what it starts to it."""
    before, name = app.conf.task_default_queue, f"test-{os.getpid()}-{time.monotonic_ns()}"
    for one in (name, before):
        app.conf.task_default_queue = one
        app.amqp.queues = app.amqp.Queues({})
        if one == name:
            yield name


@pytest.fixture
def mail():
    with make_smtp.server() as running:
        yield running


@pytest.fixture
def start(queue, mail, tmp_path):
    """Return a way to start a real worker or scheduler in this test's database."""
    path = f"/{connection.settings_dict['NAME']}"
    environment = {
        **os.environ,
        "DATABASE_URL": urlsplit(os.environ["DATABASE_URL"])._replace(path=path).geturl(),
        "DJANGO_SETTINGS_MODULE": "assembly.settings",
        "CELERY_QUEUE": queue,
        "MEDIA_ROOT": str(tmp_path / "media"),
        "EMAIL_URL": f"smtp://127.0.0.1:{mail.port}",
        "SITE_URL": "https://assembly.example.org",
    }
    started: list[subprocess.Popen] = []

    def begin(what: str, odd: str = "", **more: str) -> subprocess.Popen:
        log = tmp_path / f"{what}-{len(started)}.log"
        words = {
            "worker": ["worker", "-P", "solo", "-Q", queue, "-l", "INFO"],
            "beat": ["beat", "-s", str(log.with_suffix(".schedule")), "-l", "WARNING"],
        }
        command = ["-m", "celery", "-A", "tests.odd_workers", "-q", *words[what]]
        with log.open("wb") as file:
            process = subprocess.Popen(
                [sys.executable, *command], env={**environment, "ODD": odd, **more},
                cwd=django_settings.BASE_DIR, stdout=file, stderr=file,
            )  # fmt: skip
        process.log = log
        started.append(process)
        return process

    yield begin
    for process in started:
        process.kill()
        process.wait()


@pytest.fixture(autouse=True)
def site(settings):
    settings.SITE_URL = "https://assembly.example.org"


@pytest.fixture
def assembly(transactional_db):
    now = clock.now()
    made = recruit.open_assembly(
        registration_opens=now - timedelta(days=1),
        registration_closes=now + timedelta(days=60),
        first_day=(now + timedelta(days=90)).date(),
    )
    make.commissioned(made)
    return made


def printing_of(assembly, count: int = 24, batch_size: int = 4) -> LetterRun:
    draw = make_letters.addressed(assembly, count)
    by = make.actor_with(assembly, "organiser")
    return letters.start(assembly, draw, by=by, now=clock.now(), batch_size=batch_size)


def comes_true(condition) -> bool:
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        if condition():
            return True
        time.sleep(0.1)
    return False


def forget_wake_ups(queue: str) -> None:
    with app.connection_for_write() as broker:
        broker.default_channel.queue_purge(queue)


def all_sent() -> bool:
    return not OutboxMessage.objects.exclude(status="sent").exists()


# Two of each


def sent_by_two(start, assembly, mail, odd: str) -> list[int]:
    """Let two schedulers and two workers send what waits; return how often each message left."""
    for number in range(MAILS):
        make_mail.put(assembly, number, now=clock.now())
    for _ in range(2):
        start("worker", odd)
        start("beat", f"hasty {odd}")
    assert comes_true(all_sent)
    time.sleep(1)
    return sorted(mail.taken.values())


def test_two_schedulers_at_once_have_nothing_done_twice(start, assembly, mail, queue):
    run = printing_of(assembly)
    forget_wake_ups(queue)
    LinkRequest.objects.create(assembly=assembly, email="nobody@example.org", asked_at=clock.now())
    assert sent_by_two(start, assembly, mail, "") == [1] * MAILS
    assert comes_true(lambda: letters.progress(run).is_complete)
    assert comes_true(lambda: not LinkRequest.objects.exists())
    run.refresh_from_db()
    assert faults(run) == []


def test_two_schedulers_would_have_mail_sent_twice_if_nobody_claimed_it(start, assembly, mail):
    """The control."""
    assert max(sent_by_two(start, assembly, mail, "claimless")) > 1


# None for a while


def left_standing(assembly, queue) -> LetterRun:
    """Leave what a stopped scheduler and a dead worker leave: everything waits or is claimed."""
    run = printing_of(assembly)
    now = clock.now()
    run.batches.filter(number=1).update(status="printing", claimed_at=now, attempts=1)
    for number in range(3):
        make_mail.put(assembly, number, now=now)
    dying = make_mail.put(assembly, 9, now=now)
    OutboxMessage.objects.filter(pk=dying.pk).update(
        status="sending", claimed_at=now - outbox.LEASE, attempts=1
    )
    LinkRequest.objects.create(assembly=assembly, email="nobody@example.org", asked_at=now)
    forget_wake_ups(queue)
    return run


@pytest.mark.parametrize("pause", [1, 600, 6 * 3_600], ids=["a second", "ten minutes", "six hours"])
def test_after_a_pause_of_the_scheduler_all_that_waited_is_done(
    start, assembly, mail, queue, pause
):
    """The clock of those that return is so much later."""
    run = left_standing(assembly, queue)
    later = {"CLOCK_OFFSET_SECONDS": str(pause), "LETTER_LEASE_SECONDS": "0.5"}
    start("worker", "", **later)
    start("beat", "hasty", **later)
    assert comes_true(lambda: letters.progress(run).is_complete)
    assert comes_true(lambda: mail.taken.total() >= 3)
    assert comes_true(lambda: not LinkRequest.objects.exists())
    run.refresh_from_db()
    assert faults(run) == []
    kept = OutboxMessage.objects.filter(key__startswith="offer").order_by("key")
    assert list(kept.values_list("status", flat=True)) == ["sent"] * 3 + ["uncertain"]


def test_without_a_scheduler_nothing_of_it_would_be_done(start, assembly, mail, queue):
    """The control: a worker alone is not woken."""
    run = left_standing(assembly, queue)
    worker = start("worker")
    assert comes_true(lambda: "ready" in worker.log.read_text())
    time.sleep(2)
    assert (letters.progress(run).printed, mail.taken.total()) == (0, 0)


# Messages that come twice; workers that are replaced


def received(worker: subprocess.Popen) -> set[str]:
    """Return the names of the messages that reached this worker."""
    return set(re.findall(rf"{printing.TASK}\[(\S+)\] received", worker.log.read_text()))


@pytest.mark.soak
def test_a_message_that_the_broker_delivers_again_by_its_own_clock_prints_each_letter_once(
    start, assembly, queue
):
    """The broker gives a worker less time for a batch than it takes, and the message to another.

    It looks for such messages when a worker comes, and then every hundred seconds.
    """
    run = printing_of(assembly, count=4)
    forget_wake_ups(queue)
    app.send_task(printing.TASK)
    one = start("worker", "slow")
    assert comes_true(lambda: received(one))
    time.sleep(BROKER_WAITS)
    other = start("worker", "slow")
    assert comes_true(lambda: received(one) & received(other))
    assert letters.progress(run).printed == 0  # the first is still at it
    assert comes_true(lambda: letters.progress(run).is_complete)
    time.sleep(SETTLES)
    run.refresh_from_db()
    assert faults(run) == []
    assert run.batches.get().attempts == 1


@pytest.mark.soak
def test_without_lease_and_fence_the_second_delivery_would_double(start, assembly):
    """The control: two workers take the same batch, and each marks it."""
    run = printing_of(assembly, count=4)
    app.send_task(printing.TASK)
    for _ in range(2):
        start("worker", "slow fenceless")
    assert comes_true(lambda: letters.progress(run).is_complete)
    time.sleep(SETTLES)
    run.refresh_from_db()
    assert "the audit chain has not one mark for batches 1" in faults(run)


def test_workers_that_are_replaced_while_letters_are_printed_finish_what_they_hold(
    start, assembly, queue
):
    """As when a new version is installed: each is asked to end, and another takes its place."""
    run = printing_of(assembly, count=400, batch_size=10)
    worker = start("worker")
    for _ in range(2):
        before = letters.progress(run).printed
        assert comes_true(lambda before=before: letters.progress(run).printed > before)
        worker.send_signal(signal.SIGTERM)
        assert worker.wait(timeout=PATIENCE) == 0
        assert letters.progress(run).is_complete is False
        worker = start("worker")
    assert comes_true(lambda: letters.progress(run).is_complete)
    run.refresh_from_db()
    assert faults(run) == []
    assert set(run.batches.values_list("attempts", flat=True)) == {1}


def test_messages_of_another_version_harm_no_worker(start, assembly, queue):
    """Of tasks that this version does not know, and with words that it does not expect."""
    run = printing_of(assembly)
    forget_wake_ups(queue)
    app.send_task("recruitment.tasks.of_a_later_version", ["x"])
    app.send_task(printing.TASK, kwargs={"hint": "of a later version"})
    worker = start("worker")
    assert comes_true(lambda: "of_a_later_version" in worker.log.read_text())
    assert letters.progress(run).printed == 0
    letters.sweep(clock.now())
    assert comes_true(lambda: letters.progress(run).is_complete)
    assert worker.poll() is None


# The alarm


def silent(assembly) -> LetterRun:
    """A run whose body is gone, and of which nothing was printed for ten minutes."""
    run = printing_of(assembly)
    run.body.storage.delete(run.body.name)
    long_ago = clock.now() - watching.SILENCE
    LetterRun.objects.filter(pk=run.pk).update(started_at=long_ago)
    return run


@pytest.mark.parametrize(
    "odd", ["hasty", pytest.param("", marks=pytest.mark.soak)], ids=["hasty", "as it runs"]
)
def test_the_scheduler_has_the_alarm_mailed_within_two_minutes(start, assembly, mail, odd):
    silent(assembly)
    start("worker")
    began = time.monotonic()
    start("beat", odd)
    assert comes_true(lambda: mail.taken.total() == 1)
    assert time.monotonic() - began < 120
    assert LetterAlarm.objects.filter(ended_at=None).count() == 1
    assert "Something has stopped" in mail.texts[0]


# Names in logs

CANARY = "Canary-QQ123456C"


def test_a_workers_log_never_holds_a_name_though_all_goes_wrong(start, assembly, queue):
    """The mail server is away and a letter cannot be printed."""
    address = f"{CANARY}@example.org"
    make_mail.put(assembly, 1, address, now=clock.now())
    run = printing_of(assembly, count=4)
    house = run.rows.first().invitation.address
    house.lines = [CANARY, "LONDON"]
    house.save()
    run.body.storage.delete(run.body.name)
    worker = start("worker", EMAIL_URL="smtp://127.0.0.1:1")
    app.send_task("assembly.tasks.send_outbox")
    assert comes_true(lambda: run.batches.filter(attempts__gte=1).exists())
    assert comes_true(lambda: OutboxMessage.objects.get().attempts == 1)
    time.sleep(1)
    said = Path(worker.log).read_text()
    assert "print_letters" in said  # a control: the log is written
    assert CANARY not in said
