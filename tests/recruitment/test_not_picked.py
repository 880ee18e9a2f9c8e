"""Everybody who registered was promised to hear how the lottery ended: also who was not picked."""

import pytest
from django.urls import reverse

from assembly.errors import DomainError
from assembly.models import AuditEntry, OutboxMessage
from assembly.stages import DRAW, MEET
from assembly.tasklist import State
from recruitment import not_picked, offers, registrations, tasklist
from recruitment.models import Registration
from tests import make, make_members

from . import make_draws

pytestmark = pytest.mark.usefixtures("today")

PEOPLE = 30


@pytest.fixture
def assembly(db):
    return make_draws.ready(make.assembly(), people=PEOPLE)


@pytest.fixture
def organiser(assembly):
    return make.actor_with(assembly, "organiser")


@pytest.fixture
def draw(assembly):
    return make_draws.held(make_draws.committed(assembly))


def offer_seats(draw, organiser):
    return offers.make(draw, deadline=make_members.DEADLINE, by=organiser, now=make.NOW)


def told(assembly) -> set[str]:
    return set(assembly.outbox.filter(kind="not_picked").values_list("reference", flat=True))


def test_before_the_seats_are_offered_nobody_counts_as_not_picked(assembly, draw, organiser):
    assert not not_picked.untold(assembly)
    with pytest.raises(DomainError, match="nobody to tell"):
        not_picked.tell(assembly, by=organiser, now=make.NOW)


def test_everybody_in_the_lottery_without_an_offer_is_told_once(assembly, draw, organiser):
    picked = {offer.registration.reference for offer in offer_seats(draw, organiser)}
    others = set(Registration.objects.values_list("reference", flat=True)) - picked
    assert not_picked.tell(assembly, by=organiser, now=make.NOW) == PEOPLE - make_draws.SEATS
    assert told(assembly) == others
    assert not not_picked.untold(assembly)
    with pytest.raises(DomainError, match="nobody to tell"):
        not_picked.tell(assembly, by=organiser, now=make.NOW)
    entry = AuditEntry.objects.get(act="offers.tell_others", detail__has_key="told")
    assert entry.detail["told"] == len(others)


def test_the_message_has_the_persons_own_link_and_can_be_stopped_before_it_leaves(
    assembly, draw, organiser
):
    offer_seats(draw, organiser)
    not_picked.tell(assembly, by=organiser, now=make.NOW)
    message = OutboxMessage.objects.filter(kind="not_picked").first()
    person = Registration.objects.get(reference=message.reference)
    assert message.subject == f"The lottery has been held: {assembly.name}"
    assert message.body.count(registrations.personal_link(person)) == 1
    assert "You were not picked this time." in message.body
    assert message.due_at > make.NOW
    assert message.mailing.title == "To those who were not picked"


@pytest.mark.parametrize(
    ("code", "words"),
    [("cy", "Cynhaliwyd y loteri"), ("pl", "Losowanie się odbyło"), ("ur", "قرعہ اندازی ہو گئی")],
)
def test_each_reads_it_in_the_language_in_which_they_registered(
    assembly, draw, organiser, code, words
):
    offer_seats(draw, organiser)
    Registration.objects.update(language=code)
    not_picked.tell(assembly, by=organiser, now=make.NOW)
    assert words in OutboxMessage.objects.filter(kind="not_picked").first().subject


def test_whoever_withdrew_hears_nothing_more(assembly, draw, organiser):
    offer_seats(draw, organiser)
    gone = not_picked.untold(assembly).by_mail[0]
    registrations.withdraw(gone, by=make.actor_with(assembly, "recruiter"), now=make.NOW)
    not_picked.tell(assembly, by=organiser, now=make.NOW)
    assert gone.reference not in told(assembly)


def test_staff_see_whom_to_ring_and_write_to_the_others(assembly, draw, organiser, signed_in):
    offer_seats(draw, organiser)
    silent = not_picked.untold(assembly).by_mail[0]
    silent.email = None
    silent.save()
    client = signed_in(make.role(assembly, "recruiter"))
    path = reverse("staff.offers.tell_others", args=[assembly.slug])
    listed = client.get(reverse("staff.members", args=[assembly.slug])).content.decode()
    assert path in listed
    page = client.get(path).content.decode()
    count = PEOPLE - make_draws.SEATS - 1
    assert f"Write to {count} people" in page
    assert silent.reference in page
    assert client.post(path).headers["Location"] == path
    assert len(told(assembly)) == count
    page = client.get(path).content.decode()
    assert "Everybody who has an e-mail address has been told." in page
    assert silent.reference in page


def task(assembly):
    found = tasklist.tasks(assembly, make.NOW)
    return next(one for one in found if one.title == "Tell those who were not picked")


def test_the_overview_asks_for_it_once_those_who_were_picked_have_answered(
    assembly, draw, organiser
):
    assert task(assembly).state is State.LATER
    made = offer_seats(draw, organiser)
    assert task(assembly).state is State.LATER
    for offer in made:
        offers.accept(offer, by=organiser, now=make.NOW)
    asked = task(assembly)
    assert (asked.state, asked.detail) == (State.NEXT, f"{PEOPLE - len(made)} wait for an e-mail")
    not_picked.tell(assembly, by=organiser, now=make.NOW)
    assert (task(assembly).state, task(assembly).detail) == (State.DONE, "")


@pytest.mark.parametrize(("stage", "state"), [(DRAW, State.LATER), (MEET, State.LATE)])
def test_once_the_weekends_have_begun_it_is_late(assembly, draw, organiser, stage, state):
    offer_seats(draw, organiser)
    assembly.stage = stage.key
    assert task(assembly).state is state


def test_the_overview_counts_those_who_are_to_be_rung(assembly, draw, organiser):
    offer_seats(draw, organiser)
    silent = not_picked.untold(assembly).by_mail[0]
    silent.email = None
    silent.save()
    not_picked.tell(assembly, by=organiser, now=make.NOW)
    assert task(assembly).detail == "1 without an e-mail address"
