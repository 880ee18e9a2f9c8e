"""Handing over to a real mail server that takes, refuses, defers, or breaks off."""

import random
import smtplib
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.core.mail import EmailMessage
from django.db import connection, transaction

from assembly import outbox
from assembly.models import DeadAddress, OutboxMessage
from assembly.outbox import smtp
from tests import make, make_mail, make_smtp
from tests.make_smtp import DEFER, DROP_AFTER, DROP_BEFORE, LOSE, REFUSE, SPAM, TAKE

Status = OutboxMessage.Status
NOW = make.NOW


def sent_by(settings, running, assembly, *, to="sam@example.org", now=NOW):
    make_smtp.use(settings, running)
    message = make_mail.put(assembly, to=to)
    outbox.send_due(now)
    message.refresh_from_db()
    return message


def test_a_message_that_is_taken_is_sent_with_a_name_of_its_own(assembly, settings):
    with make_smtp.server() as running:
        message = sent_by(settings, running, assembly)
    assert message.status == Status.SENT
    assert running.taken == Counter({f"<{message.pk}@localhost>": 1})
    assert "Auto-Submitted: auto-generated" in running.texts[0]


@pytest.mark.parametrize(
    ("fate", "status", "is_dead"),
    [
        (REFUSE, Status.BOUNCED, True),
        (SPAM, Status.BOUNCED, False),
        (DEFER, Status.WAITING, False),
        (DROP_BEFORE, Status.WAITING, False),
        (DROP_AFTER, Status.UNCERTAIN, False),
        (LOSE, Status.UNCERTAIN, False),
    ],
)
def test_what_the_server_says_decides_what_becomes_of_it(assembly, settings, fate, status, is_dead):
    with make_smtp.server(lambda *_: fate) as running:
        message = sent_by(settings, running, assembly)
    assert (message.status, DeadAddress.objects.exists()) == (status, is_dead)
    assert message.problem != ""


def test_a_refusal_is_kept_in_the_servers_words_and_without_the_address(assembly, settings):
    with make_smtp.server(lambda *_: REFUSE) as running:
        message = sent_by(settings, running, assembly)
    assert message.problem == "The mail server refused it: 550 5.1.1 <…>: no such mailbox"


def test_a_deferred_message_waits_longer_each_time_and_leaves_at_last(assembly, settings):
    waits = []
    with make_smtp.server(lambda _to, visit: TAKE if visit > 3 else DEFER) as running:
        make_smtp.use(settings, running)
        message, now = make_mail.put(assembly), NOW
        while message.status == Status.WAITING:
            outbox.send_due(now)
            message.refresh_from_db()
            waits.append((message.send_after - now).total_seconds() / 60)
            now = message.send_after
    assert (message.status, waits[:3]) == (Status.SENT, [2, 4, 8])
    assert list(running.taken.values()) == [1]


def test_a_dead_address_is_not_written_to_again(assembly, settings):
    with make_smtp.server(lambda *_: REFUSE) as running:
        sent_by(settings, running, assembly)
        second = make_mail.put(assembly, 2, "SAM@example.org")
        outbox.send_due(NOW)
    second.refresh_from_db()
    assert (second.status, running.visits.total()) == (Status.BOUNCED, 1)
    assert second.problem.endswith("Ring the person, or write a letter.")


def test_an_uncertain_message_is_never_sent_again_by_itself(assembly, settings):
    with make_smtp.server(lambda *_: DROP_AFTER) as running:
        sent_by(settings, running, assembly)
        for hours in range(1, 50):
            outbox.send_due(NOW + timedelta(hours=hours))
    assert list(running.taken.values()) == [1]


def storm(settings, assembly, *, messages=60) -> tuple[make_smtp.Server, int]:
    """Send to a server that breaks off 30% of hand-overs after taking the message, refuses 10%,
    defers 10%; try until nothing waits. Return it and how many were refused."""
    rng = random.Random("storm")
    fates = {f"sam{number}@example.org": rng.random() for number in range(messages)}
    refused = sum(0.3 <= value < 0.4 for value in fates.values())

    def decide(to: str, visit: int) -> str:
        if fates[to] < 0.3:
            return DROP_AFTER if visit == 1 else TAKE
        if fates[to] < 0.4:
            return REFUSE
        return DEFER if fates[to] < 0.5 and visit == 1 else TAKE

    with make_smtp.server(decide) as running:
        make_smtp.use(settings, running)
        for number in range(messages):
            make_mail.put(assembly, number)
        now = NOW
        for _ in range(4):
            outbox.send_due(now, limit=200)
            now += timedelta(hours=3)
    return running, refused


def test_no_message_is_taken_twice_by_a_server_that_breaks_off(assembly, settings):
    running, refused = storm(settings, assembly)
    statuses = Counter(OutboxMessage.objects.values_list("status", flat=True))
    assert set(running.taken.values()) == {1}
    assert statuses[Status.UNCERTAIN] > 10
    assert statuses[Status.BOUNCED] == refused > 0
    assert statuses[Status.SENT] + statuses[Status.UNCERTAIN] == len(running.taken)
    assert statuses.total() == 60


def test_the_same_storm_doubles_messages_when_silence_counts_as_failure(
    assembly, settings, monkeypatch
):
    """Negative control: plain SMTP tells silence as any lost connection, which is tried again."""
    monkeypatch.setattr(smtp._Careful, "data", lambda self, msg: smtplib.SMTP.data(self, msg))
    running, _refused = storm(settings, assembly)
    assert max(running.taken.values()) == 2


def test_two_senders_at_once_hand_each_message_over_once(transactional_db, settings):
    assembly = make.assembly()
    with make_smtp.server() as running:
        make_smtp.use(settings, running)
        for number in range(40):
            make_mail.put(assembly, number)

        def work(_: int) -> None:
            try:
                outbox.send_due(NOW)
            finally:
                connection.close()

        with ThreadPoolExecutor(2) as pool:
            list(pool.map(work, range(2)))
    assert sorted(running.taken.values()) == [1] * 40


def test_acts_that_are_rolled_back_send_nothing(transactional_db, settings):
    """The quick form of 500: the rows are gone with the transaction, whatever its number."""
    assembly = make.assembly()
    with make_smtp.server() as running:
        make_smtp.use(settings, running)
        for number in range(100):
            with transaction.atomic():
                make_mail.put(assembly, number)
                transaction.set_rollback(True)
        outbox.send_due(NOW)
    assert (running.visits.total(), OutboxMessage.objects.count()) == (0, 0)


@pytest.mark.parametrize("pause", [timedelta(seconds=1), timedelta(hours=6), timedelta(days=3)])
def test_all_that_waited_while_nothing_ran_leaves_on_return(assembly, settings, pause):
    with make_smtp.server() as running:
        make_smtp.use(settings, running)
        for number in range(60):
            make_mail.put(assembly, number)
        while outbox.send_due(NOW + pause):
            pass
    assert sorted(running.taken.values()) == [1] * 60


@pytest.mark.parametrize(
    "to", ["nobody", "a@b\r\nBcc: eve@example.org", "x" * 300 + "@example.org"]
)
def test_a_message_that_cannot_be_written_keeps_no_other_from_leaving(assembly, settings, to):
    with make_smtp.server(lambda address, _: TAKE if "sam" in address else REFUSE) as running:
        make_smtp.use(settings, running)
        poison = make_mail.put(assembly, 1, to)
        good = make_mail.put(assembly, 2, now=NOW + timedelta(seconds=1))
        outbox.send_due(NOW + timedelta(minutes=1))
    poison.refresh_from_db()
    good.refresh_from_db()
    assert (poison.status in (Status.FAILED, Status.BOUNCED), good.status) == (True, Status.SENT)
    assert "eve@example.org" not in running.visits


def test_emoji_and_right_to_left_text_arrive_whole(assembly, settings):
    assembly.name = "محلہ 🌳 Assembly"
    assembly.save()
    with make_smtp.server() as running:
        message = sent_by(settings, running, assembly)
    assert (message.status, len(running.taken)) == (Status.SENT, 1)


def test_a_goodbye_that_fails_does_not_undo_what_was_taken(settings):
    with make_smtp.server() as running:
        make_smtp.use(settings, running)
        backend = smtp.Backend()
        backend.open()
        backend.connection.quit = _broken
        headers = {"Message-ID": "<one@localhost>"}
        assert backend.send_messages(
            [EmailMessage("s", "b", "a@b.org", ["c@d.org"], headers=headers)]
        )
        backend.close()
    assert running.taken == Counter({"<one@localhost>": 1})


def _broken() -> None:
    raise ConnectionResetError


def test_a_worker_that_is_slow_is_not_taken_for_dead(assembly, settings):
    """Each message is claimed at its own moment, not at that of the run."""
    moments = iter(NOW + timedelta(minutes=4 * step) for step in range(20))
    for number in range(3):
        make_mail.put(assembly, number)
    outbox.send_due(NOW, tick=lambda: next(moments))
    claimed = OutboxMessage.objects.order_by("claimed_at").values_list("claimed_at", flat=True)
    assert [(at - NOW).total_seconds() / 60 for at in claimed] == [0, 8, 16]
