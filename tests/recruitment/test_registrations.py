import threading
from contextlib import suppress
from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from assembly import permissions, stages
from assembly.errors import BadInput, DomainError, NotAllowed, WrongStage
from assembly.models import AuditEntry, OutboxMessage
from assembly.permissions import SOMEONE
from recruitment import codes, registrations
from recruitment.models import Invitation, Registration
from recruitment.registrations import WrongCode, gate, registered, written
from recruitment.registrations.answers import Incomplete
from tests import make
from tests import make_recruitment as recruit

AFTER = make.NOW + timedelta(minutes=5)


@pytest.fixture
def assembly(db):
    return recruit.open_assembly(area_name="Waltham Forest", registrations_per_letter=2)


def begin(assembly, code, **options):
    return registrations.begin(assembly, code, by=SOMEONE, now=make.NOW, **options)


def test_a_code_in_any_spelling_begins_a_draft_with_a_reference_and_a_secret(assembly):
    invitation, code = recruit.invitation(assembly)
    registration, token = begin(
        assembly, f" {codes.pretty(code).lower()} ", random_bytes=lambda size: bytes(range(size))
    )
    assert (registration.status, registration.invitation) == ("draft", invitation)
    assert registration.reference == "WF-0123-45"
    assert registrations.draft(assembly, token) == registration
    assert registrations.draft(assembly, token + "x") is None
    assert len(token) * 6 == 192


def test_the_database_never_holds_the_secret_of_a_draft_or_a_link(assembly):
    registration, token = begin(assembly, recruit.invitation(assembly)[1])
    link = registrations.personal_token(registration)
    with connection.cursor() as cursor:
        cursor.execute("SELECT row_to_json(r)::text FROM recruitment_registration r")
        row = cursor.fetchone()[0]
    assert (row.count(token), row.count(link), row.count(token.encode().hex())) == (0, 0, 0)


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ("", "Enter the code from your letter"),
        ("ABCD", "The code has 13 letters and numbers. You entered 4"),
        ("0000-0000-0000-1", "We cannot use this code. Check it against your letter"),
        ("0000-0000-0000-0", "We cannot use this code. Check it against your letter"),
    ],
)
def test_a_wrong_code_is_refused_with_the_reason(assembly, typed, message):
    with pytest.raises(BadInput) as refusal:
        begin(assembly, typed)
    assert refusal.value.message == message
    assert not Registration.objects.exists()


def test_a_code_of_another_assembly_is_not_recognised(assembly):
    _, code = recruit.invitation(recruit.open_assembly())
    with pytest.raises(WrongCode) as refusal:
        begin(assembly, code)
    assert refusal.value.reason.startswith("No letter of this assembly has this code")


def test_a_replaced_code_is_refused(assembly):
    _, code = recruit.invitation(assembly, cancelled_at=make.NOW)
    with pytest.raises(WrongCode) as refusal:
        begin(assembly, code)
    assert refusal.value.reason.startswith("This letter was cancelled")


@pytest.mark.parametrize(
    ("after", "message"),
    [
        (timedelta(days=-8), "Registration has not opened yet. It opens on 3 January 2024."),
        (timedelta(days=14), "Registration closed at the end of 24 January 2024."),
    ],
)
def test_outside_its_dates_every_door_is_closed_and_says_when(assembly, after, message):
    moment = make.NOW + after
    _, code = recruit.invitation(assembly)
    draft, _ = begin(assembly, code)
    registrations.save_answers(draft, recruit.answers(), by=SOMEONE, now=make.NOW)
    doors = [
        lambda: registrations.begin(assembly, code, by=SOMEONE, now=moment),
        lambda: registrations.save_answers(draft, {}, by=SOMEONE, now=moment),
        lambda: registrations.register(draft, by=SOMEONE, now=moment),
    ]
    for door in doors:
        with pytest.raises(WrongStage) as refusal:
            door()
        assert refusal.value.message == message


def test_one_second_before_closing_is_in_time(assembly):
    last = assembly.registration_closes - timedelta(seconds=1)
    draft, _ = begin(assembly, recruit.invitation(assembly)[1])
    registrations.save_answers(draft, recruit.answers(), by=SOMEONE, now=last)
    assert registrations.register(draft, by=SOMEONE, now=last).registered_at == last


def test_at_the_stage_of_the_lottery_nobody_can_begin(assembly):
    assembly.stage = stages.DRAW.key
    assembly.save()
    with pytest.raises(WrongStage, match="Registration closed"):
        begin(assembly, recruit.invitation(assembly)[1])


def test_a_step_adds_to_the_draft_and_keeps_the_rest(assembly):
    draft, _ = begin(assembly, recruit.invitation(assembly)[1])
    for answers in (
        {"name": "Bob"},
        {"categories": {"gender": "man"}},
        {"categories": {"disability": "no"}},
    ):
        registrations.save_answers(draft, answers, by=SOMEONE, now=make.NOW)
    assert Registration.objects.get(pk=draft.pk).draft == {
        "name": "Bob",
        "categories": {"gender": "man", "disability": "no"},
    }


def test_registering_keeps_the_answers_encrypted_and_counts_age_and_area(assembly):
    registration = recruit.registration(assembly, name="Alice Adeyemi", ward="Leyton")
    stored = Registration.objects.get(pk=registration.pk)
    assert (stored.status, stored.name, stored.email) == (
        "registered",
        "Alice Adeyemi",
        "charlie@example.org",
    )
    assert stored.answers == {
        "age": "30-44",
        "area": "south",
        "gender": "man",
        "ethnicity": "black",
        "disability": "no",
    }
    assert (stored.needs, stored.draft, stored.place) == ({"diet": "No nuts"}, None, 1)
    with connection.cursor() as cursor:
        cursor.execute("SELECT row_to_json(r)::text FROM recruitment_registration r")
        row = cursor.fetchone()[0]
    words = ("Alice Adeyemi", "black", "1980-05-17", "No nuts")
    spelt = [form for word in words for form in (word, word.encode().hex())]
    assert [form for form in spelt if form in row] == []


def test_the_person_gets_one_message_with_reference_and_personal_link(assembly):
    registration = recruit.registration(assembly)
    message = OutboxMessage.objects.get()
    assert (message.kind, message.to) == ("registered", "charlie@example.org")
    assert message.subject == f"You have registered for {assembly.name}"
    assert message.body.count(registration.reference) == 1
    assert message.body.count(registrations.personal_link(registration)) == 1
    token = registrations.personal_token(registration)
    assert registrations.of_link(assembly, token) == registration


def test_without_an_e_mail_address_nothing_is_sent(assembly):
    recruit.registration(assembly, email="", phone="020 7946 0123")
    assert OutboxMessage.objects.count() == 0


def test_sending_in_twice_gives_the_same_registration_one_message_one_entry(assembly):
    registration = recruit.registration(assembly)
    again = registrations.register(registration, by=SOMEONE, now=AFTER)
    assert (again, again.registered_at) == (registration, make.NOW)
    assert OutboxMessage.objects.count() == 1
    assert AuditEntry.objects.filter(act="registrations.register").count() == 1


@pytest.mark.parametrize(
    ("wrong", "part"),
    [
        ({"lives_here": False}, "eligible"),
        ({"name": "  "}, "name"),
        ({"email": "", "phone": ""}, "contact"),
        ({"email": "charlie"}, "contact"),
        ({"email": "", "phone": "12"}, "contact"),
        ({"date_of_birth": ""}, "date-of-birth"),
        ({"date_of_birth": "1980-02-30"}, "date-of-birth"),
        ({"date_of_birth": "2008-02-25"}, "date-of-birth"),
        ({"gender": ""}, "you-gender"),
        ({"ethnicity": "martian"}, "you-ethnicity"),
        ({"needs": {"helicopter": "now"}}, "needs"),
    ],
)
def test_an_incomplete_draft_is_refused_and_names_the_step(assembly, wrong, part):
    draft, _ = begin(assembly, recruit.invitation(assembly)[1])
    registrations.save_answers(draft, recruit.answers(**wrong), by=SOMEONE, now=make.NOW)
    with pytest.raises(Incomplete) as refusal:
        registrations.register(draft, by=SOMEONE, now=make.NOW)
    assert refusal.value.part == part
    assert Registration.objects.get().status == "draft"
    assert OutboxMessage.objects.count() == 0


def test_someone_who_turns_sixteen_on_the_first_day_may_register(assembly):
    assert recruit.registration(assembly, date_of_birth="2008-02-24").answers["age"] == "16-29"


def test_two_people_of_one_household_register_and_the_third_is_refused(assembly):
    _, code = recruit.invitation(assembly)
    places = [recruit.registration(assembly, code, name=name).place for name in ("Alice", "Bob")]
    with pytest.raises(WrongCode) as refusal:
        recruit.registration(assembly, code, name="Charlie")
    assert refusal.value.reason.startswith("As many people as one letter allows")
    assert places == [1, 2]


def test_a_draft_does_not_use_a_place_up_but_must_find_one_when_sent_in(assembly):
    _, code = recruit.invitation(assembly)
    late, _ = begin(assembly, code)
    registrations.save_answers(late, recruit.answers(), by=SOMEONE, now=make.NOW)
    recruit.registration(assembly, code)
    recruit.registration(assembly, code)
    with pytest.raises(BadInput, match="have now registered"):
        registrations.register(late, by=SOMEONE, now=make.NOW)


def test_withdrawing_frees_the_place_and_says_goodbye_once(assembly):
    _, code = recruit.invitation(assembly)
    first = recruit.registration(assembly, code)
    recruit.registration(assembly, code)
    registrations.withdraw(first, by=permissions.registrant(first.reference), now=AFTER)
    assert (first.status, first.place, first.withdrawn_at) == ("withdrawn", None, AFTER)
    assert recruit.registration(assembly, code).place == 1
    assert OutboxMessage.objects.filter(kind="withdrawn").count() == 1
    with pytest.raises(DomainError, match="withdrawn"):
        registrations.withdraw(first, by=SOMEONE, now=AFTER)


def test_correcting_changes_contact_details_and_the_chain_names_only_the_fields(assembly):
    registration = recruit.registration(assembly)
    by = permissions.registrant(registration.reference)
    registrations.correct(
        registration, name="Charlie C. Campbell", email="", phone="020 7946 0123", by=by, now=AFTER
    )
    assert (registration.name, registration.email, registration.phone) == (
        "Charlie C. Campbell",
        "",
        "020 7946 0123",
    )
    entry = AuditEntry.objects.get(act="registrations.correct")
    assert entry.detail == {"changed": ["email", "name", "phone"]}
    with pytest.raises(BadInput, match="e-mail address or a phone number"):
        registrations.correct(registration, name="Charlie", email="", phone="", by=by, now=AFTER)


def test_only_staff_may_register_for_someone_else(assembly):
    _, code = recruit.invitation(assembly)
    with pytest.raises(NotAllowed):
        begin(assembly, code, channel="phone")
    recruiter = make.actor_with(assembly, "recruiter")
    by_phone = registrations.register_with_code(
        assembly, code, recruit.answers(), by=recruiter, now=make.NOW, channel="phone"
    )
    assert (by_phone.status, by_phone.channel) == ("registered", "phone")
    assert AuditEntry.objects.get(act="registrations.register").actor == recruiter.label


def test_opening_one_registration_is_for_recruiters_and_leaves_a_trace(assembly):
    registration = recruit.registration(assembly)
    with pytest.raises(NotAllowed):
        registrations.open_one(
            registration, by=make.actor_with(assembly, "organiser"), now=make.NOW
        )
    registrations.open_one(registration, by=make.actor_with(assembly, "recruiter"), now=make.NOW)
    assert AuditEntry.objects.filter(act="registrations.open_one").count() == 1


def test_the_database_refuses_a_second_registration_in_one_place(assembly):
    _, code = recruit.invitation(assembly)
    first, second = (recruit.registration(assembly, code) for _ in range(2))
    second.place = first.place
    with pytest.raises(IntegrityError, match="one_registration_a_place"), transaction.atomic():
        second.save(update_fields=["place"])


# One draft open twice, as in two windows: each has read it before the other saves.


def answered_in_two_windows(assembly):
    """Answer two questions of one draft; return what is kept of both."""
    _, token = begin(assembly, recruit.invitation(assembly)[1])
    windows = [registrations.draft(assembly, token) for _ in range(2)]
    assert [window.draft for window in windows] == [{}, {}]
    for window, said in zip(windows, ({"name": "Sam"}, {"phone": "07700900982"}), strict=True):
        registrations.save_answers(window, said, by=SOMEONE, now=make.NOW)
    return registrations.draft(assembly, token).draft


def test_answers_given_in_two_windows_are_both_kept(assembly):
    assert answered_in_two_windows(assembly) == {"name": "Sam", "phone": "07700900982"}


def test_without_the_comparison_the_second_window_would_undo_the_first(assembly, monkeypatch):
    """The control: whatever the draft has become, it is written over."""
    careless = written.REPLACE.replace("draft IS NOT DISTINCT FROM %s", "%s::bytea IS NOT NULL")
    monkeypatch.setattr(written, "REPLACE", careless)
    assert answered_in_two_windows(assembly) == {"phone": "07700900982"}


def test_an_answer_from_a_window_left_open_does_not_reach_what_was_sent_in(assembly):
    draft, token = begin(assembly, recruit.invitation(assembly)[1])
    window = registrations.draft(assembly, token)
    registrations.save_answers(draft, recruit.answers(), by=SOMEONE, now=make.NOW)
    registrations.register(draft, by=SOMEONE, now=make.NOW)
    with pytest.raises(BadInput, match="already registered"):
        registrations.save_answers(window, {"name": "Another"}, by=SOMEONE, now=make.NOW)
    assert registrations.draft(assembly, token).name == recruit.answers()["name"]


# Many at once: real threads, real connections. Each looks for a free place, then waits a moment,
# so that without the lock all of them have found the same one.

CROWD = 5


def all_at_once(assembly, monkeypatch):
    """Send in several drafts of one letter at the same moment; return how each ended."""
    _, code = recruit.invitation(assembly)
    sent_in = []
    for _ in range(CROWD):
        draft, _ = begin(assembly, code)
        registrations.save_answers(draft, recruit.answers(), by=SOMEONE, now=make.NOW)
        sent_in.append(draft)
    everyone_has_looked, look = threading.Barrier(CROWD), gate.free_place
    outcomes = []

    def look_slowly(*arguments):
        place = look(*arguments)
        with suppress(threading.BrokenBarrierError):
            everyone_has_looked.wait(timeout=0.5)
        return place

    def send_in(draft):
        try:
            outcomes.append(registrations.register(draft, by=SOMEONE, now=make.NOW).status)
        except (BadInput, IntegrityError) as error:
            outcomes.append(type(error).__name__)
        finally:
            connection.close()

    monkeypatch.setattr(gate, "free_place", look_slowly)
    crowd = [threading.Thread(target=send_in, args=(draft,)) for draft in sent_in]
    for thread in crowd:
        thread.start()
    for thread in crowd:
        thread.join()
    return sorted(outcomes)


def without_the_lock(monkeypatch):
    monkeypatch.setattr(
        registered, "lock", lambda pk: Invitation.objects.select_related("address").get(pk=pk)
    )


def test_of_many_at_once_exactly_one_is_accepted_and_the_rest_are_told(
    transactional_db, monkeypatch
):
    assembly = recruit.open_assembly(registrations_per_letter=1)
    assert all_at_once(assembly, monkeypatch) == ["BadInput"] * (CROWD - 1) + ["registered"]
    assert OutboxMessage.objects.count() == 1


def test_without_the_lock_the_constraint_still_lets_only_one_in(transactional_db, monkeypatch):
    assembly = recruit.open_assembly(registrations_per_letter=1)
    without_the_lock(monkeypatch)
    assert all_at_once(assembly, monkeypatch) == ["IntegrityError"] * (CROWD - 1) + ["registered"]


def test_without_lock_and_constraint_doubles_appear(transactional_db, monkeypatch):
    assembly = recruit.open_assembly(registrations_per_letter=1)
    without_the_lock(monkeypatch)
    constraint = next(
        one for one in Registration._meta.constraints if one.name == "one_registration_a_place"
    )
    with connection.schema_editor() as editor:
        editor.remove_constraint(Registration, constraint)
    try:
        assert all_at_once(assembly, monkeypatch) == ["registered"] * CROWD
    finally:
        Registration.objects.all().delete()
        with connection.schema_editor() as editor:
            editor.add_constraint(Registration, constraint)


# --- what was not sent in -------------------------------------------------------------------------


def test_what_was_not_sent_in_is_forgotten_at_the_close_and_still_counted(assembly):
    draft, token = begin(assembly, recruit.invitation(assembly)[1])
    registrations.save_answers(draft, {"name": "Sam"}, by=SOMEONE, now=make.NOW)
    sent_in = recruit.registration(assembly)
    closes = assembly.registration_closes
    assert registrations.forget_unfinished(closes - timedelta(seconds=1)) == 0
    assert registrations.forget_unfinished(closes) == 1
    assert registrations.forget_unfinished(closes) == 0
    draft.refresh_from_db()
    assert (draft.status, draft.draft, draft.draft_hash) == ("draft", None, None)
    assert registrations.draft(assembly, token) is None
    sent_in.refresh_from_db()
    assert sent_in.name


def test_what_a_recruiter_takes_after_the_close_has_a_day(assembly):
    closes = assembly.registration_closes
    late = closes + timedelta(hours=1)
    begun, _token = registrations.begin_late(
        assembly,
        recruit.invitation(assembly)[1],
        channel="phone",
        reason="The post was late",
        by=make.actor_with(assembly, "recruiter"),
        now=late,
    )
    registrations.save_answers(
        begun, {"name": "Sam"}, by=make.actor_with(assembly, "recruiter"), now=late
    )
    assert registrations.forget_unfinished(late + timedelta(hours=23)) == 0
    assert registrations.forget_unfinished(late + timedelta(hours=25)) == 1
