"""Alternates: named before anybody drops out, published, asked first, within the targets."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.urls import reverse

from assembly import audit
from assembly.errors import BadInput, DomainError
from recruitment import alternates, auditor, draws, members, offers
from recruitment.lottery import __main__ as command
from recruitment.models import Alternates, Member, Offer, PoolEntry
from recruitment.queries import repair
from tests import make, make_members

from . import make_draws

NOW, DEADLINE = make.NOW, make_members.DEADLINE
LATER = DEADLINE + timedelta(days=1)


@pytest.fixture
def drawn(assembly):
    """Twelve of sixty are drawn: half are women, within one."""
    return make_draws.held(make_draws.committed(make_draws.ready(assembly)))


@pytest.fixture
def recruiter(assembly, drawn):
    return make.actor_with(assembly, "recruiter")


@pytest.fixture
def named(drawn, recruiter) -> Alternates:
    asked = alternates.ask(drawn, count=4, rate=10, by=recruiter, now=NOW)
    alternates.choose(asked.pk, NOW)
    asked.refresh_from_db()
    return asked


@pytest.fixture
def confirmed(assembly, drawn, named, recruiter) -> list[Member]:
    made = offers.make(drawn, deadline=DEADLINE, by=recruiter, now=NOW)
    return [offers.accept(offer, by=recruiter, now=NOW) for offer in made]


def withdraw(member: Member, by) -> None:
    members.withdraw(member, reason="Moved away", by=by, now=NOW)


def test_alternates_are_of_the_pool_and_neither_on_the_panel_nor_living_with_it(drawn, named):
    panel = draws.panel(drawn)
    chosen = PoolEntry.objects.filter(pool=drawn.pool, pseudonym__in=named.pseudonyms)
    homes = [entry.household for entry in [*panel, *chosen]]
    assert len(named.pseudonyms) == chosen.count() == 4
    assert not {entry.pseudonym for entry in panel} & set(named.pseudonyms)
    assert len(set(homes)) == len(homes)
    assert 0 <= named.bound <= named.expected < named.without


def test_the_same_pool_and_number_name_the_same_again(drawn, named):
    again = Alternates(draw=drawn, count=4, rate=10, asked_by="user:1", asked_at=NOW)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE recruitment_alternates DISABLE TRIGGER alternates_stay")
        named.delete()
        cursor.execute("ALTER TABLE recruitment_alternates ENABLE TRIGGER alternates_stay")
    again.save()
    alternates.choose(again.pk, NOW)
    again.refresh_from_db()
    assert again.pseudonyms == named.pseudonyms


def test_the_auditor_names_the_same_with_the_command_line(drawn, named, tmp_path, capsys):
    drawn.pool.refresh_from_db()
    for name, content in (
        ("targets.csv", auditor.targets_csv(drawn.pool)),
        ("people.csv", auditor.people_csv(drawn.pool)),
        ("lottery.json", drawn.pool.lottery_file.encode()),
    ):
        (tmp_path / name).write_bytes(content)
    words = ["alternates", "--lottery", "lottery.json", "--targets", "targets.csv"]
    words += ["--people", "people.csv", "--address-columns", "address"]
    words = [str(tmp_path / word) if word.endswith((".csv", ".json")) else word for word in words]
    more = ["--size", str(drawn.pool.seats), "--number", drawn.digits, "--count", "4"]
    assert command.main([*words, *more]) == 0
    assert capsys.readouterr().out.split() == named.pseudonyms


def test_they_are_named_before_anybody_drops_out_or_not_at_all(assembly, drawn, recruiter):
    made = offers.make(drawn, deadline=DEADLINE, by=recruiter, now=NOW)
    offers.decline(made[0], reason="", by=recruiter, now=NOW)
    with pytest.raises(DomainError, match="only be chosen before"):
        alternates.ask(drawn, count=4, rate=10, by=recruiter, now=NOW)


def test_they_are_named_once(drawn, named, recruiter):
    with pytest.raises(DomainError, match="chosen already"):
        alternates.ask(drawn, count=5, rate=10, by=recruiter, now=NOW)


@pytest.mark.parametrize(("count", "rate"), [(0, 10), (101, 10), (4, 0), (4, 100)])
def test_a_count_or_rate_that_cannot_be_is_refused(drawn, recruiter, count, rate):
    with pytest.raises(BadInput):
        alternates.ask(drawn, count=count, rate=rate, by=recruiter, now=NOW)


def test_more_than_there_are_homes_is_told_and_not_tried_for_ever(drawn, recruiter):
    asked = alternates.ask(drawn, count=100, rate=10, by=recruiter, now=NOW)
    alternates.choose(asked.pk, NOW)
    asked.refresh_from_db()
    assert (asked.pseudonyms, "cannot be had" in asked.problem) == (None, True)
    alternates.choose(asked.pk, NOW)


@pytest.mark.parametrize(
    "change",
    ["UPDATE recruitment_alternates SET pseudonyms = '[]'", "DELETE FROM recruitment_alternates"],
)
def test_the_database_keeps_the_list_that_was_named(named, change):
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(change)


def test_without_the_trigger_the_list_could_be_changed(named):
    """A control."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE recruitment_alternates DISABLE TRIGGER alternates_stay")
        cursor.execute("UPDATE recruitment_alternates SET pseudonyms = '[]'")
        cursor.execute("ALTER TABLE recruitment_alternates ENABLE TRIGGER alternates_stay")
    named.refresh_from_db()
    assert named.pseudonyms == []


def test_no_seat_is_offered_to_an_alternate_while_every_seat_is_held(
    assembly, confirmed, recruiter
):
    assert alternates.options(assembly) == []
    with pytest.raises(DomainError, match="Something has changed"):
        alternates.call_up(assembly, ["P0001"], deadline=LATER, by=recruiter, now=NOW)


def test_no_alternate_is_asked_before_the_panel_itself(assembly, named):
    assert alternates.options(assembly) == []


def test_when_a_member_leaves_the_best_alternate_gets_an_offer_and_the_targets_hold(
    assembly, confirmed, named, recruiter
):
    withdraw(confirmed[0], recruiter)
    best = alternates.options(assembly)[0]
    assert (best.empty, best.missed) == (0, ())
    (offer,) = alternates.call_up(assembly, list(best.ids), deadline=LATER, by=recruiter, now=NOW)
    entry = PoolEntry.objects.get(pool=named.draw.pool, registration=offer.registration)
    assert (offer.status, entry.pseudonym) == (Offer.Status.OFFERED, best.ids[0])
    assert repair.off_targets(assembly) == []
    assert audit.first_broken() is None


def test_an_alternate_who_refused_or_withdrew_is_not_asked_again(
    assembly, confirmed, named, recruiter
):
    withdraw(confirmed[0], recruiter)
    asked = set()
    while found := alternates.options(assembly):
        (offer,) = alternates.call_up(
            assembly, list(found[0].ids), deadline=LATER, by=recruiter, now=NOW
        )
        assert not asked & set(found[0].ids)
        asked |= set(found[0].ids)
        offers.decline(offer, reason="", by=recruiter, now=NOW)
    assert asked == set(named.pseudonyms)


def test_a_choice_made_on_an_old_page_is_refused(assembly, confirmed, recruiter):
    withdraw(confirmed[0], recruiter)
    seen = list(alternates.options(assembly)[0].ids)
    alternates.call_up(assembly, seen, deadline=LATER, by=recruiter, now=NOW)
    with pytest.raises(DomainError, match="Something has changed"):
        alternates.call_up(assembly, seen, deadline=LATER, by=recruiter, now=NOW)


def test_alternates_wait_while_a_replacement_draw_has_the_seats(assembly, confirmed, recruiter):
    withdraw(confirmed[0], recruiter)
    seen = list(alternates.options(assembly)[0].ids)
    make_draws.solved(assembly, "Somebody moved away")
    with pytest.raises(DomainError, match="A draw is under way"):
        alternates.call_up(assembly, seen, deadline=LATER, by=recruiter, now=NOW)


def test_the_page_leads_from_the_choice_to_the_offer(assembly, drawn, recruiter, signed_in):
    client = signed_in(recruiter.user)
    page = reverse("staff.alternates", args=[assembly.slug])
    client.post(f"{page}choose/", {"count": 4, "rate": 10})
    alternates.choose(Alternates.objects.get().pk, NOW)
    made = offers.make(drawn, deadline=DEADLINE, by=recruiter, now=NOW)
    offers.decline(made[0], reason="", by=recruiter, now=NOW)
    shown = client.get(reverse("staff.repair", args=[assembly.slug])).content.decode()
    assert "whom the lottery named as alternates" in shown
    best = alternates.options(assembly)[0]
    assert f'value="{best.ids[0]}"' in client.get(page).content.decode()
    day = {"deadline_day": 1, "deadline_month": 1, "deadline_year": NOW.year + 1}
    sent = client.post(f"{page}call-up/", {"ids": " ".join(best.ids), **day})
    assert sent.status_code == 302, sent.content.decode()
    assert Offer.objects.filter(status=Offer.Status.OFFERED).count() == len(made)


def test_the_public_record_page_names_them_by_pseudonym(client, assembly, named):
    page = client.get(reverse("public.draw", args=[assembly.slug, 1])).content.decode()
    assert "Alternates, by pseudonym" in page
    assert all(name in page for name in named.pseudonyms)
