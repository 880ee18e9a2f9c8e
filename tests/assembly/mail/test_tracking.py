"""What the mail provider tells: recorded once, whatever comes twice, late or out of order."""

import base64
import json
import random
from collections import Counter
from datetime import timedelta
from itertools import permutations

import pytest
import requests
from anymail.exceptions import AnymailAPIError, AnymailRecipientsRefused, AnymailRequestsAPIError
from django.core import mail
from django.template.loader import render_to_string
from django.test import Client
from django.urls import reverse

from assembly import outbox
from assembly.models import DeadAddress, OutboxMessage
from assembly.outbox import outcomes, tracking
from assembly.outbox.outcomes import Fate
from assembly.outbox.tracking import Event
from tests import make, make_mail, make_provider, make_recruitment

Status = OutboxMessage.Status
NOW = make.NOW
SECRET = "provider:a-long-secret"


def sent(assembly, **fields) -> OutboxMessage:
    message = make_mail.put(assembly)
    given = {"status": Status.SENT, "sent_at": NOW, "provider_id": "p-1", "attempts": 1, **fields}
    OutboxMessage.objects.filter(pk=message.pk).update(**given)
    message.refresh_from_db()
    return message


def event(what, message, *, minutes=1, **fields) -> Event:
    return Event(
        what=what,
        at=NOW + timedelta(minutes=minutes),
        recipient=message.to,
        message=str(message.pk),
        **fields,
    )


def recorded(message) -> dict:
    message.refresh_from_db()
    moments = ("delivered_at", "bounced_at", "complained_at")
    return {"status": message.status, **{name: getattr(message, name) for name in moments}}


def test_every_order_and_every_repetition_ends_the_same(assembly):
    message = sent(assembly)
    told = [
        event("delivered", message, minutes=1),
        event("delivered", message, minutes=2),
        event("bounced", message, minutes=3, reason="bounced"),
        event("complained", message, minutes=4),
    ]
    endings = []
    for order in permutations(told):
        OutboxMessage.objects.update(
            status=Status.SENT, delivered_at=None, bounced_at=None, complained_at=None
        )
        for one in [*order, *order]:
            tracking.take(one)
        endings.append(recorded(message))
    expected = {
        "status": Status.BOUNCED,
        "delivered_at": NOW + timedelta(minutes=1),
        "bounced_at": NOW + timedelta(minutes=3),
        "complained_at": NOW + timedelta(minutes=4),
    }
    assert endings == [expected] * 24
    assert DeadAddress.objects.count() == 1


def test_a_message_is_found_by_the_providers_name_for_it_when_it_does_not_say_ours(assembly):
    message = sent(assembly)
    tracking.take(Event("delivered", NOW, message.to, provider_id="p-1"))
    assert recorded(message)["delivered_at"] == NOW


def test_what_is_told_of_an_uncertain_message_settles_it(assembly):
    message = sent(assembly, status=Status.UNCERTAIN, sent_at=None)
    tracking.take(event("delivered", message))
    assert recorded(message)["status"] == Status.SENT


def test_what_is_told_before_the_worker_has_written_is_kept(assembly):
    message = sent(assembly, status=Status.SENDING, sent_at=None)
    tracking.take(event("bounced", message, reason="bounced"))
    from assembly.outbox import sending

    sending._write_down(message, status=Status.SENT, sent_at=NOW, provider_id="p-1")
    assert recorded(message)["status"] == Status.BOUNCED


def test_a_message_queued_again_does_not_leave_twice_once_it_is_known_to_have_left(assembly):
    message = sent(assembly, status=Status.UNCERTAIN, sent_at=None)
    outbox.settle(message, has_left=False, by=make.actor_with(assembly, "organiser"), now=NOW)
    tracking.take(event("delivered", message))
    outbox.send_due(NOW)
    assert (mail.outbox, recorded(message)["status"]) == ([], Status.SENT)


def test_a_stopped_message_stays_stopped_whatever_is_told(assembly):
    message = sent(assembly, status=Status.STOPPED, sent_at=None)
    tracking.take(event("delivered", message))
    assert recorded(message)["status"] == Status.STOPPED


@pytest.mark.parametrize(
    ("what", "reason", "is_dead"),
    [
        ("bounced", "bounced", True),
        ("rejected", "invalid", True),
        ("bounced", "timed_out", False),
        ("bounced", "spam", False),
        ("complained", "", False),
        ("delivered", "", False),
    ],
)
def test_only_an_address_that_does_not_exist_is_not_written_to_again(
    assembly, what, reason, is_dead
):
    message = sent(assembly)
    tracking.take(event(what, message, reason=reason))
    assert outbox.is_dead(message.to) is is_dead


def test_an_event_of_a_message_that_nobody_knows_still_tells_of_the_address(db):
    tracking.take(Event("bounced", NOW, "gone@example.org", "bounced", "not-a-uuid", "x", "550"))
    assert outbox.is_dead("Gone@example.org")


def test_opened_mail_is_not_recorded(assembly):
    message = sent(assembly)
    before = recorded(message)
    tracking.take(event("opened", message))
    assert recorded(message) == before


# The page that the provider calls


def call(message, *, secret=SECRET, what="bounced", times=1):
    body = {
        "RecordType": {"bounced": "Bounce", "delivered": "Delivery"}[what],
        "Type": "HardBounce",
        "ID": 42,
        "MessageID": "p-1",
        "Email": message.to,
        "Recipient": message.to,
        "BouncedAt": "2024-01-10T12:05:00Z",
        "DeliveredAt": "2024-01-10T12:04:00Z",
        "Description": f"The mailbox does not exist: {message.to}",
        "Metadata": {"message": str(message.pk)},
    }
    headers = {"authorization": "Basic " + base64.b64encode(secret.encode()).decode()}
    for _ in range(times):
        response = Client(headers=headers).post(
            reverse("mail.events"), json.dumps(body), content_type="application/json"
        )
    return response.status_code


@pytest.fixture
def provider(settings):
    settings.MAIL_PROVIDER = "postmark"
    settings.ANYMAIL = {"WEBHOOK_SECRET": SECRET}


def test_the_provider_tells_of_a_bounce(assembly, provider):
    message = sent(assembly)
    assert call(message, times=3) == 200
    message.refresh_from_db()
    assert (message.status, outbox.is_dead(message.to)) == (Status.BOUNCED, True)
    assert ("The mailbox does not exist" in message.problem, message.to in message.problem) == (
        True,
        False,
    )


def test_the_provider_tells_of_a_delivery(assembly, provider):
    message = sent(assembly)
    assert call(message, what="delivered") == 200
    assert recorded(message)["delivered_at"].isoformat() == "2024-01-10T12:04:00+00:00"


def test_without_the_right_secret_nothing_is_taken(assembly, provider):
    message = sent(assembly)
    assert call(message, secret="provider:wrong") == 400
    assert recorded(message)["status"] == Status.SENT


@pytest.mark.parametrize(
    ("name", "given"),
    [("postmark", {}), ("", {"WEBHOOK_SECRET": SECRET}), ("nonsense", {"WEBHOOK_SECRET": SECRET})],
)
def test_without_a_secret_or_a_provider_the_page_is_not_there(assembly, settings, name, given):
    settings.MAIL_PROVIDER, settings.ANYMAIL = name, given
    assert call(sent(assembly)) == 404


# Handing over to a provider


def test_a_provider_gets_our_name_for_the_message_and_its_own_is_kept(assembly, settings):
    settings.EMAIL_BACKEND = "anymail.backends.test.EmailBackend"
    message = make_mail.put(assembly)
    outbox.send_due(NOW)
    message.refresh_from_db()
    assert (message.status, message.provider_id) == (Status.SENT, "0")
    assert mail.outbox[0].anymail_test_params["metadata"] == {"message": str(message.pk)}


def answer(status: int) -> AnymailRequestsAPIError:
    response = requests.Response()
    response.status_code = status
    return AnymailRequestsAPIError(response=response)


def broken(cause: Exception) -> AnymailAPIError:
    error = AnymailRequestsAPIError("Error posting")
    error.__cause__ = cause
    return error


@pytest.mark.parametrize(
    ("error", "fate"),
    [
        (answer(429), Fate.LATER),
        (answer(503), Fate.LATER),
        (answer(401), Fate.LATER),
        (answer(500), Fate.UNKNOWN),
        (answer(200), Fate.UNKNOWN),
        (answer(422), Fate.BROKEN),
        (broken(requests.ConnectTimeout()), Fate.LATER),
        (broken(requests.ConnectionError("NewConnectionError")), Fate.LATER),
        (broken(requests.ReadTimeout()), Fate.UNKNOWN),
        (broken(requests.ConnectionError("Connection aborted")), Fate.UNKNOWN),
        (AnymailRecipientsRefused(), Fate.REFUSED),
        (ValueError("poison"), Fate.BROKEN),
        (ConnectionRefusedError(), Fate.LATER),
    ],
)
def test_each_answer_of_a_provider_has_its_fate(error, fate):
    assert outcomes.of(error).fate is fate


def through_a_provider_that_falls_silent(settings, assembly, messages: int) -> Counter[str]:
    """Hand messages to a provider that takes each, and breaks off before it answers for 30%."""
    chance = random.Random("provider")
    silent = {f"sam{n}@example.org" for n in range(messages) if chance.random() < 0.3}
    with make_provider.provider(lambda to, visit: to in silent and visit == 1) as running:
        make_provider.use(settings, running)
        for number in range(messages):
            make_mail.put(assembly, number)
        for hours in (0, 3, 6, 9):
            outbox.send_due(NOW + timedelta(hours=hours), limit=messages)
    assert len(silent) > 0.2 * messages
    return running.taken


@pytest.mark.parametrize(
    "messages", [30, pytest.param(1_000, marks=pytest.mark.soak)], ids=["quick", "long"]
)
def test_a_provider_that_falls_silent_never_gets_a_message_twice(assembly, settings, messages):
    taken = through_a_provider_that_falls_silent(settings, assembly, messages)
    assert sorted(taken.values()) == [1] * messages
    statuses = Counter(OutboxMessage.objects.values_list("status", flat=True))
    assert set(statuses) == {"sent", "uncertain"}
    assert statuses["uncertain"] > 0.2 * messages


def test_it_would_if_silence_counted_as_failure(assembly, settings, monkeypatch):
    """Negative control: with “try again” for what nobody can know, messages arrive twice."""
    later = outcomes.Outcome(Fate.LATER, "silent")
    monkeypatch.setattr(outcomes, "_of_provider", lambda error: later)
    taken = through_a_provider_that_falls_silent(settings, assembly, 30)
    assert max(taken.values()) == 2


def test_whoever_rings_a_person_reads_that_their_mail_bounced(assembly):
    person = make_recruitment.registered(assembly, email="gone@example.org")
    offer = {"registration": person, "pk": 1, "deadline": NOW, "caller_until": NOW}
    context = {"offer": offer, "assembly": assembly, "form": "", "is_mine": True}
    before = render_to_string("staff/call.html", context)
    tracking.take(Event("bounced", NOW, "gone@example.org", "bounced"))
    after = render_to_string("staff/call.html", context)
    words = "E-mail bounced: ring or write."
    assert (words in before, words in after) == (False, True)
