"""A worker may die at any moment: no letter is lost, none is printed twice, all is the same."""

import contextlib
import json
import os
import signal
import subprocess
import sys
import time
from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from django.db import connection

from recruitment import letters
from recruitment.letters import printing
from recruitment.models import LetterBatch, LetterRun
from tests import make, make_addresses
from tests.letter_crash import LAST_POINTS, POINTS
from tests.letter_proof import faults
from tests.make_letters import fingerprints, print_all, started, undisturbed

NOW = make.NOW
SITE = "https://assembly.example.org"
MUCH_LATER = NOW + timedelta(days=365)

PRINTER = """
import django; django.setup()
import itertools, sys
from datetime import timedelta
from recruitment import letters
from recruitment.letters import printing
from tests.make import NOW
printing.TOLD_EVERY = 1
{change}
for minute in itertools.count(int(sys.argv[1])):
    letters.print_next(NOW + timedelta(minutes=minute))
    print("round", minute, flush=True)
"""
IN_HAND = """
render = printing.render
def held(*batch):
    print("in hand", flush=True)
    sys.stdin.readline()
    return render(*batch)
printing.render = held
"""
WITHOUT_LEASE = """
from recruitment.models import LetterBatch
printing._due = lambda now: LetterBatch.objects.filter(status="waiting")
"""


@pytest.fixture
def away(transactional_db, settings):
    """Return the environment of a process that works in this test's database and folder."""
    settings.SITE_URL = SITE
    path = f"/{connection.settings_dict['NAME']}"
    return {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "assembly.settings",
        "DATABASE_URL": urlsplit(os.environ["DATABASE_URL"])._replace(path=path).geturl(),
        "MEDIA_ROOT": str(settings.STORAGES["default"]["OPTIONS"]["location"]),
        "SITE_URL": SITE,
    }


def killed_again_and_again(environment, times, change=""):
    """Start a printer and kill it a moment later, so often; the first with a batch in hand."""
    for kill in range(times):
        changes = change if kill else change + IN_HAND
        printer = subprocess.Popen(
            [sys.executable, "-c", PRINTER.format(change=changes), str(kill * 1000)],
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        assert printer.stdout.readline()
        time.sleep(0.021 * kill)
        printer.kill()
        printer.communicate()


def finished(run, now=MUCH_LATER):
    while letters.print_next(now):
        pass
    run.refresh_from_db()


def test_a_printer_killed_at_any_moment_loses_and_doubles_no_letter(assembly, tmp_path, away):
    """Five kills: a quick form of the soak test."""
    run = started(assembly, tmp_path, batch_size=2, houses_in_file=450, size=60)
    killed_again_and_again(away, 5)
    stopped = run.batches.filter(status="printing").count()
    finished(run)
    as_printed, found = fingerprints(run), faults(run)
    assert stopped > 0
    assert found == []
    assert undisturbed(run) == as_printed


def test_without_the_lease_the_same_check_finds_letters_missing(
    assembly, tmp_path, away, monkeypatch
):
    """The control: nobody takes up what a dead worker had claimed."""
    run = started(assembly, tmp_path, batch_size=2, houses_in_file=450, size=60)
    killed_again_and_again(away, 5, WITHOUT_LEASE)
    monkeypatch.setattr(printing, "_due", lambda now: LetterBatch.objects.filter(status="waiting"))
    finished(run)
    found = faults(run)
    assert any("letters are missing" in fault for fault in found)
    assert "there is no manifest" in found


def deaths(environment, day, points, variant=""):
    """Let a printer die at each point, one after another; return where they were killed."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.letter_crash", str(day), *points, "--variant", variant],
        env=environment,
        capture_output=True,
        text=True,
        timeout=200,
        check=True,
    )
    return json.loads(done.stdout)


def test_a_death_at_each_edge_of_the_work_is_made_good(assembly, tmp_path, away):
    run = started(assembly, tmp_path, batch_size=4)
    assert deaths(away, 1, POINTS) == [*POINTS]
    while run.batches.exclude(status="printed").count() > 1:
        letters.print_next(MUCH_LATER)
    assert deaths(away, 400, LAST_POINTS) == [*LAST_POINTS]
    finished(run, NOW + timedelta(days=500))
    as_printed, found = fingerprints(run), faults(run)
    assert len(POINTS) + len(LAST_POINTS) == 20
    assert found == []
    assert undisturbed(run, NOW + timedelta(days=600)) == as_printed


def test_marking_a_batch_before_it_is_written_is_caught(assembly, tmp_path, away):
    """The control of the edges: this order loses letters when a worker dies between."""
    run = started(assembly, tmp_path, batch_size=4)
    point = "before the file is written"
    assert deaths(away, 1, [point], "mark first") == [point]
    finished(run)
    found = faults(run)
    assert "batch 1 has no file" in found
    assert "4 letters are missing" in found


START = """
import django; django.setup()
from tests.letter_crash import die
from recruitment.letters import printing
from assembly.models import Assembly
from recruitment.models import AddressDraw
from tests import make
from recruitment import letters
printing.wake = die
assembly = Assembly.objects.get()
by = make.actor_with(assembly, "organiser")
letters.start(assembly, AddressDraw.objects.get(), by=by, now=make.NOW, batch_size=8)
"""


def test_a_printing_whose_starter_died_before_it_woke_anyone_is_found_by_the_sweep(
    transactional_db, tmp_path, away
):
    """The edge between the commit and the wake-up: what there is to do stands in the database."""
    assembly = make.assembly()
    make.commissioned(assembly)
    make_addresses.draw(assembly, tmp_path)
    ended = subprocess.run([sys.executable, "-c", START], env=away, timeout=60)
    assert ended.returncode == -signal.SIGKILL
    run = LetterRun.objects.get()
    assert letters.sweep(NOW) == 3
    finished(run)
    assert faults(run) == []


def overtaken(run):
    """Print a batch by two workers: the first is so slow that the second takes it over."""
    slow = printing._claim(NOW)
    content = printing.render(slow)
    while letters.print_next(NOW + printing.LEASE + timedelta(seconds=1)) != slow:
        pass
    name, digest = printing.files.store("x", "y.pdf", content)
    with contextlib.suppress(printing.Overtaken):
        printing._finish(slow, name, digest, NOW)
    print_all(run)


@pytest.mark.django_db
def test_a_worker_that_was_overtaken_doubles_nothing(assembly, tmp_path, settings):
    settings.SITE_URL = SITE
    run = started(assembly, tmp_path)
    overtaken(run)
    assert faults(run) == []


@pytest.mark.django_db
def test_without_the_fence_the_same_check_finds_a_batch_marked_twice(
    assembly, tmp_path, settings, monkeypatch
):
    """The control: whoever printed a batch marks it, though another has."""
    settings.SITE_URL = SITE
    run = started(assembly, tmp_path)
    monkeypatch.setattr(printing, "_mine", lambda batch: LetterBatch.objects.filter(pk=batch.pk))
    overtaken(run)
    assert "the audit chain has not one mark for batches 1" in faults(run)
