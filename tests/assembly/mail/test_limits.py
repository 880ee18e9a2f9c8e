"""Three messages an hour to an address, whatever the door."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
import time_machine
from django.core import mail
from django.db import connection
from django.test import Client
from django.urls import reverse

from assembly import outbox, stages
from assembly.errors import BadInput
from assembly.mail_addresses import mailbox_index
from assembly.models import DoorMail, OutboxMessage
from assembly.outbox import limits
from assembly.permissions import SOMEONE
from recruitment import registrations
from recruitment.registrations import links
from tests import make, make_recruitment

NOW = make.NOW


def ask(assembly, number, to="sam@example.org", kind="later", now=NOW) -> bool:
    return outbox.put(
        key=f"{kind}:{number}", kind=kind, to=to, context={"link": "x"}, assembly=assembly, now=now
    )


def test_the_fourth_request_in_an_hour_sends_nothing(assembly):
    assert [ask(assembly, number) for number in range(5)] == [True] * 3 + [False] * 2
    assert OutboxMessage.objects.count() == 3


def test_an_hour_later_there_is_room_again(assembly):
    for number in range(4):
        ask(assembly, number)
    assert ask(assembly, 9, now=NOW + timedelta(minutes=59)) is False
    assert ask(assembly, 9, now=NOW + timedelta(minutes=60)) is True


@pytest.mark.parametrize(
    "variant",
    ["SAM@Example.org", " sam@example.org ", "sam+letters@example.org", "Sam+a+b@EXAMPLE.ORG"],
)
def test_other_ways_of_writing_an_address_count_as_the_same(assembly, variant):
    for number in range(3):
        ask(assembly, number)
    assert ask(assembly, 9, to=variant) is False


def test_dots_in_a_gmail_address_count_as_nothing_and_elsewhere_they_count():
    assert mailbox_index("s.a.m@googlemail.com") == mailbox_index("sam@gmail.com")
    assert mailbox_index("s.am@example.org") != mailbox_index("sam@example.org")


def test_another_address_has_its_own_count(assembly):
    for number in range(3):
        ask(assembly, number)
    assert ask(assembly, 9, to="robin@example.org") is True


def test_the_same_request_twice_counts_once(assembly):
    for _ in range(9):
        assert ask(assembly, 1) is True
    assert DoorMail.objects.count() == 1


def test_all_doors_share_one_count(assembly):
    assembly.stage = stages.REGISTER.key
    assembly.save()
    email = "sam@example.org"
    known = {"email": email, "email_hash": links.email_index(email), "link_hash": b"1"}
    make_recruitment.registered(assembly, **known)
    for number in range(2):
        ask(assembly, number)
    registrations.ask_for_link(assembly, "Sam@example.org", now=NOW)
    registrations.send_links(NOW)
    registrations.ask_for_link(assembly, "sam@example.org", now=NOW + timedelta(minutes=50))
    registrations.send_links(NOW + timedelta(minutes=50))
    make.user(email="sam@example.org")
    with time_machine.travel(NOW + timedelta(minutes=50), tick=False):
        Client().post(reverse("account_reset_password"), {"email": "sam@example.org"})
    kinds = OutboxMessage.objects.filter(kind__in=("later", "link")).values_list("kind", flat=True)
    assert (sorted(kinds), len(mail.outbox)) == (["later", "later", "link"], 0)


def test_requests_at_the_same_moment_do_not_slip_through(transactional_db):
    def one(_: int) -> bool:
        try:
            return limits.allow("sam@example.org", "later", NOW)
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        allowed = list(pool.map(one, range(24)))
    assert sum(allowed) == 3


def test_staff_and_confirmations_are_not_held_back(assembly):
    for number in range(3):
        ask(assembly, number)
    person = make.role(assembly, "facilitator", person=make.user(email="sam@example.org"))
    for number in range(9):
        outbox.put(
            key=f"role:{number}",
            kind="role",
            to=person.email,
            context={"user": person, "role": person.roles.get()},
            assembly=assembly,
            now=NOW,
        )
    assert OutboxMessage.objects.filter(kind="role").count() == 9


def test_whoever_goes_on_later_is_told_when_no_message_leaves(assembly):
    assembly.stage = stages.REGISTER.key
    assembly.save()
    _letter, code = make_recruitment.invitation(assembly)
    draft, token = registrations.begin(assembly, code, attempt="1", by=SOMEONE, now=NOW)
    registrations.save_answers(draft, {"email": "sam@example.org"}, by=SOMEONE, now=NOW)
    for minute in range(3):
        later = NOW + timedelta(minutes=minute)
        registrations.send_for_later(draft, token, by=SOMEONE, now=later)
    with pytest.raises(BadInput, match="three messages"):
        registrations.send_for_later(draft, token, by=SOMEONE, now=NOW + timedelta(minutes=3))
    assert OutboxMessage.objects.filter(kind="later").count() == 3


def sign_in_codes(email: str, times: int) -> int:
    for number in range(times):
        limits_of_the_network = f"10.0.0.{number}"
        Client(REMOTE_ADDR=limits_of_the_network).post(
            reverse("account_request_login_code"), {"email": email}
        )
    return len(mail.outbox)


def test_sign_in_codes_have_a_count_of_their_own(assembly, settings):
    settings.ACCOUNT_RATE_LIMITS = False
    person = make.role(assembly, "board", person=make.user(email="sam@example.org"))
    for number in range(3):
        ask(assembly, number)
    assert sign_in_codes(person.email, 9) == limits.MOST_SIGN_INS


def test_an_address_without_an_account_gets_nothing_from_the_sign_in_page(db, settings):
    settings.ACCOUNT_RATE_LIMITS = False
    assert sign_in_codes("stranger@example.org", 5) == 0


def test_what_no_longer_counts_is_forgotten(assembly):
    ask(assembly, 1)
    limits.forget(NOW + timedelta(minutes=59))
    assert DoorMail.objects.count() == 1
    limits.forget(NOW + timedelta(minutes=60))
    assert DoorMail.objects.count() == 0


# Links are always those of the configured host


def test_a_password_link_names_the_configured_host_whatever_the_request_says(db, settings):
    settings.SITE_URL = "https://assembly.example.gov.uk"
    settings.ALLOWED_HOSTS = ["assembly.example.gov.uk", "other.example"]
    make.user(email="sam@example.org")
    Client(headers={"host": "other.example"}).post(
        reverse("account_reset_password"), {"email": "sam@example.org"}
    )
    text = mail.outbox[0].subject + mail.outbox[0].body
    assert "https://assembly.example.gov.uk/account/password/forgotten/" in text
    assert "other.example" not in text


def test_a_host_that_is_not_ours_is_refused(db):
    client = Client(headers={"host": "evil.example"})
    response = client.post(reverse("account_reset_password"), {"email": "sam@example.org"})
    assert (response.status_code, mail.outbox) == (400, [])
