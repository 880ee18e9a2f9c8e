"""A member gives up their own seat, and nobody else's."""

import pytest
from django.urls import reverse

from assembly import stages
from assembly.errors import DomainError, NotAllowed, WrongStage
from assembly.models import AuditEntry
from assembly.permissions import actor
from recruitment import members
from recruitment.queries.members import empty_seats
from tests import make, make_members, make_recruitment

NOW = make.NOW


@pytest.fixture
def assembly(db):
    return make_members.assembly()


@pytest.fixture
def alice(assembly):
    return make_recruitment.member(assembly)


@pytest.fixture
def url(assembly):
    return lambda name: reverse(name, args=[assembly.slug])


@pytest.fixture
def visit(alice, signed_in):
    return signed_in(alice.user, second_factor=False)


def give_up(member, by=None):
    members.give_up(member, reason="", by=by or actor(member.user, member.assembly), now=NOW)
    member.refresh_from_db()


def test_a_member_gives_up_their_seat_with_a_reason_and_their_pages_are_closed(
    assembly, alice, visit, url
):
    before = empty_seats(assembly)
    assert url("member.seat") in visit.get(url("member.home")).content.decode()
    sent = visit.post(url("member.seat"), {"reason": "A new job", "sure": "on"}, follow=True)
    assert sent.redirect_chain == [(url("public.assembly"), 302)]
    assert "You have given up your seat" in sent.content.decode()
    alice.refresh_from_db()
    assert (alice.status, alice.withdrawn_reason) == ("withdrawn", "A new job")
    assert not alice.user.roles.exists()
    assert empty_seats(assembly) == before + 1
    pages = ("member.home", "member.seat", "member.programme")
    assert [visit.get(url(page)).status_code for page in pages] == [404] * 3
    entry = AuditEntry.objects.get(act="members.give_up")
    assert (entry.actor, entry.object_id) == (f"user:{alice.user.pk}", str(alice.pk))
    assert entry.detail == {}


def test_a_reason_is_not_needed(alice, visit, url):
    assert visit.post(url("member.seat"), {"reason": "", "sure": "on"}).status_code == 302
    alice.refresh_from_db()
    assert (alice.status, alice.withdrawn_reason) == ("withdrawn", "")


def test_without_the_tick_nothing_happens(alice, visit, url):
    page = visit.post(url("member.seat"), {"reason": "A new job"})
    assert list(page.context["form"].errors) == ["sure"]
    alice.refresh_from_db()
    assert alice.status == "confirmed"


def test_nobody_gives_up_anothers_seat(assembly, alice):
    bob = make_recruitment.member(assembly)
    stranger = make_recruitment.member(make_members.assembly())
    for by in (
        actor(bob.user, assembly),
        actor(stranger.user, assembly),
        make.actor_with(assembly, "organiser"),
        make.actor_with(assembly, "member"),
    ):
        with pytest.raises(NotAllowed):
            give_up(alice, by)
    alice.refresh_from_db()
    assert alice.status == "confirmed"
    assert not AuditEntry.objects.filter(act="members.give_up").exists()


def test_a_seat_is_given_up_once(alice):
    by = actor(alice.user, alice.assembly)
    give_up(alice, by)
    with pytest.raises(DomainError, match="already withdrawn"):
        give_up(alice, by)


def test_once_the_report_is_written_there_is_no_seat_to_give_up(assembly, alice, visit, url):
    assembly.stage = stages.REPORT.key
    assembly.save(update_fields=["stage"])
    assert url("member.seat") not in visit.get(url("member.home")).content.decode()
    with pytest.raises(WrongStage):
        give_up(alice)


def test_whoever_gave_up_may_come_back_while_the_seat_is_empty(assembly, alice):
    give_up(alice)
    members.rejoin(alice, by=make.actor_with(assembly, "organiser"), now=NOW)
    alice.refresh_from_db()
    assert (alice.status, alice.user.roles.get().kind) == ("confirmed", "member")
