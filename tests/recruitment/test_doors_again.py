"""The same form sent again from a person's own pages, as after an answer that never arrived."""

import pytest
import time_machine
from django.test import Client

from assembly import robots
from assembly.models import AuditEntry, OutboxMessage
from recruitment import registrations
from recruitment.models import Registration
from tests import make
from tests import make_recruitment as recruit
from tests.make_pages import register, shown, text, url


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(make.NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture
def assembly(db):
    return recruit.open_assembly()


@pytest.fixture
def own(assembly):
    """Return a browser that has come in by Alice's personal link."""
    person, client = recruit.registration(assembly), Client()
    client.get(url("mine.enter", assembly, registrations.personal_token(person)))
    return client


FORMS = {
    "correct": {"name": "Alice B", "email": "alice@example.org", "phone": ""},
    "withdraw": {},
    "erase": {},
}
KINDS = {"correct": None, "withdraw": "withdrawn", "erase": "erased"}


@pytest.mark.parametrize("form", FORMS)
def test_a_form_of_ones_own_pages_sent_again_is_answered_alike_and_done_once(assembly, own, form):
    """Five times: an answer that the browser never saw, and an impatient hand."""
    answers = [own.post(url(f"mine.{form}", assembly), FORMS[form]) for _ in range(5)]
    assert {(one.status_code, one.headers.get("Location")) for one in answers} == {
        (answers[0].status_code, answers[0].headers["Location"])
    }
    assert answers[0].status_code == 303
    assert AuditEntry.objects.filter(act=f"registrations.{form}").count() == 1
    if kind := KINDS[form]:
        assert OutboxMessage.objects.filter(kind=kind).count() == 1


def sent_twice(assembly) -> int:
    """Send the page of the code three times; return how many drafts there are."""
    client, (_, code) = Client(), recruit.invitation(assembly)
    path = url("register.code", assembly)
    data = {"code": code, "shown": shown(client, path)}
    for _ in range(3):
        client.post(path, data)
    return Registration.objects.count()


def test_a_code_sent_again_begins_one_draft(assembly):
    assert sent_twice(assembly) == 1


def test_without_the_mark_of_the_attempt_each_sending_would_begin_another(assembly, monkeypatch):
    """The control of forms sent again."""
    monkeypatch.setattr(robots, "_read", lambda data, now: (9.0, ""))
    assert sent_twice(assembly) == 3


def test_without_the_key_of_a_message_a_registration_sent_again_would_be_told_twice(
    assembly, monkeypatch
):
    """The control of one message each: the key, and not chance, keeps the second away."""
    person = recruit.registration(assembly)
    registrations.registered.tell(person, "registered", make.NOW)
    assert OutboxMessage.objects.filter(kind="registered").count() == 1
    registrations.registered.tell(person, "registered", make.NOW, key="another")
    assert OutboxMessage.objects.filter(kind="registered").count() == 2


def test_the_last_page_sent_again_leads_to_the_same_confirmation(assembly):
    client = Client()
    register(client, assembly, recruit.invitation(assembly)[1])
    pages = set()
    for _ in range(3):
        sent = client.post(url("register.check", assembly), follow=True)
        pages.add(text(sent).split("Your reference is")[1][:60])
    assert len(pages) == 1
