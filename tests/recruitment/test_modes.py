"""Test entries, assisted entries, consent for the young, added questions, and who looked."""

from datetime import date, timedelta

import pytest
import time_machine
from django.db import IntegrityError, InternalError, connection, transaction
from django.test import Client
from django.urls import reverse

from assembly import permissions, stages
from assembly.errors import BadInput, DomainError, NotAllowed, WrongStage
from assembly.models import AuditEntry, OutboxMessage
from assembly.permissions import SOMEONE
from recruitment import members, pools, questions, registrations
from recruitment.models import Pool, PoolEntry, Registration
from recruitment.queries import registrations as queries
from recruitment.queries import representativeness
from recruitment.registrations.answers import Incomplete
from tests import make
from tests import make_recruitment as recruit
from tests.make_pages import PAGES, answer, birth_date, send_code, text, url

pytestmark = pytest.mark.usefixtures("today")


@pytest.fixture
def assembly(db):
    return recruit.open_assembly()


def staff_url(name, assembly, *rest):
    return reverse(f"staff.{name}", args=[assembly.slug, *rest])


# TEST, OPEN, CLOSED


def go_through_as_a_test(assembly, signed_in) -> Client:
    """Go through registration as a test before it opens; return the browser."""
    recruit.invitation(assembly)
    staff = signed_in(make.role(assembly, "organiser"))
    begun = staff.post(staff_url("registrations.test", assembly))
    assert begun.headers["Location"] == url("register.step", assembly, "eligible")
    answer(staff, assembly)
    staff.post(url("register.check", assembly))
    return staff


@pytest.mark.parametrize(("days", "state"), [(-8, "TEST"), (0, "OPEN"), (15, "CLOSED")])
def test_staff_see_in_which_state_registration_is(assembly, signed_in, days, state):
    with time_machine.travel(make.NOW + timedelta(days=days), tick=False):
        staff = signed_in(make.role(assembly, "organiser"))
        page = text(staff.get(staff_url("registrations", assembly)))
    assert page.count(f">{state}</strong>") == 1


def test_a_test_goes_all_the_way_with_a_banner_and_counts_for_nothing(assembly, signed_in):
    assembly.stage = stages.SETUP.key
    assembly.save()
    staff = go_through_as_a_test(assembly, signed_in)
    entry = Registration.objects.get()
    assert (entry.status, entry.is_test, entry.place, entry.registered_at) == (
        "test", True, None, None,
    )  # fmt: skip
    for page in (url("register.done", assembly),):
        assert text(staff.get(page)).count("This is a test. Nothing you enter counts") == 1
    assert queries.registered(assembly).count() == 0
    assert queries.listed(assembly).count() == 0
    counted = [row.registered for table in representativeness.table(assembly) for row in table.rows]
    assert set(counted) <= {0, None}


def test_every_page_of_a_test_has_the_banner_and_an_invented_address(assembly, signed_in):
    recruit.invitation(assembly, lines=["12 Real Road"])
    staff = signed_in(make.role(assembly, "recruiter"))
    staff.post(staff_url("registrations.test", assembly))
    for key, _data in PAGES:
        page = text(staff.get(url("register.step", assembly, key)))
        assert page.count("This is a test. Nothing you enter counts") == 1, key
        assert "12 Real Road" not in page


def test_a_test_leaves_the_letters_places_free(assembly, signed_in):
    go_through_as_a_test(assembly, signed_in)
    letter = Registration.objects.get().invitation
    assert queries.places_left(letter, assembly) == 2


def test_a_test_never_reaches_the_pool(assembly, signed_in):
    go_through_as_a_test(assembly, signed_in)
    entry = Registration.objects.get()
    recruit.registration(assembly)
    assembly.seats, assembly.stage = 1, stages.DRAW.key
    assembly.save()
    pool = pools.freeze(assembly, by=make.actor_with(assembly, "recruiter"), now=make.NOW)
    assert not PoolEntry.objects.filter(registration=entry).exists()
    Pool.objects.filter(pk=pool.pk).update(status="frozen")
    with pytest.raises(IntegrityError, match="only who is registered"), transaction.atomic():
        PoolEntry.objects.create(
            pool=pool, registration=entry, pseudonym="P9", household=9, salt="s", commitment="c"
        )


def test_the_database_refuses_to_make_a_test_real(assembly, signed_in):
    go_through_as_a_test(assembly, signed_in)
    changes = (
        "UPDATE recruitment_registration SET is_test = false",
        "UPDATE recruitment_registration "
        "SET status = 'registered', place = 1, registered_at = now()",
    )
    for change in changes:
        with (
            pytest.raises((IntegrityError, InternalError)),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(change)


def test_tests_are_removed_and_real_ones_stay(assembly, signed_in):
    staff = go_through_as_a_test(assembly, signed_in)
    real = recruit.registration(assembly)
    staff.post(staff_url("registrations.test.remove", assembly))
    assert list(Registration.objects.all()) == [real]


def test_a_resident_cannot_begin_a_test(assembly):
    recruit.invitation(assembly)
    with pytest.raises(NotAllowed):
        registrations.try_out(assembly, by=SOMEONE, now=make.NOW)


def test_the_e_mail_of_a_test_says_so(assembly, signed_in):
    go_through_as_a_test(assembly, signed_in)
    assert OutboxMessage.objects.get().subject.startswith("Test: ")


# Assisted


def test_who_entered_it_when_and_by_which_channel_is_kept_and_shown(assembly, signed_in):
    user = make.role(assembly, "recruiter", person=make.user("Dilys Davies"))
    staff = signed_in(user)
    _, code = recruit.invitation(assembly)
    staff.post(staff_url("registrations.assist", assembly), {"code": code, "channel": "post"})
    answer(staff, assembly)
    staff.post(url("register.check", assembly))
    entry = Registration.objects.get()
    assert (entry.channel, entry.entered_by) == ("post", f"user:{user.pk}")
    page = text(staff.get(staff_url("registrations.one", assembly, entry.reference)))
    assert page.count("Dilys Davies") >= 1
    assert page.count("By post, midday on 10 January 2024") == 1


def test_the_database_refuses_an_assisted_entry_without_who(assembly):
    entry = recruit.registration(assembly)
    entry.channel = "phone"
    with pytest.raises(IntegrityError, match="assisted_says_by_whom"), transaction.atomic():
        entry.save(update_fields=["channel"])


def test_staff_are_told_why_a_code_does_not_work(assembly, signed_in):
    _, code = recruit.invitation(assembly)
    for name in ("Alice", "Bob"):
        recruit.registration(assembly, code, name=name)
    staff = signed_in(make.role(assembly, "recruiter"))
    path = staff_url("registrations.assist", assembly)
    page = text(staff.post(path, {"code": code, "channel": "phone"}))
    assert "As many people as one letter allows have registered" in page


# Consent for the young

GUARDIAN = {"name": "Gita Person", "email": "gita@example.org", "phone": ""}
YOUNG = {"date_of_birth": "2007-06-01", "guardian": GUARDIAN}


@pytest.fixture
def careful(assembly):
    assembly.consent_below = 18
    assembly.save()
    return assembly


def test_someone_young_waits_for_a_parent_and_is_not_in_the_pool(careful):
    person = recruit.registration(careful, **YOUNG)
    assert (person.status, person.place) == ("consent", 1)
    assert queries.registered(careful).count() == 0
    asked = OutboxMessage.objects.get(kind="guardian")
    assert (asked.to, asked.body.count(registrations.consent_link(person))) == (
        "gita@example.org",
        1,
    )


def test_someone_young_without_a_parent_named_is_asked_for_one(careful):
    with pytest.raises(Incomplete) as refusal:
        recruit.registration(careful, date_of_birth="2007-06-01")
    assert refusal.value.part == "guardian"


def test_a_parent_says_yes_by_link_once(client, careful):
    person = recruit.registration(careful, **YOUNG)
    link = registrations.consent_link(person)
    path = link[link.index(f"/{careful.slug}/") :]
    entered = client.get(path)
    assert (entered.status_code, entered.headers["Location"]) == (303, url("consent", careful))
    assert "Do you agree that Charlie Campbell takes part?" in text(
        client.get(url("consent", careful))
    )
    sent = [client.post(url("consent", careful), {"answer": "yes"}) for _ in range(3)]
    assert {one.headers["Location"] for one in sent} == {url("consent.answered", careful, "yes")}
    person.refresh_from_db()
    assert (person.status, person.consented_by) == ("registered", f"guardian:{person.reference}")
    assert OutboxMessage.objects.filter(kind="consented").count() == 1
    again = client.get(path, follow=True)
    assert again.redirect_chain[-1][0] == url("consent.answered", careful, "yes")
    assert Client().get(path, follow=True).status_code == 404
    seen = [(look.who, look.what) for look in queries.looks(person)]
    assert ("Your parent or carer", "agreed that the person takes part") in seen


def test_a_parent_says_no_and_the_place_is_free(client, careful):
    person = recruit.registration(careful, **YOUNG)
    link = registrations.consent_link(person)
    client.get(link[link.index(f"/{careful.slug}/") :])
    client.post(url("consent", careful), {"answer": "no"})
    person.refresh_from_db()
    assert (person.status, person.place) == ("withdrawn", None)


def test_staff_record_consent_heard_by_phone(careful, signed_in):
    person = recruit.registration(careful, **YOUNG)
    user = make.role(careful, "recruiter")
    path = staff_url("registrations.consent", careful, person.reference)
    client = signed_in(user)
    assert "Choose how this reached you" in text(client.post(path))
    client.post(path, {"channel": "phone"})
    person.refresh_from_db()
    assert (person.status, person.consented_by) == ("registered", f"user:{user.pk}")
    assert AuditEntry.objects.get(act="registrations.consent_for").detail == {"channel": "phone"}


def test_consent_after_the_freeze_is_too_late(careful):
    person = recruit.registration(careful, **YOUNG)
    recruit.registration(careful)
    careful.seats, careful.stage = 1, stages.DRAW.key
    careful.save()
    pools.freeze(careful, by=make.actor_with(careful, "recruiter"), now=make.NOW)
    with pytest.raises(WrongStage, match="list is final"):
        registrations.consent(person, by=permissions.guardian(person.reference), now=make.NOW)


def test_the_page_for_a_parent_comes_only_to_the_young(client, careful):
    send_code(client, careful, recruit.invitation(careful)[1])
    answer(client, careful, PAGES[:3])
    young = birth_date(1, 6, 2007)
    led = client.post(url("register.step", careful, "date-of-birth"), young)
    assert led.headers["Location"] == url("register.step", careful, "guardian")
    adult = young | {"date_of_birth_year": "1990"}
    led = client.post(url("register.step", careful, "date-of-birth"), adult)
    assert led.headers["Location"] == url("register.step", careful, "you-gender")


@pytest.mark.parametrize(
    ("born", "first_day", "age"),
    [
        (date(2008, 2, 29), date(2024, 2, 29), 16),
        (date(2008, 2, 29), date(2024, 2, 28), 15),
        (date(2008, 2, 29), date(2025, 2, 28), 16),
        (date(2008, 2, 29), date(2025, 3, 1), 17),
        (date(2008, 2, 24), date(2024, 2, 24), 16),
        (date(2008, 2, 25), date(2024, 2, 24), 15),
    ],
)
def test_age_is_counted_on_the_first_day_also_for_29_february(assembly, born, first_day, age):
    assembly.first_day = first_day
    assert assembly.age_on_first_day(born) == age


# Questions that the assembly adds


def test_an_added_question_is_asked_with_its_reason_and_its_answer_is_kept(client, assembly):
    recruit.added_question(
        assembly, key="heard", kind="choice", choices=["A neighbour", "The radio"], required=True
    )
    send_code(client, assembly, recruit.invitation(assembly)[1])
    answer(client, assembly)
    led = client.post(url("register.check", assembly))
    assert led.headers["Location"] == url("register.step", assembly, "added-heard")
    page = text(client.get(led.headers["Location"]))
    assert page.count("So that we know which letters work") == 1
    client.post(led.headers["Location"], {"value": "The radio"})
    client.post(url("register.check", assembly))
    person = Registration.objects.get()
    assert (person.added, "heard" in person.answers) == ({"heard": "The radio"}, False)


def test_questions_are_added_by_organisers_until_somebody_has_registered(assembly, signed_in):
    staff = signed_in(make.role(assembly, "organiser"))
    data = {
        "text": "How did you hear?",
        "key": "heard",
        "why": "Only staff see it",
        "choices": "A\nB",
    }
    staff.post(staff_url("questions.add", assembly), data)
    question = assembly.added_questions.get()
    assert (question.choices, question.kind) == (["A", "B"], "choice")
    page = text(staff.post(staff_url("questions.add", assembly), data))
    assert "Another question has this key already" in page
    recruit.registration(assembly)
    with pytest.raises(DomainError, match="asked the same questions"):
        questions.remove(question, by=make.actor_with(assembly, "organiser"), now=make.NOW)


# Correcting, and going on later


def test_the_person_corrects_what_the_lottery_counts_until_the_list_is_final(client, assembly):
    person = recruit.registration(assembly)
    client.get(url("mine.enter", assembly, registrations.personal_token(person)))
    new = {"gender": "woman", "ethnicity": "white", "disability": "yes"}
    client.post(url("mine.correct_answers", assembly), new)
    person.refresh_from_db()
    assert {key: person.answers[key] for key in new} == new
    assert person.answers["age"] == "30-44"
    assembly.seats, assembly.stage = 1, stages.DRAW.key
    assembly.save()
    pools.freeze(assembly, by=make.actor_with(assembly, "recruiter"), now=make.NOW)
    with pytest.raises(WrongStage):
        registrations.correct_answers(person, new, by=SOMEONE, now=make.NOW)


def test_correcting_nothing_leaves_nothing_behind(assembly):
    person = recruit.registration(assembly)
    before = queries.looks(person)
    registrations.correct(
        person, name=person.name, email=person.email, phone=person.phone, by=SOMEONE, now=make.NOW
    )
    assert queries.looks(person) == before


def test_a_member_sees_that_their_seat_was_given_up_and_given_back(assembly):
    assembly.stage = stages.DRAW.key
    assembly.save()
    member = recruit.member(assembly)
    by = make.actor_with(assembly, "recruiter")
    members.withdraw(member, reason="Ill", by=by, now=make.NOW)
    members.rejoin(member, by=by, now=make.NOW)
    assert [(look.who, look.what) for look in queries.looks(member.registration)] == [
        ("A recruiter", "gave you your seat back"),
        ("A recruiter", "recorded that you gave up your seat"),
    ]


def test_a_draft_goes_on_elsewhere_by_a_link_and_never_by_the_code(client, assembly):
    _, code = recruit.invitation(assembly)
    send_code(client, assembly, code)
    answer(client, assembly, PAGES[:3])
    client.post(url("register.later", assembly))
    sent = OutboxMessage.objects.get(kind="later")
    link = next(word for word in sent.body.split() if "/resume/" in word)
    elsewhere = Client()
    elsewhere.get(link[link.index(f"/{assembly.slug}/") :])
    assert "Alice Adeyemi" in text(elsewhere.get(url("register.step", assembly, "name")))
    holder_of_the_letter = Client()
    send_code(holder_of_the_letter, assembly, code)
    page = text(holder_of_the_letter.get(url("register.step", assembly, "name")))
    assert "Alice" not in page


def test_without_an_e_mail_address_there_is_no_link_for_later(assembly):
    draft, token = registrations.begin(
        assembly, recruit.invitation(assembly)[1], by=SOMEONE, now=make.NOW
    )
    with pytest.raises(BadInput, match="e-mail address first"):
        registrations.send_for_later(draft, token, by=SOMEONE, now=make.NOW)


def test_who_opened_the_phone_number_to_call_about_a_seat_is_seen(assembly, signed_in):
    from recruitment.models import Draw, Offer

    person = recruit.registered(assembly, place=1)
    assembly.seats, assembly.stage = 1, stages.DRAW.key
    assembly.save()
    pool = pools.freeze(assembly, by=make.actor_with(assembly, "recruiter"), now=make.NOW)
    type(pool).objects.filter(pk=pool.pk).update(status="committed")
    draw = Draw.objects.create(pool=pool, digits="042", entered_by="user:1", entered_at=make.NOW)
    offer = Offer.objects.create(
        assembly=assembly, draw=draw, registration=person, offered_at=make.NOW, deadline=make.NOW
    )
    caller = signed_in(make.role(assembly, "caller"))
    caller.post(staff_url("calls.take", assembly, offer.pk), follow=True)
    seen = [(look.who, look.what) for look in queries.looks(person)]
    assert ("A caller", "opened the phone number to call about a seat") in seen
