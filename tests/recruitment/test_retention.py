"""Those who were not picked are forgotten four weeks after the panel is confirmed. Totals stay."""

from datetime import timedelta

import pytest
from django.db import transaction
from django.urls import reverse

from assembly import assemblies, audit, outbox, stages
from assembly.disclosure import POOL
from assembly.errors import DomainError
from assembly.models import AuditEntry, OutboxMessage
from assembly.permissions import registrant
from assembly.tasklist import State
from recruitment import (
    members,
    not_picked,
    offers,
    pools,
    registrations,
    retention,
    tasklist,
    totals,
)
from recruitment.models import Call, Erasure, LostCode, Offer, PoolEntry, Registration, Totals
from recruitment.queries import registrations as queries
from recruitment.queries import representativeness
from recruitment.queries.lottery import registered_by_value
from tests import make, make_letters, make_members, make_recruitment
from tests.make_pages import text, url

from . import make_draws

pytestmark = pytest.mark.usefixtures("today")

PEOPLE = 30
END = make.NOW + retention.KEPT
Status = Registration.Status


@pytest.fixture
def assembly(db):
    """At the weekends: the seats are offered, and the panel counts as confirmed from now on."""
    made = make_draws.ready(make.assembly(), people=PEOPLE)
    draw = make_draws.held(make_draws.committed(made))
    by = make.actor_with(made, "organiser")
    for offer in offers.make(draw, deadline=make_members.DEADLINE, by=by, now=make.NOW)[1:]:
        offers.accept(offer, by=by, now=make.NOW)
    made.refresh_from_db()
    assemblies.advance(made, by=by, now=make.NOW)
    assert made.stage == stages.MEET.key
    return made


def not_picked_of(assembly):
    return Registration.objects.filter(assembly=assembly, offer=None)


def forget(now=END) -> int:
    return retention.forget_not_picked(now)


def test_nobody_is_forgotten_a_second_before_and_everybody_not_picked_at_it(assembly):
    assert retention.last_day(assembly) == END
    assert forget(END - timedelta(seconds=1)) == 0
    assert not Erasure.objects.exists()
    assert forget() == PEOPLE - make_draws.SEATS
    assert set(not_picked_of(assembly).values_list("status", flat=True)) == {"forgotten"}
    seated = Registration.objects.filter(assembly=assembly, offer__isnull=False)
    assert all(person.name and person.answers for person in seated)
    assert forget() == 0


def test_before_any_seat_is_offered_nobody_is_forgotten_however_long_ago_the_weekends_began(db):
    """Somebody went on to the weekends too early; the lottery is still to come."""
    assembly = make_draws.ready(make.assembly(), people=3)
    assemblies.advance(assembly, by=make.actor_with(assembly, "organiser"), now=make.NOW)
    assert retention.last_day(assembly) is None
    assert forget(END + timedelta(days=100)) == 0
    assert not Erasure.objects.exists()


def test_nothing_of_them_is_left_but_reference_and_totals(assembly):
    forget()
    fields = ("name", "email", "phone", "date_of_birth", "answers", "needs", "added", "guardian")
    for person in not_picked_of(assembly):
        assert [getattr(person, field) for field in fields] == [None] * len(fields)
        assert (person.link_hash, person.email_hash) == (None, None)
    entries = PoolEntry.objects.filter(registration__offer=None)
    assert {(entry.salt, entry.answers) for entry in entries} == {(None, None)}
    assert Totals.objects.get().people == PEOPLE - make_draws.SEATS


def test_every_count_is_what_it_was(assembly):
    """The pages of staff, Board and public count those who are forgotten as before."""

    def counted():
        assembly.refresh_from_db()
        return (
            queries.registered(assembly).count(),
            queries.by_status(assembly),
            queries.by_channel(assembly),
            [[(r.value.key, r.registered) for r in rows] for _, rows in
             queries.against_targets(assembly)],
            registered_by_value(assembly),
            representativeness.table(assembly),
        )  # fmt: skip

    before = counted()
    assert before[0] == PEOPLE >= POOL
    forget()
    assert counted() == before


def test_counts_would_be_wrong_without_the_totals(assembly):
    """The control of the test above."""
    before = representativeness.table(assembly)
    forget()
    Totals.objects.all().delete()
    assert representativeness.table(assembly) != before


def test_while_a_seat_is_being_drawn_all_of_them_wait(assembly):
    by = make.actor_with(assembly, "organiser", "recruiter")
    members.withdraw(assembly.members.first(), reason="", by=by, now=make.NOW)
    pools.freeze(assembly, reason="A seat is empty.", by=by, now=END - timedelta(days=1))
    assert forget() == 0
    pools.abandon(assembly.pools.last(), reason="An error.", by=by, now=END)
    assert forget() == PEOPLE - make_draws.SEATS


def test_once_they_are_forgotten_no_seat_is_filled_from_them(assembly):
    by = make.actor_with(assembly, "organiser", "recruiter")
    members.withdraw(assembly.members.first(), reason="", by=by, now=make.NOW)
    forget()
    with pytest.raises(DomainError, match="0 people cannot fill 1 seats"):
        pools.freeze(assembly, reason="A seat is empty.", by=by, now=END)
    assert not not_picked.untold(assembly)


def test_whoever_declined_withdrew_or_waits_for_consent_is_forgotten_too(assembly):
    by = make.actor_with(assembly, "organiser")
    waiting = assembly.offers.get(status="offered")
    offers.decline(waiting, reason="A new job", by=by, now=make.NOW)
    Call.objects.create(
        offer=waiting, number=1, channel="phone", outcome="declined", note="A new job",
        at=make.NOW, by="user:1",
    )  # fmt: skip
    others = [
        make_recruitment.registered(assembly, 50, status=Status.WITHDRAWN, withdrawn_at=make.NOW),
        make_recruitment.registered(assembly, 51, status=Status.CONSENT, place=1),
    ]
    assert forget() == PEOPLE - make_draws.SEATS + 3
    waiting.refresh_from_db()
    assert (waiting.reason, Call.objects.get().note) == ("", "")
    assert waiting.registration.name is None
    found = Registration.objects.filter(pk__in=[one.pk for one in others]).order_by("reference")
    assert [(one.name, one.status) for one in found] == [(None, "withdrawn")] * 2
    counted = PEOPLE - make_draws.SEATS + 1
    assert totals.erased(assembly, "registered").people == counted


def test_test_entries_and_unanswered_requests_go_too_and_are_not_counted(assembly):
    trial = make_recruitment.registered(
        assembly, 52, status=Status.TEST, is_test=True, registered_at=None
    )
    make_recruitment.lost_code(assembly)
    forget()
    trial.refresh_from_db()
    assert (trial.name, trial.status) == (None, "test")
    left = LostCode.objects.get()
    assert (left.status, left.name, left.email) == ("refused", None, None)
    assert totals.erased(assembly, "registered").people == PEOPLE - make_draws.SEATS


def test_nothing_is_written_to_them_and_what_was_written_goes(assembly):
    not_picked.tell(assembly, by=make.actor_with(assembly, "organiser"), now=make.NOW)
    outbox.send_due(make.NOW + timedelta(days=1))
    addresses = {person.email for person in not_picked_of(assembly)}
    assert addresses & {message.to for message in OutboxMessage.objects.all()}
    forget()
    assert not addresses & {message.to for message in OutboxMessage.objects.all()}


def test_it_is_on_record_how_many_and_the_chain_holds(assembly):
    forget()
    entry = AuditEntry.objects.get(act="registrations.forget")
    assert (entry.actor, entry.detail) == ("system", {"people": PEOPLE - make_draws.SEATS})
    assert audit.first_broken() is None
    assert set(Erasure.objects.values_list("cause", flat=True)) == {"time"}


def test_a_sweep_that_dies_half_way_is_finished_by_the_next(assembly, monkeypatch):
    """Some at a time, each lot in a transaction with its totals: nobody is counted twice."""
    monkeypatch.setattr(retention, "AT_ONCE", 7)
    before = registered_by_value(assembly)
    assert retention._forget_some_not_picked(assembly, END) == 7
    with transaction.atomic():
        retention._forget_some_not_picked(assembly, END)
        transaction.set_rollback(True)
    assert Erasure.objects.count() == Totals.objects.get().people == 7
    assert forget() == PEOPLE - make_draws.SEATS - 7
    assert registered_by_value(assembly) == before
    assert Totals.objects.get().people == PEOPLE - make_draws.SEATS


def test_the_personal_link_leads_nowhere_any_more(client, assembly):
    person = not_picked_of(assembly)[0]
    Registration.objects.filter(pk=person.pk).update(
        link_hash=registrations.links.link_index(registrations.personal_token(person))
    )
    path = url("mine.enter", assembly, registrations.personal_token(person))
    assert client.get(path, follow=True).status_code == 200
    forget()
    assert client.get(path, follow=True).status_code == 404
    with pytest.raises(DomainError, match="nothing here to erase"):
        registrations.erase(person, by=registrant(person.reference), now=END)


def test_staff_see_when_it_will_be_and_that_it_was(assembly, signed_in):
    staff = signed_in(make.role(assembly, "recruiter"))
    page = text(staff.get(reverse("staff.members", args=[assembly.slug])))
    assert f"the data of {PEOPLE - make_draws.SEATS} people who were not picked is erased" in page
    forget()
    page = text(staff.get(reverse("staff.members", args=[assembly.slug])))
    assert "who were not picked was erased" in page


def test_a_seat_that_nobody_is_left_for_is_no_longer_asked_for(assembly, signed_in):
    staff = signed_in(make.role(assembly, "recruiter"))
    gone = assembly.members.first()
    by = make.actor_with(assembly, "organiser")
    members.withdraw(gone, reason="", by=by, now=make.NOW)
    offers.release(Offer.objects.get(status="offered"), by=by, now=make_members.DEADLINE)
    assert seats(assembly).state is State.NEXT
    assert ">Offer again<" in text(staff.get(reverse("staff.members", args=[assembly.slug])))
    forget()
    held = assembly.members.filter(status="confirmed").count()
    assert seats(assembly).state is State.DONE
    assert seats(assembly).detail == f"{held} of {assembly.seats}, nobody is left to draw"
    page = text(staff.get(reverse("staff.members", args=[assembly.slug])))
    assert "Nobody is left to draw" in page
    assert reverse("staff.repair", args=[assembly.slug]) not in page
    assert ">Offer again<" not in page


def seats(assembly):
    found = tasklist.tasks(assembly, make.NOW)
    return next(one for one in found if one.title == "Fill every seat")


def test_once_the_members_are_erased_their_page_says_so(assembly, signed_in):
    staff = signed_in(make.role(assembly, "recruiter"))
    seated = assembly.members.count()
    members.withdraw(
        assembly.members.first(), reason="", by=make.actor_with(assembly, "organiser"), now=END
    )
    retention.forget_everyone(assembly, [], now=END)
    page = text(staff.get(reverse("staff.members", args=[assembly.slug])))
    assert f"What we held of {seated} members was erased" in page
    assert "There are no members yet" not in page


def test_a_member_who_is_erased_is_a_number_without_anything_to_do(assembly, signed_in):
    staff = signed_in(make.role(assembly, "recruiter"))
    gone = assembly.members.first()
    by = make.actor_with(assembly, "organiser")
    members.withdraw(gone, reason="Moved", by=by, now=make.NOW)
    rejoin = reverse("staff.members.rejoin", args=[assembly.slug, gone.pk])
    assert rejoin in text(staff.get(reverse("staff.members", args=[assembly.slug])))
    registrations.forget(gone.registration, now=make.NOW)
    page = text(staff.get(reverse("staff.members", args=[assembly.slug])))
    assert rejoin not in page
    assert page.count(">Erased<") == 1


def test_addresses_and_the_letters_files_go_once_the_report_is_out(db, tmp_path):
    assembly = make.assembly(stage=stages.REGISTER.key)
    run = make_letters.released(assembly, tmp_path)
    files = [run.manifest, *(batch.file for batch in run.batches.all())]
    assert all(file.storage.exists(file.name) for file in files)
    for stage, gone in [(stages.REPORT, 0), (stages.REVIEW, assembly.addresses.count())]:
        assembly.stage = stage.key
        assembly.save(update_fields=["stage"])
        assert retention.forget_addresses(make.NOW) == gone
    wards = assembly.addresses.values_list("ward", flat=True)
    assert all(wards)
    gone = assembly.addresses.values_list("udprn", "letterbox", "postcode")
    assert set(gone) == {(None, None, "")}
    assert all(address.lines == [] for address in assembly.addresses.all())
    assert not any(file.storage.exists(file.name) for file in files)
    assert retention.forget_addresses(make.NOW) == 0
    with pytest.raises(DomainError, match="has been erased"):
        assembly.addresses.first().code()
