"""What a person corrects by their personal link: needs, added answers and the date of birth."""

from datetime import date, timedelta

import pytest

from assembly import permissions, stages
from assembly.errors import BadInput, DomainError, WrongStage
from assembly.models import AuditEntry, OutboxMessage
from recruitment import pools, registrations
from recruitment.models import AddedQuestion, Registration
from recruitment.queries import registrations as queries
from recruitment.registrations.answers import Incomplete
from tests import make
from tests import make_recruitment as recruit
from tests.make_pages import birth_date, text, url

pytestmark = pytest.mark.usefixtures("today")

ADULT, OLDER, YOUNG, TOO_YOUNG = (
    date(1980, 5, 17), date(1950, 1, 2), date(2007, 6, 1), date(2008, 2, 29),
)  # fmt: skip
GUARDIAN = {"name": "Gita", "email": "gita@example.org", "phone": ""}
GUARDIAN_FORM = {"guardian_name": "Gita", "email": "gita@example.org", "phone": ""}
LATER = make.NOW + timedelta(hours=1)


@pytest.fixture
def assembly(db):
    return recruit.open_assembly(consent_below=18)


def own(client, person):
    """Return a browser that has come in by the person's link."""
    client.get(url("mine.enter", person.assembly, registrations.personal_token(person)))
    return client


def correct(person, born, *, guardian=None, now=make.NOW):
    registrations.correct_birth_date(
        person, born, guardian=guardian, by=permissions.registrant(person.reference), now=now
    )


def corrections() -> list[list[str]]:
    """Return what each correction on record names."""
    entries = AuditEntry.objects.filter(act="registrations.correct").order_by("position")
    return [entry.detail["changed"] for entry in entries]


def freeze(assembly):
    recruit.registration(assembly, name="Bob")
    assembly.seats, assembly.stage = 1, stages.DRAW.key
    assembly.save()
    pools.freeze(assembly, by=make.actor_with(assembly, "recruiter"), now=make.NOW)


# Needs


def test_needs_are_shown_as_they_were_said_and_corrected(client, assembly):
    person = recruit.registration(assembly, needs={"diet": "No nuts"})
    path = url("mine.correct_needs", assembly)
    page = text(own(client, person).get(path))
    assert (page.count('value="No nuts"'), page.count("checked")) == (1, 1)
    assert client.post(path, {"access": "on", "access_more": "A ramp"}).status_code == 303
    person.refresh_from_db()
    assert person.needs == {"access": "A ramp"}
    assert corrections() == [["needs"]]
    assert "A ramp" in text(client.get(url("mine", assembly)))


def test_all_needs_can_be_taken_back(client, assembly):
    person = recruit.registration(assembly)
    own(client, person).post(url("mine.correct_needs", assembly), {})
    person.refresh_from_db()
    assert person.needs == {}


def test_a_need_that_is_not_on_the_list_is_refused(assembly):
    person = recruit.registration(assembly)
    with pytest.raises(Incomplete, match="Choose needs from the list"):
        registrations.correct_needs(
            person, {"helicopter": ""}, by=permissions.registrant("x"), now=make.NOW
        )


# Added questions


def test_answers_to_added_questions_are_corrected_with_the_others(client, assembly):
    recruit.added_question(assembly, key="heard")
    recruit.added_question(
        assembly, key="time", kind=AddedQuestion.Kind.CHOICE, choices=["Day", "Evening"],
        required=True,
    )  # fmt: skip
    person = recruit.registration(assembly, added={"heard": "A poster", "time": "Day"})
    path = url("mine.correct_answers", assembly)
    page = text(own(client, person).get(path))
    assert (page.count('value="A poster"'), page.count('value="Day" required')) == (1, 0)
    given = {"gender": "man", "ethnicity": "black", "disability": "no"}
    new = given | {"added-heard": "The letter", "added-time": "Evening"}
    assert client.post(path, new).status_code == 303
    person.refresh_from_db()
    assert person.added == {"heard": "The letter", "time": "Evening"}
    assert corrections() == [["added"]]
    refused = text(client.post(path, given | {"added-time": "Night"}))
    assert refused.count("Choose one of the answers") == 2


def test_a_required_added_question_cannot_be_emptied(client, assembly):
    recruit.added_question(assembly, key="heard", required=True)
    person = recruit.registration(assembly, added={"heard": "A poster"})
    given = {"gender": "man", "ethnicity": "black", "disability": "no"}
    with pytest.raises(Incomplete, match="Answer the question"):
        registrations.correct_answers(
            person, given, added={"heard": ""}, by=permissions.registrant("x"), now=make.NOW
        )
    person.refresh_from_db()
    assert person.added == {"heard": "A poster"}


# The date of birth


def test_a_corrected_birth_date_changes_the_age_that_the_lottery_counts(client, assembly):
    person = recruit.registration(assembly)
    path = url("mine.correct_birth_date", assembly)
    assert 'value="1980"' in text(own(client, person).get(path))
    assert client.post(path, birth_date(2, 1, 1950)).status_code == 303
    person.refresh_from_db()
    assert (person.date_of_birth, person.answers["age"]) == ("1950-01-02", "65-and-over")
    assert (person.answers["gender"], person.answers["area"]) == ("man", "central")
    assert (person.status, corrections()) == ("registered", [["age", "date_of_birth"]])


@pytest.mark.parametrize(("born", "fits"), [(date(2008, 2, 24), True), (date(2008, 2, 25), False)])
def test_the_age_that_counts_is_that_on_the_first_day(assembly, born, fits):
    """The first day is 24 February 2024 and one must be 16."""
    person = recruit.registration(assembly)
    if fits:
        correct(person, born, guardian=GUARDIAN)
    else:
        with pytest.raises(BadInput, match="You must be 16 or over on 24 February 2024"):
            correct(person, born, guardian=GUARDIAN)
    assert (person.date_of_birth == born.isoformat()) is fits


def test_who_would_be_too_young_is_told_what_follows_and_nothing_changes(client, assembly):
    person = recruit.registration(assembly)
    path = url("mine.correct_birth_date", assembly)
    page = text(own(client, person).post(path, birth_date(29, 2, 2008)))
    assert "You would be too young to take part" in page
    assert "You must be 16 or over on 24 February 2024" in page
    assert "you were born on 29 February 2008. We have not changed your registration" in page
    assert page.count(f'href="{url("mine.withdraw", assembly)}"') == 1
    person.refresh_from_db()
    assert (person.status, person.date_of_birth) == ("registered", "1980-05-17")
    assert corrections() == []


def test_who_turns_out_to_be_young_names_a_parent_or_carer_and_waits(client, assembly):
    person = recruit.registration(assembly)
    path, young = url("mine.correct_birth_date", assembly), birth_date(1, 6, 2007)
    asked = text(own(client, person).post(path, young))
    assert "a parent or carer must agree" in asked
    assert "Enter the name of your parent or carer" not in asked
    person.refresh_from_db()
    assert (person.status, person.date_of_birth) == ("registered", "1980-05-17")
    unnamed = text(client.post(path, young | GUARDIAN_FORM | {"guardian_name": ""}))
    assert unnamed.count("Enter the name of your parent or carer") == 2
    assert client.post(path, young | GUARDIAN_FORM).status_code == 303
    person.refresh_from_db()
    assert (person.status, person.date_of_birth, person.guardian) == (
        "consent", "2007-06-01", GUARDIAN,
    )  # fmt: skip
    assert OutboxMessage.objects.get(kind="guardian").to == "gita@example.org"
    assert "We wait for your parent or carer" in text(client.get(url("mine", assembly)))


def test_the_parent_of_who_turned_out_to_be_young_agrees_by_their_link(client, assembly):
    person = recruit.registration(assembly)
    correct(person, YOUNG, guardian=GUARDIAN)
    link = registrations.consent_link(person)
    assert OutboxMessage.objects.get(kind="guardian").body.count(link) == 1
    client.get(link)
    client.post(url("consent", assembly), {"answer": "yes"})
    person.refresh_from_db()
    assert person.status == "registered"
    assert person.consented_at == make.NOW


def test_without_a_parent_or_carer_the_young_stay_as_they_were(assembly):
    person = recruit.registration(assembly)
    with pytest.raises(Incomplete, match="Enter the name of your parent or carer"):
        correct(person, YOUNG)
    person.refresh_from_db()
    assert (person.status, person.date_of_birth) == ("registered", "1980-05-17")


def test_where_no_consent_is_asked_for_a_sixteen_year_old_is_simply_registered(db):
    person = recruit.registration(recruit.open_assembly())
    correct(person, YOUNG)
    assert (person.status, person.answers["age"]) == ("registered", "16-29")


def test_another_date_of_someone_young_asks_nobody_twice(assembly):
    waiting = recruit.registration(assembly, date_of_birth="2007-06-01", guardian=GUARDIAN)
    agreed = recruit.registration(assembly, date_of_birth="2007-06-01", guardian=GUARDIAN)
    registrations.consent(agreed, by=permissions.guardian(agreed.reference), now=make.NOW)
    for person in (waiting, agreed):
        correct(person, date(2007, 6, 2))
    assert (waiting.status, agreed.status) == ("consent", "registered")
    assert OutboxMessage.objects.filter(kind="guardian").count() == 2


def test_whoever_waits_for_a_parent_cannot_do_without_them_by_another_date(client, assembly):
    person = recruit.registration(assembly, date_of_birth="2007-06-01", guardian=GUARDIAN)
    path = url("mine.correct_birth_date", assembly)
    page = text(own(client, person).post(path, birth_date(17, 5, 1980)))
    assert "You said before that you are younger. Call us on 020 7946 0000" in page
    person.refresh_from_db()
    assert (person.status, person.date_of_birth) == ("consent", "2007-06-01")
    assert corrections() == []


def test_who_turns_out_to_be_old_enough_waits_for_nobody_and_may_have_to_again(assembly):
    person = recruit.registration(assembly, date_of_birth="2007-06-01", guardian=GUARDIAN)
    token = registrations.consent_link(person).rpartition("consent/")[2].strip("/")
    by = make.actor_with(assembly, "recruiter")
    registrations.correct_birth_date(person, ADULT, by=by, now=make.NOW, channel="phone")
    assert (person.status, person.guardian, person.consent_hash) == ("registered", None, None)
    assert registrations.of_consent(assembly, token) is None
    correct(person, YOUNG, guardian=GUARDIAN, now=LATER)
    assert person.status == "consent"
    assert OutboxMessage.objects.filter(kind="guardian").count() == 2


# All of them


def test_correcting_nothing_leaves_nothing_behind(assembly):
    recruit.added_question(assembly, key="heard")
    person = recruit.registration(assembly)
    by, before = permissions.registrant(person.reference), queries.looks(person)
    registrations.correct_needs(person, {"diet": "No nuts"}, by=by, now=make.NOW)
    registrations.correct_birth_date(person, ADULT, by=by, now=make.NOW)
    counted = {"gender": "man", "ethnicity": "black", "disability": "no"}
    registrations.correct_answers(person, counted, added={"heard": ""}, by=by, now=make.NOW)
    assert queries.looks(person) == before


@pytest.mark.parametrize("name", ["correct_birth_date", "correct_answers", "correct_needs"])
def test_once_the_list_is_final_the_page_offers_nothing_to_correct(client, assembly, name):
    person = recruit.registration(assembly)
    own(client, person)
    link = f'href="{url(f"mine.{name}", assembly)}"'
    assert text(client.get(url("mine", assembly))).count(link) == 1
    freeze(assembly)
    page = text(client.get(url("mine", assembly)))
    assert (page.count(link), page.count("The lottery’s list is final")) == (0, 1)


def test_once_the_list_is_final_nothing_can_be_corrected(assembly):
    person = recruit.registration(assembly)
    freeze(assembly)
    by = permissions.registrant(person.reference)
    for act in (
        lambda: registrations.correct_needs(person, {}, by=by, now=make.NOW),
        lambda: correct(person, OLDER),
        lambda: correct(person, YOUNG, guardian=GUARDIAN),
    ):
        with pytest.raises(WrongStage, match="list is final"):
            act()
    person.refresh_from_db()
    assert (person.status, person.date_of_birth) == ("registered", "1980-05-17")


def test_who_has_withdrawn_corrects_nothing(assembly):
    person = recruit.registration(assembly)
    registrations.withdraw(person, by=permissions.registrant(person.reference), now=make.NOW)
    with pytest.raises(DomainError, match="has been withdrawn"):
        correct(person, OLDER)


@pytest.mark.parametrize("name", ["correct_birth_date", "correct_answers", "correct_needs"])
def test_without_the_link_there_is_nothing_to_correct(client, assembly, name):
    assert client.get(url(f"mine.{name}", assembly)).status_code == 404
    assert not Registration.objects.exists()
