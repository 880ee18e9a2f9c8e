"""Lost letters: how addresses are compared, how a new code replaces the old one."""

from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse

from assembly.errors import BadInput, DomainError, NotAllowed
from assembly.models import AuditEntry, OutboxMessage
from assembly.permissions import SOMEONE
from recruitment import codes, registrations
from recruitment.models import LostCode, Registration
from recruitment.registrations import WrongCode, lost, matching
from tests import make
from tests import make_recruitment as recruit
from tests.make_pages import shown, text, url


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(make.NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture
def assembly(db):
    return recruit.open_assembly()


@pytest.fixture
def recruiter(assembly):
    return make.actor_with(assembly, "recruiter")


def letter_to(assembly, *lines, postcode="E17 4QH"):
    return recruit.invitation(assembly, lines=[*lines, "London"], postcode=postcode)


@pytest.mark.parametrize(
    ("lines", "postcode", "given", "given_postcode", "kind"),
    [
        (["12 Yarrow Road"], "E17 4QH", "12 Yarrow Road", "E17 4QH", "exact"),
        (["12 YARROW ROAD"], "E17 4QH", "12, yarrow rd.", "e174qh", "exact"),
        (["Flat 3", "12 Yarrow Road"], "E17 4QH", "Apartment 3, 12 Yarrow Rd", "E17 4QH", "exact"),
        (["Flat 3", "12 Yarrow Road"], "E17 4QH", "12 Yarrow Road", "E17 4QH", "near"),
        (["12 Yarrow Road"], "E17 4QH", "12 Yarow Road", "E17 4QH", "near"),
        (["12 Yarrow Road"], "E17 4QH", "12 Yarrow Road", "E17 4QJ", "near"),
        (["12 Yarrow Road"], "E17 4QH", "14 Yarrow Road", "E17 4QH", None),
        (["12 Yarrow Road"], "E17 4QH", "12 Other Street", "E4 9AA", None),
        (["Rose Cottage", "Forest Side"], "E4 6BA", "Rose Cottage Forest Side", "E4 6BA", "near"),
    ],
)
def test_an_address_agrees_exactly_nearly_or_not(
    assembly, lines, postcode, given, given_postcode, kind
):
    letter_to(assembly, *lines, postcode=postcode)
    found = matching.find(assembly, given, given_postcode)
    assert [match.kind for match in found] == ([kind] if kind else [])


def test_the_reasons_say_what_agrees_and_what_does_not(assembly):
    letter_to(assembly, "12 Yarrow Road")
    match = matching.find(assembly, "12 Yarow Road", "E17 4QJ")[0]
    assert match.reasons == (
        "another postcode: E17 4QH",
        "same number",
        "the street is spelt differently",
    )


def test_two_exact_addresses_are_no_exact_answer(assembly):
    for _ in range(2):
        letter_to(assembly, "12 Yarrow Road")
    assert matching.best(matching.find(assembly, "12 Yarrow Road", "E17 4QH")) == "near"
    assert matching.best([]) == "none"


def test_a_new_code_opens_and_the_old_one_dies_at_once(assembly, recruiter):
    letter, old = letter_to(assembly, "12 Yarrow Road")
    asked = recruit.lost_code(assembly, address="12 Yarrow Rd", postcode="E17 4QH")
    new = lost.reissue(asked, letter, sent_by="voice", by=recruiter, now=make.NOW)
    with pytest.raises(WrongCode):
        registrations.begin(assembly, old, by=SOMEONE, now=make.NOW)
    draft, _ = registrations.begin(assembly, new, by=SOMEONE, now=make.NOW)
    assert (draft.invitation, draft.issue) == (letter, 2)
    assert codes.make(letter.address.udprn, 2, assembly.pk) == new


def test_a_draft_begun_with_the_old_code_cannot_be_sent_in(assembly, recruiter):
    letter, old = letter_to(assembly, "12 Yarrow Road")
    draft, _ = registrations.begin(assembly, old, by=SOMEONE, now=make.NOW)
    registrations.save_answers(draft, recruit.answers(), by=SOMEONE, now=make.NOW)
    asked = recruit.lost_code(assembly, address="12 Yarrow Rd", postcode="E17 4QH")
    lost.reissue(asked, letter, sent_by="voice", by=recruiter, now=make.NOW)
    with pytest.raises(BadInput, match="no longer works"):
        registrations.register(draft, by=SOMEONE, now=make.NOW)


def test_what_the_person_wrote_is_deleted_once_answered(assembly, recruiter):
    letter, _ = letter_to(assembly, "12 Yarrow Road")
    asked = recruit.lost_code(assembly, address="12 Yarrow Rd", postcode="E17 4QH")
    lost.reissue(asked, letter, sent_by="email", by=recruiter, now=make.NOW)
    kept = LostCode.objects.get()
    assert [getattr(kept, field) for field in lost.PERSONAL] == [None] * 5
    assert (kept.status, kept.match, kept.decided_by) == ("reissued", "exact", recruiter.label)
    assert OutboxMessage.objects.get().to == "alice@example.org"


def test_a_refusal_needs_a_reason_and_tells_it(assembly, recruiter):
    asked = recruit.lost_code(assembly)
    with pytest.raises(BadInput, match="Say why"):
        lost.refuse(asked, reason=" ", by=recruiter, now=make.NOW)
    lost.refuse(asked, reason="No letter went to this address", by=recruiter, now=make.NOW)
    assert OutboxMessage.objects.get().body.count("No letter went to this address") == 1
    with pytest.raises(DomainError, match="answered this request already"):
        lost.refuse(asked, reason="Again", by=recruiter, now=make.NOW)


def test_no_code_is_issued_for_an_address_that_does_not_agree(assembly, recruiter):
    letter, code = letter_to(assembly, "99 Elsewhere Street", postcode="E4 9AA")
    asked = recruit.lost_code(assembly, address="12 Yarrow Rd", postcode="E17 4QH")
    with pytest.raises(DomainError, match="does not agree"):
        lost.reissue(asked, letter, sent_by="voice", by=recruiter, now=make.NOW)
    assert registrations.begin(assembly, code, by=SOMEONE, now=make.NOW)


def test_the_queue_is_for_those_who_take_registrations(assembly):
    asked = recruit.lost_code(assembly)
    with pytest.raises(NotAllowed):
        lost.look_into(asked, by=make.actor_with(assembly, "caller"), now=make.NOW)


def test_a_resident_asks_and_staff_issue_a_code_on_their_pages(client, assembly, signed_in, clock):
    letter_to(assembly, "12 Yarrow Road")
    note = shown(client, url("lost", assembly))
    clock.shift(timedelta(seconds=20))
    data = {
        "name": "Bob Brown",
        "address": "12 Yarow Rd",
        "postcode": "E17 4QH",
        "phone": "020 7946 0123",
        "shown": note,
    }
    sent = client.post(url("lost", assembly), data)
    assert sent.headers["Location"] == url("lost.asked", assembly)
    asked = LostCode.objects.get()
    staff = signed_in(make.role(assembly, "organiser"))
    queue = text(staff.get(reverse("staff.lost", args=[assembly.slug])))
    assert "Bob" not in queue
    one = reverse("staff.lost.one", args=[assembly.slug, asked.pk])
    page = text(staff.get(one))
    assert "the street is spelt differently" in page
    assert AuditEntry.objects.filter(act="registrations.answer_lost").count() == 1
    address = assembly.addresses.get().pk
    refused = text(staff.post(one, {"letter": address, "sent_by": "email"}))
    assert "No e-mail address was given" in refused
    shown_once = text(staff.post(one, {"letter": address, "sent_by": "voice"}))
    code = codes.pretty(codes.make(assembly.addresses.get().udprn, 2, assembly.pk))
    assert shown_once.count(code) == 1
    assert code not in text(staff.get(one))


def test_staff_look_for_a_callers_letter_by_the_address_they_say(assembly, signed_in, clock):
    letter, _ = letter_to(assembly, "12 Yarrow Road")
    user = make.role(assembly, "organiser")
    staff, page = signed_in(user), reverse("staff.lost.new", args=[assembly.slug])
    assert page in text(staff.get(reverse("staff.lost", args=[assembly.slug])))
    data = {"name": "Bob Brown", "address": "12 Yarrow Rd", "postcode": "E17 4QH"}
    for _ in range(15):
        note = shown(staff, page)
        clock.shift(timedelta(seconds=20))
        sent = staff.post(page, data | {"phone": "020 7946 0123", "shown": note})
    asked = LostCode.objects.order_by("asked_at").last()
    one = reverse("staff.lost.one", args=[assembly.slug, asked.pk])
    assert sent.headers["Location"] == one
    assert "One address agrees exactly" in text(staff.get(one))
    code = text(staff.post(one, {"letter": letter.address.pk, "sent_by": "voice"}))
    assert code.count(codes.pretty(codes.make(letter.address.udprn, 2, assembly.pk))) == 1
    acts = AuditEntry.objects.filter(object_type=LostCode._meta.label, object_id=str(asked.pk))
    assert list(acts.order_by("position").values_list("act", "actor").distinct()[:1]) == [
        ("registrations.ask_for_caller", f"user:{user.pk}")
    ]


def test_a_caller_who_leaves_no_way_to_reach_them_is_asked_for_one(assembly, signed_in, clock):
    staff = signed_in(make.role(assembly, "recruiter"))
    page = reverse("staff.lost.new", args=[assembly.slug])
    note = shown(staff, page)
    clock.shift(timedelta(seconds=20))
    data = {"name": "Bob", "address": "12 Yarrow Rd", "postcode": "E17 4QH", "shown": note}
    assert "govuk-error-summary" in text(staff.post(page, data))
    assert not LostCode.objects.exists()


def test_once_registration_is_over_no_callers_letter_is_looked_for(assembly, signed_in):
    staff = signed_in(make.role(assembly, "recruiter"))
    page = reverse("staff.lost.new", args=[assembly.slug])
    with time_machine.travel(assembly.registration_closes + timedelta(hours=1), tick=False):
        assert page not in text(staff.get(reverse("staff.lost", args=[assembly.slug])))


def test_the_public_page_says_the_same_for_every_address(client, assembly, clock):
    letter_to(assembly, "12 Yarrow Road")
    places = set()
    for address in ("12 Yarrow Road", "1 Nowhere Lane"):
        note = shown(client, url("lost", assembly))
        clock.shift(timedelta(seconds=20))
        data = {"name": "Bob", "address": address, "postcode": "E17 4QH", "shown": note}
        sent = client.post(url("lost", assembly), data | {"email": "bob@example.org"})
        places.add((sent.status_code, sent.headers["Location"], sent.content))
    assert len(places) == 1


def test_who_has_registered_stays_registered_when_the_code_is_renewed(assembly, recruiter):
    letter, code = letter_to(assembly, "12 Yarrow Road")
    person = recruit.registration(assembly, code)
    asked = recruit.lost_code(assembly, address="12 Yarrow Rd", postcode="E17 4QH")
    lost.reissue(asked, letter, sent_by="voice", by=recruiter, now=make.NOW)
    assert Registration.objects.get(pk=person.pk).status == "registered"
