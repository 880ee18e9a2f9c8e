from datetime import datetime, timedelta

import pytest
import time_machine
from django.urls import reverse

from assembly.models import AuditEntry, OutboxMessage
from assembly.tasklist import State
from recruitment import codes, registrations
from recruitment.models import Registration
from recruitment.queries import registrations as queries
from recruitment.tasklist import invitations
from tests import make
from tests import make_recruitment as recruit

pytestmark = pytest.mark.usefixtures("today")


@pytest.fixture
def assembly(db):
    return recruit.open_assembly()


def step(assembly, key):
    return reverse("public.register.step", args=[assembly.slug, key])


def url(name, assembly, *arguments):
    return reverse(f"public.{name}", args=[assembly.slug, *arguments])


PAGES = [
    ("eligible", {"lives_here": "yes"}),
    ("name", {"name": "Alice Adeyemi"}),
    ("contact", {"email": "alice@example.org"}),
    ("date-of-birth", {f"date_of_birth_{part}": n for part, n in zip(
        ("day", "month", "year"), ("29", "2", "1996"), strict=True)}),
    ("you-gender", {"value": "woman"}),
    ("you-ethnicity", {"value": "white"}),
    ("you-disability", {"value": "prefer-not"}),
    ("needs", {"diet": "on", "diet_more": "Vegan", "travel_more": "A taxi"}),
]  # fmt: skip


def enter_code(client, assembly, code=None):
    code = code or recruit.invitation(assembly)[1]
    return client.post(url("register.code", assembly), {"code": codes.pretty(code)})


def answer(client, assembly, pages=PAGES):
    """Answer page after page, each time where the last answer led."""
    where = step(assembly, pages[0][0])
    for key, data in pages:
        assert where == step(assembly, key)
        where = client.post(where, data).headers["Location"]
    return where


def text(response):
    return " ".join(response.content.decode().split())


def test_a_resident_registers_page_by_page_and_gets_a_reference(client, assembly):
    assert enter_code(client, assembly).headers["Location"] == step(assembly, "eligible")
    assert answer(client, assembly) == url("register.check", assembly)
    check = text(client.get(url("register.check", assembly)))
    for shown in ("Alice Adeyemi", "29 February 1996", "Woman", "I prefer not to say", "Vegan"):
        assert check.count(shown) == 1
    sent = client.post(url("register.check", assembly))
    assert sent.headers["Location"] == url("register.done", assembly)
    registration = Registration.objects.get()
    assert (registration.name, registration.answers["age"]) == ("Alice Adeyemi", "16-29")
    assert registration.needs == {"diet": "Vegan", "travel": "A taxi"}
    assert text(client.get(url("register.done", assembly))).count(registration.reference) == 1


def test_a_double_click_shows_the_same_confirmation_and_sends_one_e_mail(client, assembly):
    enter_code(client, assembly)
    answer(client, assembly)
    answers = [client.post(url("register.check", assembly)).headers["Location"] for _ in range(2)]
    assert answers == [url("register.done", assembly)] * 2
    assert (Registration.objects.count(), OutboxMessage.objects.count()) == (1, 1)


def test_the_answers_stand_in_the_form_when_the_person_goes_back(client, assembly):
    enter_code(client, assembly)
    answer(client, assembly)
    assert 'value="Alice Adeyemi"' in text(client.get(step(assembly, "name")))
    assert 'value="woman" required' not in text(client.get(step(assembly, "you-gender")))
    assert text(client.get(step(assembly, "you-gender"))).count("checked") == 1
    assert text(client.get(step(assembly, "needs"))).count("checked") == 2


def test_a_change_from_the_check_page_returns_there(client, assembly):
    enter_code(client, assembly)
    answer(client, assembly)
    changed = client.post(step(assembly, "name") + "?from=check", {"name": "Alice A."})
    assert changed.headers["Location"] == url("register.check", assembly)


def test_the_check_page_leads_to_what_is_missing(client, assembly):
    enter_code(client, assembly)
    answer(client, assembly, PAGES[:2])
    for response in (client.get, client.post):
        assert response(url("register.check", assembly)).headers["Location"] == step(
            assembly, "contact"
        )


@pytest.mark.parametrize(
    ("key", "wrong", "message"),
    [
        ("eligible", {}, "Choose yes if you live at this address"),
        ("name", {"name": " "}, "Enter your name"),
        ("contact", {}, "Enter an e-mail address or a phone number"),
        ("contact", {"email": "alice"}, "Enter an e-mail address, like name@example.com"),
        ("contact", {"phone": "123"}, "Enter a phone number, like 07700 900 982"),
        ("date-of-birth", {}, "Enter your date of birth, with a day, month and year"),
        ("you-gender", {}, "Choose an answer. You can choose not to say"),
        ("you-gender", {"value": "x"}, "Choose one of the answers"),
    ],
)  # fmt: skip
def test_a_wrong_answer_is_explained_at_the_top_and_at_its_field(
    client, assembly, key, wrong, message
):
    enter_code(client, assembly)
    page = text(client.post(step(assembly, key), wrong))
    assert (page.count(message), page.count("<title>Error: ")) == (2, 1)
    assert Registration.objects.get().draft == {}


@pytest.mark.parametrize(
    ("key", "data", "reason"),
    [
        ("eligible", {"lives_here": "no"}, "address"),
        (
            "date-of-birth",
            {"date_of_birth_day": "25", "date_of_birth_month": "2", "date_of_birth_year": "2008"},
            "age",
        ),
    ],
)
def test_not_eligible_is_a_page_and_the_answer_is_not_kept(client, assembly, key, data, reason):
    enter_code(client, assembly)
    refused = client.post(step(assembly, key), data)
    assert refused.headers["Location"] == url("register.not_eligible", assembly, reason)
    assert "We have not kept this answer" in text(client.get(refused.headers["Location"]))
    assert Registration.objects.get().draft == {}


def test_a_wrong_code_is_explained_with_help_and_the_right_one_still_opens(client, assembly):
    pages = [text(enter_code(client, assembly, "0000000000000")) for _ in range(3)]
    assert [page.count("We cannot use this code") for page in pages] == [2, 2, 2]
    assert [page.count("Call us on") for page in pages] == [1, 1, 1]
    assert enter_code(client, assembly).status_code == 303


def test_a_code_starts_afresh_for_the_second_person_at_the_address(client, assembly):
    _, code = recruit.invitation(assembly)
    enter_code(client, assembly, code)
    answer(client, assembly, PAGES[:2])
    enter_code(client, assembly, code)
    assert "Alice" not in text(client.get(step(assembly, "name")))
    assert Registration.objects.count() == 2


def test_without_a_code_every_question_leads_to_the_start(client, assembly):
    for page in (step(assembly, "name"), url("register.check", assembly)):
        assert client.get(page).headers["Location"] == url("register", assembly)
    assert client.get(url("register.done", assembly)).headers["Location"] == url(
        "register", assembly
    )


@pytest.mark.parametrize(
    ("days", "heading"),
    [
        (-8, "Registration is not open yet"),
        (0, "One of these 50 seats could be yours"),
        (15, "Registration has closed"),
    ],
)
def test_the_start_page_tells_whether_registration_is_open(client, assembly, days, heading):
    with time_machine.travel(make.NOW + timedelta(days=days), tick=False):
        assert heading in text(client.get(url("register", assembly)))
        code = client.get(url("register.code", assembly)).status_code
    assert code == (200 if days == 0 else 302)


def test_a_draft_sent_in_after_the_close_leads_to_the_closed_page(client, assembly):
    enter_code(client, assembly)
    answer(client, assembly)
    with time_machine.travel(assembly.registration_closes, tick=False):
        late = client.post(url("register.check", assembly))
    assert late.headers["Location"] == url("register", assembly)
    assert Registration.objects.get().status == "draft"


def test_forgetting_the_device_forgets_the_draft(client, assembly):
    enter_code(client, assembly)
    client.post(url("register.leave", assembly))
    assert client.get(step(assembly, "name")).headers["Location"] == url("register", assembly)


# The personal link


def by_link(client, registration):
    token = registrations.personal_token(registration)
    return client.get(url("mine.enter", registration.assembly, token))


def test_a_personal_link_is_exchanged_at_once_and_shows_what_is_held(client, assembly):
    registration = recruit.registration(assembly)
    response = by_link(client, registration)
    assert (response.status_code, response.headers["Location"]) == (303, url("mine", assembly))
    page = text(client.get(url("mine", assembly)))
    for shown in ("Charlie Campbell", "17 May 1980", "No nuts", "Black, Black British", "30 to 44"):
        assert page.count(shown) == 1
    assert registrations.personal_token(registration) not in page


def test_a_wrong_link_or_none_is_a_page_that_helps(client, assembly):
    for path in (url("mine.enter", assembly, "nonsense"), url("mine", assembly)):
        response = client.get(path, follow=True)
        assert (response.status_code, response.wsgi_request.path) == (404, url("mine", assembly))
        assert "This link does not work" in text(response)


def test_a_link_of_another_assembly_opens_nothing_here(client, assembly):
    token = registrations.personal_token(recruit.registration(recruit.open_assembly()))
    assert client.get(url("mine.enter", assembly, token), follow=True).status_code == 404


def test_the_person_corrects_contact_details_by_link(client, assembly):
    registration = recruit.registration(assembly)
    by_link(client, registration)
    new = {"name": "Charlie Campbell", "email": "new@example.org", "phone": ""}
    assert client.post(url("mine.correct", assembly), new).status_code == 303
    assert Registration.objects.get().email == "new@example.org"
    refused = text(client.post(url("mine.correct", assembly), new | {"email": ""}))
    assert refused.count("Enter an e-mail address or a phone number") == 2


def test_the_person_withdraws_by_link_after_a_confirmation(client, assembly):
    registration = recruit.registration(assembly)
    by_link(client, registration)
    assert "Do you want to withdraw?" in text(client.get(url("mine.withdraw", assembly)))
    assert Registration.objects.get().status == "registered"
    client.post(url("mine.withdraw", assembly))
    assert Registration.objects.get().status == "withdrawn"
    assert "You are not in the lottery" in text(client.get(url("mine", assembly)))


def test_the_person_sees_who_has_looked_at_their_registration(client, assembly, signed_in):
    registration = recruit.registration(assembly)
    recruiter = signed_in(make.role(assembly, "recruiter"))
    recruiter.get(reverse("staff.registrations.one", args=[assembly.slug, registration.reference]))
    by_link(client, registration)
    page = text(client.get(url("mine", assembly)))
    assert page.count("<strong>A recruiter</strong> opened the registration and read it") == 1


# Staff


def overview(assembly):
    return reverse("staff.registrations", args=[assembly.slug])


def test_staff_see_counts_and_references_but_no_names(assembly, signed_in):
    registration = recruit.registration(assembly, ward="Leyton")
    page = text(signed_in(make.role(assembly, "organiser")).get(overview(assembly)))
    assert (page.count(registration.reference), page.count("Leyton")) == (1, 1)
    assert [word for word in ("Charlie", "charlie@", "1980") if word in page] == []


@pytest.mark.parametrize("people", [1, 3])
def test_the_list_asks_the_database_as_often_for_three_people_as_for_one(
    assembly, signed_in, django_assert_num_queries, people
):
    for _ in range(people):
        recruit.registration(assembly)
    client = signed_in(make.role(assembly, "recruiter"))
    with django_assert_num_queries(QUERIES):
        client.get(overview(assembly))


QUERIES = 16


@pytest.mark.parametrize(
    ("role", "status"), [("recruiter", 200), ("data_protection", 200), ("organiser", 403)]
)
def test_only_recruiter_and_data_protection_open_one_person(assembly, signed_in, role, status):
    registration = recruit.registration(assembly)
    client = signed_in(make.role(assembly, role))
    path = reverse("staff.registrations.one", args=[assembly.slug, registration.reference])
    assert client.get(path).status_code == status
    opened = AuditEntry.objects.filter(act="registrations.open_one").count()
    assert opened == (1 if status == 200 else 0)


def test_a_recruiter_withdraws_someone_at_their_wish(assembly, signed_in):
    registration = recruit.registration(assembly)
    client = signed_in(make.role(assembly, "recruiter"))
    path = reverse("staff.registrations.withdraw", args=[assembly.slug, registration.reference])
    assert client.get(path).status_code == 200
    assert "Choose how this reached you" in text(client.post(path))
    assert client.post(path, {"channel": "post"}).headers["Location"] == overview(assembly)
    assert Registration.objects.get().status == "withdrawn"
    assert AuditEntry.objects.get(act="registrations.withdraw_for").detail == {"channel": "post"}


def test_a_recruiter_erases_the_data_of_someone_who_asked_by_phone(assembly, signed_in):
    """Whoever registered by phone has no personal link, and the same right."""
    registration = recruit.registration(assembly, email="", phone="020 7946 0123")
    client = signed_in(make.role(assembly, "recruiter"))
    one = reverse("staff.registrations.one", args=[assembly.slug, registration.reference])
    path = reverse("staff.registrations.erase", args=[assembly.slug, registration.reference])
    assert path in text(client.get(one))
    assert "Choose how this reached you" in text(client.post(path))
    assert client.post(path, {"channel": "phone"}).headers["Location"] == overview(assembly)
    certificate = assembly.erasures.get()
    assert f"Certificate {certificate.number} says what went" in text(
        client.get(overview(assembly))
    )
    registration.refresh_from_db()
    assert (registration.status, registration.name, registration.phone) == ("withdrawn", None, None)
    entry = AuditEntry.objects.get(act="registrations.erase_for")
    assert entry.detail == {"certificate": certificate.number, "channel": "phone"}
    assert path not in text(client.get(one))
    assert "There is nothing here to erase" in text(client.post(path, {"channel": "phone"}))


@pytest.mark.parametrize("role", ["organiser", "board", "data_protection"])
def test_only_a_recruiter_erases_for_someone(assembly, signed_in, role):
    registration = recruit.registration(assembly)
    path = reverse("staff.registrations.erase", args=[assembly.slug, registration.reference])
    client = signed_in(make.role(assembly, role))
    assert client.post(path, {"channel": "phone"}).status_code == 403
    assert not assembly.erasures.exists()


def test_no_secret_of_a_link_stands_in_a_session(client, assembly):
    """Sessions are rows of the database: whoever steals it must not be able to open a link."""
    registration = recruit.registration(assembly)
    token = registrations.personal_token(registration)
    assert by_link(client, registration).status_code == 303
    held = client.session.items()
    assert held
    assert token not in str(dict(held))


def test_staff_fill_in_the_same_journey_for_a_caller(assembly, signed_in):
    user = make.role(assembly, "recruiter")
    client = signed_in(user)
    _, code = recruit.invitation(assembly)
    assist = reverse("staff.registrations.assist", args=[assembly.slug])
    begun = client.post(assist, {"code": code, "channel": "phone"})
    assert begun.headers["Location"] == step(assembly, "eligible")
    answer(client, assembly)
    client.post(url("register.check", assembly))
    registration = Registration.objects.get()
    assert (registration.channel, registration.status) == ("phone", "registered")
    assert AuditEntry.objects.get(act="registrations.register").actor == f"user:{user.pk}"
    done = text(client.get(url("register.done", assembly)))
    assert registrations.personal_token(registration) not in done


def test_days_without_registrations_stand_in_the_chart(assembly):
    recruit.registration(assembly)
    bars = queries.by_day(assembly, datetime.fromisoformat("2024-01-10T12:00:00Z"))
    assert [bar.values for bar in bars] == [(0,)] * 7 + [(1,)]
    assert bars[0].label == "Wed 3 Jan"


@pytest.mark.parametrize(
    ("days", "state", "detail"),
    [
        (-8, State.LATER, "0 registered, opens on 3 January 2024"),
        (0, State.UNDER_WAY, "0 registered, open until the end of 24 January 2024"),
        (15, State.DONE, "0 registered, closed"),
    ],
)
def test_staff_are_told_how_registration_stands(assembly, days, state, detail):
    task = invitations.take_registrations(assembly, make.NOW + timedelta(days=days))
    assert (task.state, task.detail) == (state, detail)


def test_someone_without_an_e_mail_address_is_shown_their_link(client, assembly):
    enter_code(client, assembly)
    pages = [(key, {"phone": "020 7946 0123"} if key == "contact" else data) for key, data in PAGES]
    answer(client, assembly, pages)
    client.post(url("register.check", assembly))
    link = registrations.personal_link(Registration.objects.get())
    assert text(client.get(url("register.done", assembly))).count(link) == 2
