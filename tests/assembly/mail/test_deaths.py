"""Whatever process dies at whatever point: no message is taken twice, none is lost unseen.

Each edge once, as what matters is where and not how often; and the edge between a commit and what
comes after it five times, a hundred times in the long form.
"""

import os
import signal
import subprocess
import sys
from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from django.db import connection, transaction

from assembly import outbox
from assembly.models import DoorMail, OutboxMessage
from tests import mail_crash, make, make_mail, make_smtp

NOW = make.NOW


@pytest.fixture
def running(transactional_db, settings):
    with make_smtp.server() as server:
        make_smtp.use(settings, server)
        yield server


def killed(running, point, variant="") -> None:
    """Let another process, with the settings of production mail, die at a point."""
    path = f"/{connection.settings_dict['NAME']}"
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "assembly.settings",
        "DATABASE_URL": urlsplit(os.environ["DATABASE_URL"])._replace(path=path).geturl(),
        "EMAIL_URL": f"smtp://127.0.0.1:{running.port}",
    }
    command = [sys.executable, "-m", "tests.mail_crash", point, variant]
    ended = subprocess.run(command, env=environment, timeout=120)
    assert ended.returncode == (0 if point == "many" else -signal.SIGKILL)


def on_return() -> list[str]:
    """Send all that can be sent, long after; return what became of each message."""
    for minutes in (10, 20):
        outbox.send_due(NOW + timedelta(minutes=minutes))
    return list(OutboxMessage.objects.values_list("status", flat=True))


@pytest.mark.parametrize(
    ("point", "left"),
    [("before the act is committed", []), ("after the act is committed", ["sent"])],
)
def test_a_message_leaves_if_and_only_if_its_act_was_committed(running, point, left):
    make.assembly()
    killed(running, point)
    assert (on_return(), running.taken.total()) == (left, len(left))


@pytest.mark.parametrize(
    ("kills", "undone"),
    [(5, 500), pytest.param(100, 500, marks=pytest.mark.soak)],
    ids=["quick", "long"],
)
def test_what_was_committed_is_told_and_what_was_rolled_back_is_not(running, kills, undone):
    """Processes die right after their commit; others roll back."""
    assembly = make.assembly()
    killed(running, "many", f":{kills}")
    for number in range(undone):
        with transaction.atomic():
            make_mail.put(assembly, kills + number)
            transaction.set_rollback(True)
    while outbox.send_due(NOW + timedelta(minutes=10)):
        pass
    assert DoorMail.objects.count() == kills
    assert sorted(running.taken.values()) == [1] * kills
    assert running.visits.total() == kills


def test_what_is_told_only_after_the_commit_would_be_lost(running):
    """Negative control: the acts are there, and nobody hears of them."""
    make.assembly()
    killed(running, "many", "told after:5")
    outbox.send_due(NOW + timedelta(minutes=10))
    assert (DoorMail.objects.count(), running.visits.total()) == (5, 0)


OUTCOMES = {
    "before the claim": ("sent", 1),
    "before the claim is committed": ("sent", 1),
    "after the claim is committed": ("uncertain", 0),
    "before the hand-over": ("uncertain", 0),
    "after the hand-over": ("uncertain", 1),
    "before it is written down": ("uncertain", 1),
    "after it is written down": ("sent", 1),
}


@pytest.mark.parametrize("point", mail_crash.WHILE_SENDING)
def test_a_sender_that_dies_leaves_a_message_sent_once_or_for_a_person_to_decide(running, point):
    make_mail.put(make.assembly())
    killed(running, point)
    assert (on_return(), running.taken.total()) == ([OUTCOMES[point][0]], OUTCOMES[point][1])


def test_a_message_marked_before_it_leaves_would_be_lost(running):
    """Negative control."""
    make_mail.put(make.assembly())
    killed(running, "before the hand-over", "marked before")
    assert (on_return(), running.taken.total()) == (["sent"], 0)


def test_a_message_marked_after_it_left_without_a_claim_would_leave_twice(running):
    """Negative control."""
    make_mail.put(make.assembly())
    killed(running, "after the hand-over", "marked after")
    assert (on_return(), max(running.taken.values())) == (["sent"], 2)
