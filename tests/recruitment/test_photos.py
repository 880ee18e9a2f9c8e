"""Photographs: a member says yes or no themselves, and whoever has not said yes is left out."""

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from assembly.errors import BadInput, DomainError
from assembly.models import AuditEntry
from assembly.permissions import actor
from recruitment import members, photos
from recruitment.models import Member
from recruitment.queries.photos import pictures
from tests import make, make_members, make_recruitment

NOW = make.NOW


@pytest.fixture
def assembly(db):
    return make_members.assembly()


@pytest.fixture
def alice(assembly):
    return make_recruitment.member(assembly, name="Alice Archer")


@pytest.fixture
def url(assembly):
    return lambda name: reverse(name, args=[assembly.slug])


def say(member, answer):
    photos.say(member, answer, by=actor(member.user, member.assembly), now=NOW)
    member.refresh_from_db()


def test_a_member_says_yes_then_no_and_each_answer_is_on_record(alice, url, signed_in):
    visit = signed_in(alice.user, second_factor=False)
    assert "You have not said yet" in visit.get(url("member.photos")).content.decode()
    for answer in ("yes", "no"):
        assert visit.post(url("member.photos"), {"answer": answer}).status_code == 302
        page = visit.get(url("member.photos"))
        assert f"You said <strong>{answer}</strong>" in page.content.decode()
        assert page.context["form"].initial == {"answer": answer}
    entries = AuditEntry.objects.filter(act="photos.say").order_by("position")
    assert [entry.detail for entry in entries] == [{"answer": "yes"}, {"answer": "no"}]
    assert {entry.actor for entry in entries} == {f"user:{alice.user.pk}"}


@pytest.mark.parametrize("data", [{}, {"answer": ""}, {"answer": "perhaps"}])
def test_no_answer_changes_nothing(alice, url, signed_in, data):
    say(alice, "no")
    visit = signed_in(alice.user, second_factor=False)
    page = visit.post(url("member.photos"), data or {"x": "1"})
    assert list(page.context["form"].errors) == ["answer"]
    alice.refresh_from_db()
    assert alice.photos == "no"


def test_nobody_answers_for_another(assembly, alice):
    bob = make_recruitment.member(assembly)
    for by in (actor(bob.user, assembly), make.actor_with(assembly, "organiser")):
        with pytest.raises(DomainError):
            photos.say(alice, "yes", by=by, now=NOW)
    with pytest.raises(BadInput):
        say(alice, "")
    alice.refresh_from_db()
    assert alice.photos == ""
    assert not AuditEntry.objects.filter(act="photos.say").exists()


def test_whoever_said_no_or_nothing_or_left_is_not_counted_as_a_yes(assembly, alice):
    bob, carol, gone = (make_recruitment.member(assembly) for _ in range(3))
    say(alice, "yes")
    say(bob, "no")
    say(gone, "yes")
    by = make.actor_with(assembly, "organiser")
    members.withdraw(gone, reason="Moved away", by=by, now=NOW)
    found = pictures(assembly)
    assert (found.yes, found.no, found.unsaid) == ([alice], [bob], [carol])
    assert found.not_in_pictures == [bob, carol]


def test_the_photographers_list_names_who_is_left_out_and_counts_all(
    assembly, alice, url, signed_in
):
    bob = make_recruitment.member(assembly, name="Bob Baker")
    say(alice, "yes")
    organiser = signed_in(make.role(assembly, "organiser"))
    page = organiser.get(url("staff.photos")).content.decode()
    assert (alice.name in page, bob.name in page) == (False, True)
    figures = " ".join(page.split())
    for what, count in (("said yes", 1), ("said no", 0), ("have not said", 1)):
        assert f"<dt>{what}</dt><dd>{count}</dd>" in figures


def test_the_list_of_members_says_it_to_those_who_plan_pictures_only(
    assembly, alice, url, signed_in
):
    say(alice, "no")
    pages = [
        signed_in(make.role(assembly, role)).get(url("staff.members")).content.decode()
        for role in ("organiser", "recruiter")
    ]
    assert ["In pictures" in page for page in pages] == [True, False]


def test_the_database_keeps_no_answer_without_its_moment(alice):
    with pytest.raises(IntegrityError), transaction.atomic():
        Member.objects.filter(pk=alice.pk).update(photos="yes")
