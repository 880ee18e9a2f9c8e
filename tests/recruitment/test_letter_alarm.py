"""The dead-man's alarm: letters that nobody prints are noticed within ten minutes and told of."""

import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from urllib.parse import urlsplit

import pytest
import time_machine
from django.conf import settings as django_settings
from django.core import mail
from django.db import connection
from django.urls import reverse

from assembly import clock, outbox, stages
from assembly.models import AuditEntry, OutboxMessage
from recruitment import letters
from recruitment.letters import watching
from recruitment.models import LetterAlarm, LetterRun
from tests import kept, make, make_letters, make_smtp
from tests.make_letters import print_all, started

NOW = make.NOW
QUIET = watching.SILENCE + timedelta(seconds=1)


@pytest.fixture
def run(db, tmp_path):
    """Twenty letters in three batches, just started by an organiser."""

    def begun():
        return started(make.assembly(), tmp_path)

    return kept.again(begun)


@pytest.fixture
def assembly(run):
    return run.assembly


def standing() -> int:
    return LetterAlarm.objects.filter(ended_at=None).count()


def test_ten_minutes_without_a_printed_letter_raise_one_alarm(run):
    assert letters.watch(NOW + watching.SILENCE) == 0
    assert letters.watch(NOW + QUIET) == 1
    assert letters.watch(NOW + QUIET * 2) == 0
    alarm = LetterAlarm.objects.get()
    assert (alarm.run, alarm.since, alarm.raised_at) == (run, NOW, NOW + QUIET)
    entry = AuditEntry.objects.get(act="letters.alarm")
    assert entry.detail == {"printed": 0, "of": 20, "told": 2}


def test_whoever_may_see_to_the_letters_is_written_to_at_once_and_nobody_else(run, assembly):
    """One organiser started the printing, one recruiter drew the addresses."""
    both = make.role(assembly, "recruiter", "organiser")
    make.role(assembly, "facilitator")
    make.role(make.assembly(), "organiser")
    letters.watch(NOW + QUIET)
    outbox.send_due(NOW + QUIET)
    expected = assembly.roles.filter(kind__in=("organiser", "recruiter"))
    told = [to for message in mail.outbox for to in message.to]
    assert sorted(told) == sorted(set(expected.values_list("user__email", flat=True)))
    assert (len(told), told.count(both.email)) == (3, 1)
    for message in mail.outbox:
        assert message.body.count("0 of 20 letters of") == 1
        assert message.body.count(f"/staff/{assembly.slug}/letters/") == 1


def test_a_batch_that_is_printed_ends_the_alarm_and_a_second_silence_raises_another(run):
    letters.watch(NOW + QUIET)
    letters.print_next(NOW + QUIET)
    letters.watch(NOW + QUIET)
    assert standing() == 0
    later = NOW + QUIET * 2
    assert letters.watch(later) == 1
    assert list(LetterAlarm.objects.order_by("pk").values_list("since", flat=True)) == [
        NOW,
        NOW + QUIET,
    ]
    assert OutboxMessage.objects.filter(kind=letters.ALARM).count() == 2 * 2


def test_letters_that_are_all_printed_raise_none(run):
    print_all(run)
    assert letters.watch(NOW + QUIET * 100) == 0


def test_a_run_that_goes_on_raises_none_however_long_it_takes(run):
    """The control: what raises the alarm is silence, not the length of a run."""
    for minutes in (8, 16, 24):
        assert letters.watch(NOW + timedelta(minutes=minutes)) == 0
        letters.print_next(NOW + timedelta(minutes=minutes))


def claimed_and_died(run, now) -> None:
    """Let a worker take the first batch and die, as one does whom a letter kills."""
    run.batches.filter(number=1).update(status="printing", claimed_at=now, attempts=3)


def test_a_worker_that_takes_batches_and_dies_does_not_keep_the_alarm_silent(run):
    claimed_and_died(run, NOW + QUIET)
    assert letters.watch(NOW + QUIET) == 1


def test_counting_claims_as_progress_would_keep_it_silent(run, monkeypatch):
    """The control: the fault that the alarm is made to avoid."""
    claimed_and_died(run, NOW + QUIET)
    monkeypatch.setattr(
        watching, "_since", lambda run: max(b.claimed_at or NOW for b in run.batches.all())
    )
    assert letters.watch(NOW + QUIET) == 0


def test_a_failed_batch_is_told_with_what_it_met_with(run):
    run.body.storage.delete(run.body.name)
    while letters.print_next(NOW):
        pass
    [one] = letters.stalled(NOW + QUIET)
    assert (one.progress.failed, one.problem) == (3, "FileNotFoundError")


def test_a_run_that_waits_its_turn_behind_another_is_no_alarm(run, tmp_path):
    second = started(make.assembly(), tmp_path)
    letters.print_next(NOW + QUIET)
    assert letters.stalled(NOW + QUIET) == []
    second.batches.update(attempts=1)
    assert [one.run for one in letters.stalled(NOW + QUIET)] == [second]


def test_after_registration_has_ended_nothing_is_to_be_printed(run, assembly):
    assembly.stage = stages.DRAW.key
    assembly.save()
    assert letters.stalled(NOW + QUIET) == []


def test_two_who_watch_at_once_raise_one_alarm_and_write_once(transactional_db, tmp_path):
    started(make.assembly(), tmp_path)

    def work(_: int) -> int:
        try:
            return letters.watch(NOW + QUIET)
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        raised = sum(pool.map(work, range(4)))
    assert (raised, LetterAlarm.objects.count(), OutboxMessage.objects.count()) == (1, 1, 2)


@pytest.mark.parametrize("page", ["staff.letters", "staff.overview"])
def test_the_staffs_pages_say_so_from_what_stands_there_though_nothing_else_runs(
    run, assembly, signed_in, page
):
    browser, where = (
        signed_in(make.role(assembly, "organiser")),
        reverse(page, args=[assembly.slug]),
    )
    said = "Letters are not being printed"
    with time_machine.travel(NOW + watching.SILENCE, tick=False):
        assert browser.get(where).content.decode().count(said) == 0
    with time_machine.travel(NOW + QUIET, tick=False):
        html = browser.get(where).content.decode()
    assert html.count(said) == 1
    assert html.count("0 of 20 letters are printed, and none since midday on 10 January 2024") == 1


# Real processes


@pytest.fixture
def silent(transactional_db, settings):
    """A run of letters that has had no progress for ten minutes, and a mail server that takes."""
    now = clock.now()
    assembly = make.assembly(
        registration_opens=now,
        registration_closes=now + timedelta(days=60),
        first_day=(now + timedelta(days=90)).date(),
    )
    make.commissioned(assembly)
    draw = make_letters.addressed(assembly, 20)
    by = make.actor_with(assembly, "organiser")
    run = letters.start(assembly, draw, by=by, now=now, batch_size=8)
    LetterRun.objects.update(started_at=now - QUIET)
    with make_smtp.server() as running:
        yield run, running


def environment(running, **more: str) -> dict[str, str]:
    path = f"/{connection.settings_dict['NAME']}"
    return {
        **os.environ,
        "DATABASE_URL": urlsplit(os.environ["DATABASE_URL"])._replace(path=path).geturl(),
        "EMAIL_URL": f"smtp://127.0.0.1:{running.port}",
        **more,
    }


def watch_once(running, **more: str) -> None:
    subprocess.run(
        [sys.executable, "manage.py", "watch", "--once"],
        env=environment(running, **more), cwd=django_settings.BASE_DIR, timeout=60, check=True,
    )  # fmt: skip


def test_the_watch_needs_neither_worker_nor_scheduler_nor_broker(silent):
    """The broker's address is one where nothing listens."""
    _, running = silent
    for _ in range(2):
        watch_once(running, REDIS_URL="redis://127.0.0.1:1/0")
    assert (standing(), running.taken.total()) == (1, 1)
    assert "Something has stopped" in running.texts[0]


def test_the_watch_is_silent_while_letters_are_printed(silent):
    """The control of the one before."""
    _, running = silent
    letters.print_next(clock.now())
    watch_once(running)
    assert (standing(), running.taken.total()) == (0, 0)
