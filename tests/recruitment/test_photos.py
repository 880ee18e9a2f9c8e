"""Photographs: a member says yes or no, and whoever has not said yes is left out."""

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from assembly import audit
from assembly.errors import BadInput, DomainError, NotAllowed
from assembly.models import AuditEntry
from assembly.permissions import actor
from recruitment import members, photos
from recruitment.models import Member
from recruitment.queries.photos import pictures, words
from recruitment.queries.registrations import looks
from tests import make, make_members, make_recruitment
from tests.make_pages import text

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


# What members tell staff


CHANNELS = [("phone", "by phone"), ("post", "by post"), ("in_person", "in person")]


@pytest.fixture
def organiser(assembly):
    return make.role(assembly, "organiser", person=make.user("Olive Organ"))


def record(member, answer, by, channel="phone"):
    """Record an answer, as somebody who has just looked at what was said before."""
    member.refresh_from_db()
    photos.say_for(member, answer, channel=channel, seen=photos.mark(member), by=by, now=NOW)
    member.refresh_from_db()


def chain(act="photos.say_for"):
    return [entry.detail for entry in AuditEntry.objects.filter(act=act).order_by("position")]


@pytest.fixture
def record_page(alice, assembly, organiser, signed_in):
    """Answer on the page on which an organiser records it, as it was opened before."""
    visit = signed_in(organiser)
    url = reverse("staff.photos.say_for", args=[assembly.slug, alice.pk])
    opened = visit.get(url)

    def post(**data):
        given = {"seen": opened.context["seen"], "answer": "no", "channel": "phone"}
        return visit.post(url, {**given, **data})

    return post


@pytest.mark.parametrize(("channel", "way"), CHANNELS)
@pytest.mark.parametrize("answer", ["yes", "no"])
def test_an_organiser_records_what_a_member_says_and_how(
    alice, organiser, url, record_page, signed_in, answer, channel, way
):
    assert record_page(answer=answer, channel=channel).status_code == 302
    alice.refresh_from_db()
    assert (alice.photos, alice.photos_said_at is None) == (answer, False)
    [entry] = AuditEntry.objects.filter(act="photos.say_for")
    assert entry.actor == f"user:{organiser.pk}"
    assert entry.object_id == str(alice.pk)
    assert entry.detail == {"answer": answer, "channel": channel}
    page = text(signed_in(alice.user, second_factor=False).get(url("member.photos")))
    assert f"You told us <strong>{answer}</strong> {way}. Staff recorded it at" in page


@pytest.mark.parametrize("channel", [channel for channel, _ in CHANNELS])
def test_a_yes_that_is_taken_back_by_any_way_is_a_no_and_the_chain_says_which(
    alice, assembly, channel
):
    say(alice, "yes")
    record(alice, "taken_back", make.actor_with(assembly, "organiser"), channel)
    assert alice.photos == "no"
    assert pictures(assembly).not_in_pictures == [alice]
    assert (chain("photos.say"), chain()) == (
        [{"answer": "yes"}],
        [{"answer": "taken_back", "channel": channel}],
    )
    assert audit.first_broken() is None


@pytest.mark.parametrize("before", ["", "no"])
def test_there_must_be_a_yes_to_take_back(alice, assembly, before):
    by = make.actor_with(assembly, "organiser")
    if before:
        say(alice, before)
    with pytest.raises(BadInput, match="no yes to take back"):
        record(alice, "taken_back", by)
    alice.refresh_from_db()
    assert (alice.photos, chain()) == (before, [])


def test_the_page_offers_a_yes_to_take_back_only_where_there_is_one(
    alice, assembly, organiser, signed_in
):
    visit = signed_in(organiser)
    url = reverse("staff.photos.say_for", args=[assembly.slug, alice.pk])
    for before, offered in (("no", ["yes", "no"]), ("yes", ["yes", "taken_back"])):
        say(alice, before)
        form = visit.get(url).context["form"]
        assert [key for key, _ in form["answer"].field.widget.choices] == offered


def test_the_latest_word_counts_whoever_it_came_through_and_all_are_kept(alice, assembly):
    by = make.actor_with(assembly, "organiser")
    record(alice, "yes", by, "in_person")
    say(alice, "no")
    assert alice.photos == "no"
    record(alice, "yes", by, "post")
    assert alice.photos == "yes"
    say(alice, "no")
    assert alice.photos == "no"
    assert [(word.answer, word.channel) for word in words(alice)] == [
        ("no", ""), ("yes", "post"), ("no", ""), ("yes", "in_person"),
    ]  # fmt: skip
    assert audit.first_broken() is None


def test_after_their_own_answer_a_member_reads_that_they_said_it(alice, assembly, url, signed_in):
    record(alice, "yes", make.actor_with(assembly, "organiser"))
    visit = signed_in(alice.user, second_factor=False)
    visit.post(url("member.photos"), {"answer": "no"})
    page = text(visit.get(url("member.photos")))
    assert "You said <strong>no</strong> at" in page
    assert "told us" not in page


def test_an_answer_that_came_meanwhile_is_not_overwritten_unseen(alice, record_page):
    say(alice, "yes")
    page = record_page(answer="no")
    assert "Another answer has come since you opened this page" in text(page)
    assert "<strong>Yes</strong>, on their own page" in text(page)
    alice.refresh_from_db()
    assert (alice.photos, chain()) == ("yes", [])
    again = record_page(answer="taken_back", seen=page.context["seen"])
    assert again.status_code == 302
    alice.refresh_from_db()
    assert alice.photos == "no"


@pytest.mark.parametrize(
    ("data", "wrong"),
    [
        ({"answer": ""}, {"answer": ["Choose what they said"]}),
        ({"channel": ""}, {"channel": ["Choose how this reached you"]}),
        ({"answer": "perhaps", "channel": "web"}, None),
    ],
)
def test_half_an_answer_is_asked_for_and_not_recorded(alice, record_page, data, wrong):
    errors = record_page(**data).context["form"].errors
    assert dict(errors) == wrong if wrong else set(errors) == {"answer", "channel"}
    alice.refresh_from_db()
    assert (alice.photos, chain()) == ("", [])


@pytest.mark.parametrize(("answer", "channel"), [("", "phone"), ("yes", ""), ("yes", "web")])
def test_the_act_takes_no_other_answers_and_no_other_ways(alice, assembly, answer, channel):
    with pytest.raises(BadInput):
        record(alice, answer, make.actor_with(assembly, "organiser"), channel)
    assert chain() == []


@pytest.mark.parametrize(
    "role", ["recruiter", "caller", "facilitator", "note_taker", "board", "data_protection"]
)
def test_no_other_role_records_answers(alice, assembly, role):
    with pytest.raises(NotAllowed):
        record(alice, "yes", make.actor_with(assembly, role))
    with pytest.raises(NotAllowed):
        record(alice, "yes", actor(alice.user, assembly))
    alice.refresh_from_db()
    assert (alice.photos, chain()) == ("", [])


def test_an_organiser_of_another_assembly_records_nothing_here(alice, assembly, signed_in):
    other = make_members.assembly()
    elsewhere = make.role(other, "organiser")
    with pytest.raises(NotAllowed):
        record(alice, "yes", actor(elsewhere, assembly))
    for slug in (assembly.slug, other.slug):
        url = reverse("staff.photos.say_for", args=[slug, alice.pk])
        data = {"seen": "", "answer": "yes", "channel": "phone"}
        assert signed_in(elsewhere).post(url, data).status_code == 404
    alice.refresh_from_db()
    assert (alice.photos, chain()) == ("", [])


def test_a_member_sees_that_staff_recorded_it_and_that_they_opened_the_page(alice, record_page):
    record_page(answer="yes")
    assert [(look.who, look.what) for look in looks(alice.registration)] == [
        ("An organiser", "recorded what you said about pictures of you"),
        ("An organiser", "opened a page with your name"),
    ]


def test_the_page_tells_each_answer_with_who_recorded_it(alice, assembly, organiser, signed_in):
    say(alice, "yes")
    record(alice, "taken_back", actor(organiser, assembly), "post")
    page = signed_in(organiser).get(reverse("staff.photos.say_for", args=[assembly.slug, alice.pk]))
    taken_back = "<strong>No, they take their yes back</strong>, by post, recorded by Olive Organ"
    assert taken_back in text(page)
    assert "<strong>Yes</strong>, on their own page" in text(page)


def test_organisers_are_led_to_the_page_from_both_lists_and_others_are_not(
    alice, assembly, url, signed_in
):
    link = reverse("staff.photos.say_for", args=[assembly.slug, alice.pk])
    led = {
        (role, name): link in signed_in(make.role(assembly, role)).get(url(name)).content.decode()
        for role, name in [
            ("organiser", "staff.photos"),
            ("organiser", "staff.members"),
            ("facilitator", "staff.photos"),
            ("recruiter", "staff.members"),
        ]
    }
    assert [page for page, is_led in led.items() if is_led] == [
        ("organiser", "staff.photos"), ("organiser", "staff.members"),
    ]  # fmt: skip


def test_the_database_keeps_no_answer_without_its_moment(alice):
    with pytest.raises(IntegrityError), transaction.atomic():
        Member.objects.filter(pk=alice.pk).update(photos="yes")
