"""Ninety days after a message was sent nobody can read any more what it said and to whom."""

from datetime import timedelta

import pytest

from assembly import outbox
from assembly.errors import DomainError
from assembly.models import OutboxMessage
from assembly.outbox import forgetting
from tests import make, make_mail

LONG_AFTER = make.NOW + timedelta(days=90)


@pytest.fixture
def sent(db) -> OutboxMessage:
    write("link:1")
    outbox.send_due(make.NOW)
    return OutboxMessage.objects.get()


def write(key):
    outbox.put(
        key=key,
        kind="link",
        to="sam@example.org",
        context={"registration": None, "link": "https://assembly.example/secret"},
        assembly=None,
        now=make.NOW,
    )


def test_a_message_sent_ninety_days_ago_is_emptied_and_stays_on_record(sent):
    assert sent.status == "sent"
    assert forgetting.forget_old(LONG_AFTER - timedelta(seconds=1)) == 0
    assert forgetting.forget_old(LONG_AFTER) == 1
    assert forgetting.forget_old(LONG_AFTER) == 0
    sent.refresh_from_db()
    assert (sent.to, sent.body, sent.address_hash) == ("", "", None)
    assert (sent.key, sent.status, sent.kind) == ("link:1", "sent", "link")


def test_an_emptied_message_is_not_written_again(sent):
    forgetting.forget_old(LONG_AFTER)
    write("link:1")
    assert OutboxMessage.objects.count() == 1


@pytest.mark.parametrize("status", ["failed", "uncertain", "bounced", "stopped"])
def test_what_was_given_up_is_emptied_too_and_cannot_be_sent_again(db, status):
    """It would arrive empty."""
    assembly = make.assembly()
    by = make.actor_with(assembly, "organiser")
    many = make_mail.mailing(assembly, 1)
    OutboxMessage.objects.update(status=status)
    due = OutboxMessage.objects.get().due_at + timedelta(days=90)
    assert forgetting.forget_old(due - timedelta(seconds=1)) == 0
    assert forgetting.forget_old(due) == 1
    message = OutboxMessage.objects.get()
    again = {
        "failed": lambda: outbox.retry(message, by=by, now=due),
        "uncertain": lambda: outbox.settle(message, has_left=False, by=by, now=due),
        "bounced": lambda: outbox.trust(message, by=by, now=due),
        "stopped": lambda: outbox.send_now(many, by=by, now=due),
    }
    with pytest.raises(DomainError, match=r"erased|nothing left to send"):
        again[status]()
    assert outbox.send_due(due) == 0


def test_what_has_not_left_is_kept(db):
    write("link:2")
    assert forgetting.forget_old(LONG_AFTER) == 0
    assert OutboxMessage.objects.get().to == "sam@example.org"


def test_they_are_emptied_some_at_a_time(db, monkeypatch):
    monkeypatch.setattr(forgetting, "AT_ONCE", 2)
    for number in range(3):
        write(f"role:{number}")
    OutboxMessage.objects.update(sent_at=make.NOW)
    assert [forgetting.forget_old(LONG_AFTER) for _ in range(3)] == [2, 1, 0]
