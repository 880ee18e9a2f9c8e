"""What staff correct for somebody who calls or writes, because not everybody has the link."""

import pytest
from django.urls import reverse

from assembly import permissions
from assembly.models import AuditEntry, OutboxMessage
from recruitment import pools, registrations
from recruitment.queries import registrations as queries
from tests import make
from tests import make_recruitment as recruit
from tests.make_pages import birth_date, text

pytestmark = pytest.mark.usefixtures("today")

BY_PHONE = {"channel": "phone"}
CONTACT = {"name": "Alice Liddell", "email": "", "phone": "020 7946 0123"}
GUARDIAN_FORM = {"guardian_name": "Gita", "email": "gita@example.org", "phone": ""}


@pytest.fixture
def assembly(db):
    return recruit.open_assembly(consent_below=18)


@pytest.fixture
def person(assembly):
    return recruit.registration(assembly)


@pytest.fixture
def recruiter(assembly, signed_in):
    return signed_in(make.role(assembly, "recruiter"))


def page_of(person, what):
    where = [person.assembly.slug, person.reference, what]
    return reverse("staff.registrations.correct", args=where)


def entry() -> AuditEntry:
    return AuditEntry.objects.get(act="registrations.correct_for")


def test_a_recruiter_changes_name_and_contact_and_the_record_says_what_and_how(person, recruiter):
    answer = recruiter.post(page_of(person, "contact"), CONTACT | BY_PHONE)
    one = reverse("staff.registrations.one", args=[person.assembly.slug, person.reference])
    assert answer.headers["Location"] == one
    person.refresh_from_db()
    assert (person.name, person.phone) == ("Alice Liddell", "020 7946 0123")
    assert entry().detail["channel"] == "phone"
    assert "name" in entry().detail["changed"]
    assert "Alice" not in str(entry().detail)


def test_the_person_sees_who_changed_it(person, recruiter):
    recruiter.post(page_of(person, "contact"), CONTACT | BY_PHONE)
    looks = [(look.who, look.what) for look in queries.looks(person)]
    assert ("A recruiter", "changed the details, as asked") in looks


def test_a_recruiter_changes_what_the_lottery_counts(person, recruiter):
    path = page_of(person, "answers")
    assert 'value="man"' in text(recruiter.get(path))
    counted = {"gender": "woman", "ethnicity": "white", "disability": "yes"}
    assert recruiter.post(path, counted | BY_PHONE).status_code == 302
    person.refresh_from_db()
    assert {key: person.answers[key] for key in counted} == counted


def test_a_recruiter_changes_what_the_person_needs(person, recruiter):
    data = {"diet": "on", "diet_more": "Vegan", "channel": "post"}
    assert recruiter.post(page_of(person, "needs"), data).status_code == 302
    person.refresh_from_db()
    assert person.needs == {"diet": "Vegan"}
    assert entry().detail["channel"] == "post"


def test_of_somebody_young_the_parent_or_carer_is_asked_for_on_the_same_page(person, recruiter):
    path, young = page_of(person, "birth-date"), birth_date(1, 6, 2007)
    asked = text(recruiter.post(path, young | BY_PHONE))
    assert "Who is your parent or carer?" in asked
    assert "There is a problem" not in asked
    assert recruiter.post(path, young | GUARDIAN_FORM | BY_PHONE).status_code == 302
    person.refresh_from_db()
    assert (person.status, person.date_of_birth) == ("consent", "2007-06-01")
    assert OutboxMessage.objects.get(kind="guardian").to == "gita@example.org"


def test_whoever_waits_for_a_parent_by_mistake_is_registered_by_staff(assembly, recruiter):
    guardian = {"name": "Gita", "email": "gita@example.org", "phone": ""}
    person = recruit.registration(assembly, date_of_birth="2007-06-01", guardian=guardian)
    data = birth_date(17, 5, 1980) | BY_PHONE
    assert recruiter.post(page_of(person, "birth-date"), data).status_code == 302
    person.refresh_from_db()
    assert (person.status, person.date_of_birth) == ("registered", "1980-05-17")


def test_a_date_by_which_the_person_is_too_young_is_refused(person, recruiter):
    page = text(recruiter.post(page_of(person, "birth-date"), birth_date(29, 2, 2008) | BY_PHONE))
    assert "You must be 16 or over on 24 February 2024" in page
    person.refresh_from_db()
    assert person.date_of_birth == "1980-05-17"


@pytest.mark.parametrize("what", ["contact", "birth-date", "answers", "needs"])
def test_how_the_wish_came_must_be_said(person, recruiter, what):
    page = text(recruiter.post(page_of(person, what), CONTACT | birth_date(2, 1, 1950)))
    assert page.count("There is a problem") == 1
    assert page.count("Choose how this reached you") == 2
    person.refresh_from_db()
    assert person.date_of_birth == "1980-05-17"
    assert not AuditEntry.objects.filter(act="registrations.correct_for").exists()


def test_what_is_wrong_in_several_questions_is_said_in_one_place(person, recruiter):
    page = text(recruiter.post(page_of(person, "contact"), {"email": "nobody"}))
    assert page.count("There is a problem") == 1
    assert page.count("Enter your name") == 2


def test_once_the_list_is_final_only_name_and_contact_can_be_changed(person, recruiter):
    person.assembly.seats, person.assembly.stage = 1, "draw"
    person.assembly.save()
    by = make.actor_with(person.assembly, "recruiter")
    pools.freeze(person.assembly, by=by, now=make.NOW)
    one = reverse("staff.registrations.one", args=[person.assembly.slug, person.reference])
    offered = text(recruiter.get(one))
    assert page_of(person, "contact") in offered
    assert page_of(person, "birth-date") not in offered
    answer = recruiter.post(page_of(person, "birth-date"), birth_date(2, 1, 1950) | BY_PHONE)
    assert "list is final" in text(answer)
    assert recruiter.post(page_of(person, "contact"), CONTACT | BY_PHONE).status_code == 302


def test_of_who_has_withdrawn_nothing_can_be_changed(person, recruiter):
    by = permissions.registrant(person.reference)
    registrations.withdraw(person, by=by, now=make.NOW)
    one = reverse("staff.registrations.one", args=[person.assembly.slug, person.reference])
    assert page_of(person, "contact") not in text(recruiter.get(one))
    answer = text(recruiter.post(page_of(person, "contact"), CONTACT | BY_PHONE))
    assert "has been withdrawn" in answer


def test_there_is_no_other_part_to_change(person, recruiter):
    assert recruiter.get(page_of(person, "reference")).status_code == 404
