from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

from django.core import mail
from django.core.mail.backends.base import BaseEmailBackend
from django.db import connection, transaction

from assembly import outbox
from assembly.models import OutboxMessage
from tests import make

Status = OutboxMessage.Status


def put(assembly, key="offer:1", **fields) -> None:
    person = make.role(assembly, "recruiter")
    outbox.put(
        key=key,
        kind="role",
        to=person.email,
        assembly=assembly,
        now=make.NOW,
        context={"user": person, "role": person.roles.get()},
        **fields,
    )


class Unreachable(BaseEmailBackend):
    """A mail server that cannot be reached."""

    def send_messages(self, email_messages):
        raise ConnectionRefusedError


def test_a_message_leaves_once_with_its_subject_and_its_text(assembly):
    put(assembly)
    outbox.send_due(make.NOW)
    outbox.send_due(make.NOW)
    assert [message.subject for message in mail.outbox] == [f"Your role in {assembly.name}"]
    assert OutboxMessage.objects.get().status == Status.SENT


def test_the_same_key_is_written_once(assembly):
    put(assembly)
    put(assembly)
    assert OutboxMessage.objects.count() == 1


def test_a_message_of_an_act_that_was_rolled_back_never_leaves(assembly):
    with transaction.atomic():
        put(assembly)
        transaction.set_rollback(True)
    outbox.send_due(make.NOW)
    assert mail.outbox == []


def test_a_message_waits_for_its_time(assembly):
    put(assembly, send_after=make.NOW + timedelta(hours=1))
    outbox.send_due(make.NOW)
    assert mail.outbox == []
    outbox.send_due(make.NOW + timedelta(hours=2))
    assert len(mail.outbox) == 1


def test_an_unreachable_server_is_tried_again_later_and_at_last_given_up(assembly, settings):
    settings.EMAIL_BACKEND = f"{__name__}.Unreachable"
    put(assembly)
    now = make.NOW
    for _ in range(outbox.MAX_ATTEMPTS):
        outbox.send_due(now)
        now += timedelta(hours=2)
    message = OutboxMessage.objects.get()
    assert (message.status, message.attempts) == (Status.FAILED, outbox.MAX_ATTEMPTS)


def test_a_message_whose_worker_died_while_sending_is_left_for_a_person(assembly):
    put(assembly)
    OutboxMessage.objects.update(status=Status.SENDING, claimed_at=make.NOW - outbox.LEASE * 2)
    outbox.send_due(make.NOW)
    assert (OutboxMessage.objects.get().status, mail.outbox) == (Status.UNCERTAIN, [])


def test_two_workers_never_claim_the_same_message(transactional_db):
    assembly = make.assembly()
    for number in range(20):
        put(assembly, key=f"offer:{number}")

    def work(_: int) -> int:
        try:
            return outbox.send_due(make.NOW)
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        tried = sum(pool.map(work, range(4)))
    assert (tried, len(mail.outbox)) == (20, 20)
