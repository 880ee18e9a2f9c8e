"""Offers: an answer, a deadline, silence, a second chance; and what two people do at once."""

import threading
import time
from datetime import timedelta

import pytest
from django.core import mail
from django.db import connection
from django.urls import reverse

from assembly import outbox, permissions
from assembly.errors import DomainError
from assembly.models import OutboxMessage
from assembly.outbox import texts
from recruitment import calls, members, offers, pools, registrations
from recruitment.models import Member, Offer
from recruitment.registrations import links
from tests import make, make_members, make_recruitment

from . import make_draws

NOW, DEADLINE = make.NOW, make_members.DEADLINE
LATE = DEADLINE + timedelta(hours=1)


@pytest.fixture
def assembly(db):
    return make_members.assembly()


@pytest.fixture
def recruiter(assembly):
    return make.actor_with(assembly, "recruiter")


def states(assembly) -> list[str]:
    return sorted(assembly.offers.values_list("status", flat=True))


# --- deadlines ------------------------------------------------------------------------------------


def test_three_days_before_the_deadline_whoever_is_silent_is_reminded_once(assembly, recruiter):
    silent, answered = (make_members.offer(assembly) for _ in range(2))
    offers.decline(answered, reason="", by=recruiter, now=NOW)
    soon = DEADLINE - timedelta(days=3)
    assert offers.remind_due(soon - timedelta(seconds=1)) == 0
    assert [offers.remind_due(soon), offers.remind_due(soon)] == [1, 0]
    outbox.send_due(soon)
    assert [message.to for message in mail.outbox] == [[silent.registration.email]]
    assert "17 January 2024" in mail.outbox[0].subject


def test_nobody_is_reminded_after_the_deadline_or_right_after_the_offer(assembly):
    make_members.offer(assembly)
    make_members.offer(assembly, offered_at=DEADLINE - timedelta(days=1))
    assert offers.remind_due(LATE) == 0
    assert offers.remind_due(DEADLINE - timedelta(hours=1)) == 1


def test_silence_is_no_refusal_a_late_yes_counts_until_somebody_releases_the_seat(
    assembly, recruiter
):
    offer = make_members.offer(assembly)
    assert offers.accept(offer, by=recruiter, now=LATE).number == 1


def test_a_seat_is_not_released_before_its_deadline(assembly, recruiter):
    offer = make_members.offer(assembly)
    with pytest.raises(DomainError, match="not passed"):
        offers.release(offer, by=recruiter, now=DEADLINE - timedelta(seconds=1))


def test_a_late_answer_gets_a_page_that_says_what_happened_and_what_can_be_done(
    assembly, recruiter, client
):
    offer = make_members.offer(assembly)
    offers.release(offer, by=recruiter, now=LATE)
    token = registrations.personal_token(offer.registration)
    offer.registration.link_hash = links.link_index(token)
    offer.registration.save(update_fields=["link_hash"])
    client.get(reverse("public.mine.enter", args=[assembly.slug, token]))
    url = reverse("public.mine.offer", args=[assembly.slug])
    for response in (client.get(url), client.post(url, {"answer": "accept"})):
        page = " ".join(response.content.decode().split())
        assert "the seat went back to the lottery" in page
        assert "it can still be yours" in page
    assert Member.objects.count() == 0


def by_link(client, assembly, offer):
    """Come in by the personal link of whom a seat is offered; return the page of the offer."""
    token = registrations.personal_token(offer.registration)
    offer.registration.link_hash = links.link_index(token)
    offer.registration.save(update_fields=["link_hash"])
    client.get(reverse("public.mine.enter", args=[assembly.slug, token]))
    return reverse("public.mine.offer", args=[assembly.slug])


@pytest.mark.parametrize(("answer", "other"), [("accept", "decline"), ("decline", "accept")])
def test_an_answer_sent_again_is_confirmed_again_and_the_other_answer_is_not(
    assembly, client, answer, other
):
    path = by_link(client, assembly, make_members.offer(assembly))
    mine = reverse("public.mine", args=[assembly.slug])
    sent = [client.post(path, {"answer": answer}) for _ in range(3)]
    assert [one.headers["Location"] for one in sent] == [mine] * 3
    assert Member.objects.count() == (answer == "accept")
    assert assembly.outbox.filter(kind="welcome").count() == (answer == "accept")
    page = client.post(path, {"answer": other})
    assert page.status_code == 200
    assert Member.objects.count() == (answer == "accept")


# --- signing in with another address --------------------------------------------------------------


def correct_email(person, email):
    by = permissions.registrant(person.reference)
    registrations.correct(person, name="Sam", email=email, phone="", by=by, now=NOW)


def test_a_member_who_corrects_their_e_mail_address_signs_in_with_the_new_one(assembly, recruiter):
    member = offers.accept(make_members.offer(assembly), by=recruiter, now=NOW)
    correct_email(member.registration, "New@example.org")
    member.user.refresh_from_db()
    assert member.user.email == "new@example.org"


def test_a_member_without_an_address_can_sign_in_once_they_give_one(assembly, recruiter, client):
    offer = make_members.offer(assembly, person={"email": ""})
    path = by_link(client, assembly, offer)
    client.post(path, {"answer": "accept"})
    member = Member.objects.get()
    assert member.user.email.endswith("@no-email.invalid")
    shown = client.get(reverse("public.mine", args=[assembly.slug])).content.decode()
    assert "Give us an e-mail address that only you use" in shown
    correct_email(member.registration, "sam@example.org")
    member.user.refresh_from_db()
    assert member.user.email == "sam@example.org"


def test_a_personal_link_changes_no_account_that_is_more_than_a_members(assembly, recruiter):
    member = offers.accept(make_members.offer(assembly), by=recruiter, now=NOW)
    before = member.user.email
    make.role(assembly, "organiser", person=member.user)
    correct_email(member.registration, "new@example.org")
    member.user.refresh_from_db()
    assert member.user.email == before


def test_an_address_of_another_account_is_not_taken_over(assembly, recruiter):
    member = offers.accept(make_members.offer(assembly), by=recruiter, now=NOW)
    before = member.user.email
    other = make.role(assembly, "board")
    correct_email(member.registration, other.email)
    member.user.refresh_from_db()
    assert member.user.email == before


# --- in whose language ----------------------------------------------------------------------------


def answered_on_the_welsh_page(client, assembly, language):
    """Let somebody who registered in a language accept on the Welsh page; return their welcome."""
    offer = make_members.offer(assembly, person={"language": language})
    token = registrations.personal_token(offer.registration)
    offer.registration.link_hash = links.link_index(token)
    offer.registration.save(update_fields=["link_hash"])
    welsh = {"accept-language": "cy"}
    client.get(reverse("public.mine.enter", args=[assembly.slug, token]), headers=welsh)
    url = reverse("public.mine.offer", args=[assembly.slug])
    page = client.get(url, headers=welsh)
    assert page.headers["Content-Language"] == "cy"
    assert client.post(url, {"answer": "accept"}, headers=welsh).status_code == 303
    return OutboxMessage.objects.get(kind="welcome")


def own_welcome(assembly, language, subject):
    body = "Come on ((first day)): ((member page))"
    by = make.actor_with(assembly, "organiser")
    texts.save(assembly, "welcome", language, subject=subject, body=body, by=by, now=NOW)


def test_whoever_registered_in_english_gets_staffs_english_welcome_from_the_welsh_page(
    assembly, client
):
    own_welcome(assembly, "en-gb", "Come in")
    own_welcome(assembly, "cy", "Dewch i mewn")
    welcome = answered_on_the_welsh_page(client, assembly, "en-gb")
    assert (welcome.subject, welcome.language) == ("Come in", "en-gb")
    assert "24 February 2024" in welcome.body


def test_whoever_registered_in_welsh_gets_the_welsh_one_with_welsh_dates(assembly, client):
    own_welcome(assembly, "en-gb", "Come in")
    own_welcome(assembly, "cy", "Dewch i mewn")
    welcome = answered_on_the_welsh_page(client, assembly, "cy")
    assert (welcome.subject, welcome.language) == ("Dewch i mewn", "cy")
    assert "24 Chwefror 2024" in welcome.body


@pytest.mark.parametrize("code", ["cy", "pl", "ur"])
def test_offer_reminder_and_welcome_leave_in_the_persons_language(assembly, recruiter, code):
    offer = make_members.offer(assembly, person={"language": code})
    offers.decline(offer, reason="", by=recruiter, now=NOW)
    offers.renew(offer, deadline=DEADLINE, by=recruiter, now=NOW)
    offers.remind_due(DEADLINE - timedelta(days=1))
    offers.accept(offer, by=recruiter, now=NOW)
    sent = {message.kind: message for message in OutboxMessage.objects.all()}
    assert {message.language for message in sent.values()} == {code}
    assert set(sent) == {"offer", "offer_reminder", "welcome"}
    english = [texts.original(kind, "en-gb").whole.splitlines() for kind in sent]
    said = {line for message in sent.values() for line in message.body.splitlines() if line}
    assert not said & {line for text in english for line in text if line}


# --- a second chance ------------------------------------------------------------------------------


def test_who_was_released_can_be_asked_again_while_nobody_else_can_have_the_seat(
    assembly, recruiter
):
    offer = make_members.offer(assembly)
    offers.release(offer, by=recruiter, now=LATE)
    offers.renew(offer, deadline=LATE + timedelta(days=5), by=recruiter, now=LATE)
    offer.refresh_from_db()
    assert (offer.status, offer.answered_at) == ("offered", None)
    assert OutboxMessage.objects.filter(kind="offer").count() == 1
    assert offers.accept(offer, by=recruiter, now=LATE).registration == offer.registration


def test_a_seat_that_a_draw_fills_is_not_offered_again(assembly, recruiter):
    drawn = replacing(assembly)
    gone = drawn.offers.filter(status="declined").first()
    with pytest.raises(DomainError, match="Draw 2 fills this seat"):
        offers.renew(gone, deadline=LATE + timedelta(days=9), by=recruiter, now=LATE)


def replacing(assembly):
    """Draw, offer, decline one seat, and freeze the pool that fills it; return the first draw."""
    for number in range(40):
        make_recruitment.registered(assembly, number)
    drawn = make_draws.held(make_draws.committed(assembly))
    by = make.actor_with(assembly, "recruiter")
    first, *others = offers.make(drawn, deadline=DEADLINE, by=by, now=NOW)
    offers.decline(first, reason="", by=by, now=NOW)
    for offer in others:
        offers.accept(offer, by=by, now=NOW)
    pools.freeze(assembly, by=by, now=NOW + timedelta(hours=1), reason="One declined")
    return drawn


def test_a_seat_is_not_given_back_to_somebody_whose_home_has_one(assembly, recruiter):
    offer = make_members.offer(assembly)
    offers.decline(offer, reason="", by=recruiter, now=NOW)
    make_members.offer(assembly, person={"invitation": offer.registration.invitation, "place": 2})
    with pytest.raises(DomainError, match="live with"):
        offers.renew(offer, deadline=LATE, by=recruiter, now=NOW)


def test_a_member_who_withdrew_may_come_back_to_an_empty_seat(assembly, recruiter):
    member = offers.accept(make_members.offer(assembly), by=recruiter, now=NOW)
    members.withdraw(member, reason="Ill", by=recruiter, now=NOW)
    members.rejoin(member, by=recruiter, now=NOW)
    member.refresh_from_db()
    assert (member.status, member.user.roles.get().kind) == ("confirmed", "member")


def test_a_member_does_not_come_back_to_a_seat_that_a_draw_fills(assembly, recruiter):
    for number in range(40):
        make_recruitment.registered(assembly, number)
    drawn = make_draws.held(make_draws.committed(assembly))
    made = offers.make(drawn, deadline=DEADLINE, by=recruiter, now=NOW)
    member, *_ = [offers.accept(offer, by=recruiter, now=NOW) for offer in made]
    members.withdraw(member, reason="Ill", by=recruiter, now=NOW)
    pools.freeze(assembly, by=recruiter, now=NOW - timedelta(seconds=1), reason="One is ill")
    with pytest.raises(DomainError, match="filled, offered or being drawn"):
        members.rejoin(member, by=recruiter, now=NOW)


def test_nobody_new_is_written_to_before_the_earlier_offer_has_ended(assembly, recruiter):
    """A pool is frozen for empty seats only: one that is offered is not empty."""
    for number in range(40):
        make_recruitment.registered(assembly, number)
    drawn = make_draws.held(make_draws.committed(assembly))
    offers.make(drawn, deadline=DEADLINE, by=recruiter, now=NOW)
    with pytest.raises(DomainError, match="Every seat is filled or offered"):
        pools.freeze(assembly, by=recruiter, now=LATE, reason="Nobody answers")


def test_who_withdraws_between_the_freeze_and_the_draw_is_not_written_to(assembly, recruiter):
    for number in range(12):
        make_recruitment.registered(assembly, number)
    pool = make_draws.committed(assembly)
    gone = pool.entries.first().registration
    by = permissions.registrant(gone.reference)
    registrations.withdraw(gone, by=by, now=NOW)
    offers.make(make_draws.held(pool), deadline=DEADLINE, by=recruiter, now=NOW)
    gone.offer.refresh_from_db()
    assert (gone.offer.status, gone.offer.reason) == ("declined", "Withdrew before the draw")
    assert assembly.outbox.filter(kind="offer").count() == 11


@pytest.mark.parametrize(
    ("answer", "told"), [("", "Answer the offer first"), ("yes", "You are a member")]
)
def test_who_is_chosen_answers_the_offer_and_does_not_just_withdraw(
    assembly, recruiter, answer, told
):
    offer = make_members.offer(assembly)
    if answer:
        offers.accept(offer, by=recruiter, now=NOW)
    by = permissions.registrant(offer.registration.reference)
    with pytest.raises(DomainError, match=told):
        registrations.withdraw(offer.registration, by=by, now=NOW)


# --- at the same moment ---------------------------------------------------------------------------


def at_once(*acts) -> list[str]:
    """Do acts at the same moment, each on a connection of its own; return what each was told."""
    start, told = threading.Barrier(len(acts)), [""] * len(acts)

    def do(place, act):
        try:
            start.wait()
            act()
            told[place] = "done"
        except Exception as error:
            told[place] = type(error).__name__
        finally:
            connection.close()

    threads = [threading.Thread(target=do, args=pair) for pair in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sorted(told)


@pytest.fixture
def unguarded(monkeypatch):
    """Take the lock on the offer away, and be slow between looking and writing."""

    def look(offer):
        found = Offer.objects.select_related("assembly", "registration").get(pk=offer.pk)
        time.sleep(0.4)
        return found

    monkeypatch.setattr(offers, "_locked", look)


@pytest.mark.django_db(transaction=True)
def test_accepting_and_releasing_at_the_same_moment_is_one_of_the_two(transactional_db):
    for _ in range(10):
        assembly = make_members.assembly()
        by, offer = make.actor_with(assembly, "recruiter"), make_members.offer(assembly)
        told = at_once(
            lambda by=by, offer=offer: offers.accept(offer, by=by, now=LATE),
            lambda by=by, offer=offer: offers.release(offer, by=by, now=LATE),
        )
        assert told == ["DomainError", "done"]
        offer.refresh_from_db()
        assert (offer.status == "accepted") == assembly.members.exists()


@pytest.mark.django_db(transaction=True)
def test_without_the_lock_a_seat_is_released_under_a_member(transactional_db, unguarded):
    """A control: the same two acts without the guard contradict one another."""
    assembly = make_members.assembly()
    by, offer = make.actor_with(assembly, "recruiter"), make_members.offer(assembly)
    told = at_once(
        lambda: offers.accept(offer, by=by, now=LATE),
        lambda: offers.release(offer, by=by, now=LATE),
    )
    assert (told, assembly.members.count()) == (["done", "done"], 1)


@pytest.mark.django_db(transaction=True)
def test_an_answer_and_the_freeze_of_a_pool_at_the_same_moment_both_end(transactional_db):
    """The one waits for the assembly, the other for the audit chain, and never for each other."""
    for _ in range(6):
        assembly = make_members.assembly(seats=2)
        by, offer = make.actor_with(assembly, "recruiter"), make_members.offer(assembly)
        for number in range(4):
            make_recruitment.registered(assembly, number)
        told = at_once(
            lambda by=by, assembly=assembly: pools.freeze(
                assembly, by=by, now=LATE, reason="One seat is empty"
            ),
            lambda by=by, offer=offer: offers.decline(offer, reason="", by=by, now=LATE),
        )
        assert told == ["done", "done"]


@pytest.mark.django_db(transaction=True)
def test_accepting_twice_at_once_makes_one_member_and_one_welcome(transactional_db):
    assembly = make_members.assembly()
    by, offer = make.actor_with(assembly, "recruiter"), make_members.offer(assembly)
    told = at_once(*[lambda: offers.accept(offer, by=by, now=NOW)] * 5)
    assert told == ["DomainError"] * 4 + ["done"]
    assert (assembly.members.count(), assembly.outbox.filter(kind="welcome").count()) == (1, 1)


@pytest.mark.django_db(transaction=True)
def test_without_any_lock_the_second_yes_is_an_error_of_the_database(
    transactional_db, unguarded, monkeypatch
):
    """A control: what stops the second member then is the constraint, and no clear page."""
    assembly = make_members.assembly()
    by, offer = make.actor_with(assembly, "recruiter"), make_members.offer(assembly)
    monkeypatch.setattr(
        offers.Assembly.objects, "select_for_update", lambda **_: offers.Assembly.objects.all()
    )
    told = at_once(*[lambda: offers.accept(offer, by=by, now=NOW)] * 2)
    assert told == ["IntegrityError", "done"]


@pytest.mark.django_db(transaction=True)
def test_many_who_accept_at_once_get_badges_of_their_own(transactional_db):
    assembly = make_members.assembly()
    by = make.actor_with(assembly, "recruiter")
    made = [make_members.offer(assembly) for _ in range(6)]
    told = at_once(*(lambda offer=offer: offers.accept(offer, by=by, now=NOW) for offer in made))
    assert told == ["done"] * 6
    assert sorted(assembly.members.values_list("number", flat=True)) == [1, 2, 3, 4, 5, 6]


@pytest.mark.django_db(transaction=True)
def test_six_callers_at_once_get_six_people(transactional_db):
    assembly = make_members.assembly()
    people = [make.actor_with(assembly, "caller") for _ in range(6)]
    for _ in people:
        make_members.offer(assembly)
    at_once(*(lambda by=by: calls.take(assembly, by=by, now=NOW) for by in people))
    held = assembly.offers.exclude(caller="").values_list("caller", flat=True)
    assert sorted(held) == sorted(by.label for by in people)


@pytest.mark.django_db(transaction=True)
def test_without_the_claim_callers_get_the_same_person(transactional_db, monkeypatch):
    """A control: who looks without claiming rings whom the others ring."""
    assembly = make_members.assembly()
    people = [make.actor_with(assembly, "caller") for _ in range(3)]
    for _ in people:
        make_members.offer(assembly)
    monkeypatch.setattr(calls.attempts, "_claim", lambda offer, by, now: None)
    found = [calls.take(assembly, by=by, now=NOW) for by in people]
    assert len(set(found)) == 1
