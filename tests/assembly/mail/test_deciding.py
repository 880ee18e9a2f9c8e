"""The outbox page: mail to many waits and can be stopped; what went wrong is decided by people."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
import time_machine
from django.core import mail
from django.db import connection
from django.urls import reverse

from assembly import mail_addresses as addresses
from assembly import outbox
from assembly.errors import DomainError, NotAllowed
from assembly.models import AuditEntry, DeadAddress, Mailing, OutboxMessage
from assembly.outbox import queries
from tests import make, make_mail, make_smtp

Status = OutboxMessage.Status
NOW = make.NOW
WINDOW = timedelta(minutes=10)


@pytest.fixture
def organiser(assembly):
    return make.actor_with(assembly, "organiser")


@pytest.fixture
def client(assembly, signed_in):
    with time_machine.travel(NOW + timedelta(minutes=2), tick=False):
        yield signed_in(make.role(assembly, "organiser"))


def statuses(assembly) -> dict[str, int]:
    return {name: count for name, count in queries.counts(assembly).items() if count}


def audited(act) -> list[dict]:
    return list(AuditEntry.objects.filter(act=act).values_list("detail", flat=True))


def page(client, assembly, show="waiting"):
    return client.get(reverse("staff.mail", args=[assembly.slug]), {"show": show})


def press(client, assembly, name, pk, **data):
    return client.post(reverse(f"staff.mail.{name}", args=[assembly.slug, pk]), data, follow=True)


# The window in which mail to many can be stopped


def test_mail_to_many_waits_and_mail_to_one_leaves_at_once(assembly):
    make_mail.mailing(assembly, 3)
    make_mail.put(assembly, 9)
    outbox.send_due(NOW)
    outbox.send_due(NOW + WINDOW - timedelta(seconds=1))
    assert [message.to for message in mail.outbox] == [["sam9@example.org"]]
    outbox.send_due(NOW + WINDOW)
    assert len(mail.outbox) == 4


def test_the_window_is_a_setting(assembly, settings):
    settings.MAIL_UNDO_MINUTES = 0
    make_mail.mailing(assembly, 2)
    outbox.send_due(NOW)
    assert len(mail.outbox) == 2


def test_stopped_messages_never_leave_and_that_is_on_record(assembly, organiser):
    many = make_mail.mailing(assembly, 50)
    assert outbox.stop(many, by=organiser, now=NOW) == 50
    outbox.send_due(NOW + timedelta(days=1))
    assert (mail.outbox, statuses(assembly)) == ([], {"stopped": 50})
    assert audited("mail.stop") == [{"stopped": 50}]


def test_what_has_left_cannot_be_stopped(assembly, organiser):
    many = make_mail.mailing(assembly, 5)
    outbox.send_due(NOW + WINDOW, limit=2)
    assert outbox.stop(many, by=organiser, now=NOW + WINDOW) == 3
    assert statuses(assembly) == {"sent": 2, "stopped": 3}
    with pytest.raises(DomainError, match="nothing left to stop"):
        outbox.stop(many, by=organiser, now=NOW + WINDOW)


def test_what_was_stopped_can_be_sent_after_all_once(assembly, organiser):
    many = make_mail.mailing(assembly, 3)
    outbox.stop(many, by=organiser, now=NOW)
    assert outbox.send_now(many, by=organiser, now=NOW) == 3
    outbox.send_due(NOW)
    outbox.send_due(NOW + WINDOW)
    assert len(mail.outbox) == 3
    with pytest.raises(DomainError, match="nothing left to send"):
        outbox.send_now(many, by=organiser, now=NOW)


def test_stopping_while_a_worker_sends_neither_loses_nor_doubles(transactional_db, settings):
    assembly = make.assembly()
    by = make.actor_with(assembly, "organiser")
    many = make_mail.mailing(assembly, 40)

    def send(_: int = 0) -> None:
        try:
            outbox.send_due(NOW + WINDOW)
        finally:
            connection.close()

    with make_smtp.server() as running, ThreadPoolExecutor(2) as pool:
        make_smtp.use(settings, running)
        sending = [pool.submit(send) for _ in range(2)]
        while running.visits.total() < 5:
            pass
        stopped = outbox.stop(many, by=by, now=NOW + WINDOW)
        for one in sending:
            one.result()
    assert set(running.taken.values()) == {1}
    assert (stopped > 0, stopped + len(running.taken)) == (True, 40)


def test_the_page_counts_down_and_says_that_the_act_remains(assembly, client):
    many = make_mail.mailing(assembly, 50)
    text = page(client, assembly).content.decode()
    assert "50 messages leave in 8 minutes, at 12:10pm" in text
    assert "what was done remains" in text
    assert "Stop these 50 messages before they leave" in text
    done = press(client, assembly, "stop", many.pk).content.decode()
    assert "50 messages are stopped. What was done remains" in done
    assert "Send them after all" in done
    press(client, assembly, "send", many.pk)
    assert statuses(assembly) == {"waiting": 50}


def test_stopping_too_late_is_told_and_changes_nothing(assembly, client):
    many = make_mail.mailing(assembly, 2)
    outbox.send_due(NOW + WINDOW)
    text = press(client, assembly, "stop", many.pk).content.decode()
    assert "There is nothing left to stop" in text
    assert statuses(assembly) == {"sent": 2}


# What people decide


def test_an_uncertain_message_is_settled_once_and_the_decision_kept(assembly, organiser):
    sent, again = (make_mail.put(assembly, number) for number in (1, 2))
    OutboxMessage.objects.update(status=Status.UNCERTAIN)
    outbox.settle(sent, has_left=True, by=organiser, now=NOW)
    outbox.settle(again, has_left=False, by=organiser, now=NOW)
    outbox.send_due(NOW)
    assert ([m.to for m in mail.outbox], statuses(assembly)) == ([[again.to]], {"sent": 2})
    assert audited("mail.settle") == [{"decided": "sent"}, {"decided": "send again"}]
    with pytest.raises(DomainError, match="already"):
        outbox.settle(again, has_left=False, by=organiser, now=NOW)


def test_a_failed_message_is_tried_again_from_the_start(assembly, organiser):
    message = make_mail.put(assembly)
    OutboxMessage.objects.update(status=Status.FAILED, attempts=outbox.MAX_ATTEMPTS, problem="x")
    outbox.retry(message, by=organiser, now=NOW)
    outbox.send_due(NOW)
    message.refresh_from_db()
    assert (message.status, message.attempts, message.problem) == (Status.SENT, 1, "")


def test_a_bounced_address_that_works_after_all_is_written_to_again(assembly, organiser):
    message = make_mail.put(assembly)
    addresses.bury(addresses.index(message.to), "no such mailbox", NOW)
    outbox.send_due(NOW)
    message.refresh_from_db()
    assert (message.status, outbox.is_dead(message.to)) == (Status.BOUNCED, True)
    outbox.trust(message, by=organiser, now=NOW)
    outbox.send_due(NOW)
    message.refresh_from_db()
    assert (message.status, outbox.is_dead(message.to)) == (Status.SENT, False)
    assert DeadAddress.objects.count() == 0


@pytest.mark.parametrize("kind", ["caller", "data_protection", "board"])
def test_only_organisers_and_the_recruiter_decide(assembly, kind):
    many = make_mail.mailing(assembly, 1)
    with pytest.raises(NotAllowed):
        outbox.stop(many, by=make.actor_with(assembly, kind), now=NOW)


@pytest.mark.parametrize(
    ("name", "status", "data", "after"),
    [
        ("retry", Status.FAILED, {}, "waiting"),
        ("settle", Status.UNCERTAIN, {"decided": "sent"}, "sent"),
        ("settle", Status.UNCERTAIN, {"decided": "again"}, "waiting"),
        ("trust", Status.BOUNCED, {}, "waiting"),
    ],
)
def test_each_button_does_what_it_says(assembly, client, name, status, data, after):
    message = make_mail.put(assembly)
    OutboxMessage.objects.update(status=status)
    button = reverse(f"staff.mail.{name}", args=[assembly.slug, message.pk])
    assert button in page(client, assembly, status.value).content.decode()
    press(client, assembly, name, message.pk, **data)
    assert statuses(assembly) == {after: 1}


def test_messages_and_mailings_of_another_assembly_are_not_found(assembly, client):
    other = make.assembly()
    many, message = make_mail.mailing(other, 1), make_mail.put(other, 7)
    codes = [press(client, assembly, "stop", many.pk).status_code]
    codes += [
        press(client, assembly, n, message.pk).status_code for n in ("retry", "settle", "trust")
    ]
    assert codes == [404] * 4


# What the page shows


def test_the_page_hides_texts_and_addresses_and_the_demonstration_shows_them(
    assembly, client, settings
):
    message = make_mail.put(assembly)
    hidden = page(client, assembly).content.decode()
    assert ("s…@example.org" in hidden, message.to in hidden) == (True, False)
    assert "You put your name forward" not in hidden
    settings.DEMO = True
    shown = page(client, assembly).content.decode()
    assert (message.to in shown, "You put your name forward" in shown) == (True, True)


def test_bounced_mail_says_to_ring_or_to_write_and_whom(assembly, client):
    make_mail.put(assembly)
    OutboxMessage.objects.update(status=Status.BOUNCED, problem="550 no such mailbox")
    text = page(client, assembly, "bounced").content.decode()
    assert "Ring the person, or write a letter." in text
    assert ("ABC123" in text, "550 no such mailbox" in text) == (True, True)


@pytest.mark.parametrize("count", [1, 12])
def test_the_page_asks_the_database_as_often_for_one_message_as_for_many(
    assembly, client, count, django_assert_num_queries
):
    for number in range(count):
        make_mail.put(assembly, number)
    page(client, assembly)
    with django_assert_num_queries(8):
        page(client, assembly)


# The dead man's alarm


def test_mail_that_waits_ten_minutes_while_nothing_leaves_raises_the_alarm(assembly):
    make_mail.put(assembly)
    assert outbox.alarm(NOW + timedelta(minutes=10)) is None
    alarm = outbox.alarm(NOW + timedelta(minutes=10, seconds=1))
    assert (alarm.waiting, alarm.since) == (1, NOW)


def test_the_alarm_goes_on_while_every_attempt_fails_and_says_why(assembly, settings):
    settings.EMAIL_BACKEND = "tests.assembly.mail.test_outbox.Unreachable"
    make_mail.put(assembly)
    now = NOW
    for _ in range(8):
        outbox.send_due(now)
        now += timedelta(minutes=5)
    assert outbox.alarm(now).problem == (
        "The mail server could not be used: ConnectionRefusedError."
    )


def test_no_alarm_is_raised_for_mail_in_its_window_or_while_other_mail_leaves(assembly):
    make_mail.mailing(assembly, 3)
    assert outbox.alarm(NOW + WINDOW) is None
    for number in range(20, 23):
        make_mail.put(assembly, number)
    later = NOW + timedelta(minutes=11)
    outbox.send_due(later, limit=1)
    assert outbox.alarm(later) is None
    assert outbox.alarm(later + timedelta(minutes=11)).waiting == 5


def test_staff_see_the_alarm_on_the_outbox_and_on_their_first_page(assembly, client):
    make_mail.put(assembly, now=NOW - timedelta(minutes=15))
    for name in ("staff.mail", "staff.overview"):
        assert (
            "Mail is not leaving"
            in client.get(reverse(name, args=[assembly.slug])).content.decode()
        )
    outbox.send_due(NOW)
    assert "Mail is not leaving" not in page(client, assembly).content.decode()


def test_a_mailing_belongs_to_its_assembly_alone(assembly):
    make_mail.mailing(assembly, 2)
    assert (queries.held(make.assembly(), NOW), Mailing.objects.count()) == ([], 1)
