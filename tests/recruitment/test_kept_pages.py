"""What many read at once is kept for a moment, and nothing of anyone's own is in it."""

import time

import pytest
from django.core.signals import request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from django.test import Client, RequestFactory
from django.urls import reverse
from django.utils.text import slugify

from assembly import kept, stages
from assembly.models import Assembly
from recruitment.models import AddedQuestion, Registration
from tests import make
from tests import make_recruitment as recruit

from .test_register_pages import PAGES, answer, enter_code, step, text, url

pytestmark = pytest.mark.usefixtures("today")

LONG = 3_600.0


@pytest.fixture
def assembly(db, request, settings):
    settings.KEPT_SECONDS = LONG
    slug = slugify(request.node.name.removeprefix("test_").replace("_", "-"))[:50]
    return recruit.open_assembly(slug=slug)  # kept by its address, so each test has its own


@pytest.fixture
def made():
    """Return the addresses of the pages that were made, not only given again."""
    return []


@pytest.fixture
def site(made):
    """Return the application as the web server has it, behind what is kept."""
    application = get_wsgi_application()

    def counted(environ, start_response):
        made.append(environ["PATH_INFO"])
        return application(environ, start_response)

    return kept.again(counted)


def seen(site, assembly, **more):
    """Return status, headers and page of the first page of registration."""
    path = reverse("public.register", args=[assembly.slug])
    told = []
    request_started.disconnect(close_old_connections)  # it would close the one of the test
    parts = site(RequestFactory().get(path, **more).environ, lambda *said: told.append(said))
    request_started.connect(close_old_connections)
    return told[0][0], dict(told[0][1]), b"".join(parts).decode()


def landing(site, assembly, **more):
    return seen(site, assembly, **more)[2].replace("\u00a0", " ")


def rename(assembly, name):
    Assembly.objects.filter(pk=assembly.pk).update(contact_phone=name)


def test_strangers_share_one_page_for_a_moment(site, assembly):
    first = landing(site, assembly)
    rename(assembly, "01632 960 001")
    assert landing(site, assembly) == first


def test_after_the_moment_the_page_is_made_again(site, assembly, settings):
    settings.KEPT_SECONDS = 0.02
    landing(site, assembly)
    rename(assembly, "01632 960 001")
    time.sleep(0.03)
    assert "01632 960 001" in landing(site, assembly)


def test_with_no_moment_nothing_is_kept(site, assembly, settings):
    settings.KEPT_SECONDS = 0
    landing(site, assembly)
    rename(assembly, "01632 960 001")
    assert "01632 960 001" in landing(site, assembly)


def test_a_shared_page_is_the_same_as_one_made_for_its_reader(site, assembly, settings):
    landing(site, assembly)
    shared = seen(site, assembly)
    settings.KEPT_SECONDS = 0
    assert seen(site, assembly) == shared
    assert shared[0] == "200 OK"
    assert shared[1]["Cache-Control"] == "max-age=0, no-cache, no-store, must-revalidate, private"
    assert "Set-Cookie" not in shared[1]


def test_each_language_has_a_page_of_its_own(site, assembly):
    english = landing(site, assembly)
    welsh = landing(site, assembly, HTTP_ACCEPT_LANGUAGE="cy")
    assert ('lang="cy"' in welsh, 'lang="cy" dir="ltr" class' in english) == (True, False)
    assert landing(site, assembly, HTTP_ACCEPT_LANGUAGE="cy") == welsh


@pytest.mark.parametrize(
    "other",
    [{"HTTP_HOST": "localhost:8000"}, {"wsgi.url_scheme": "https"}],
    ids=["host", "scheme"],
)
def test_a_page_is_kept_for_its_whole_address(site, assembly, made, other):
    for _ in range(3):
        landing(site, assembly)
    assert len(made) == 1
    landing(site, assembly, **other)
    assert len(made) == 2


@pytest.mark.parametrize(
    "other", [{"QUERY_STRING": "from=letter"}, {"HTTP_COOKIE": "language=en-gb"}]
)
def test_whoever_brings_something_gets_a_page_made_for_them(site, assembly, made, other):
    landing(site, assembly)
    for _ in range(2):
        landing(site, assembly, **other)
    assert len(made) == 3


def test_a_host_that_is_not_ours_is_refused_and_its_page_not_kept(site, assembly):
    for _ in range(2):
        assert seen(site, assembly, HTTP_HOST="evil.example")[0] == "400 Bad Request"
    assert seen(site, assembly)[0] == "200 OK"


def test_whoever_has_begun_sees_their_own_page(site, assembly, client):
    landing(site, assembly)
    enter_code(client, assembly)
    held = "; ".join(f"{name}={one.value}" for name, one in client.cookies.items())
    assert step(assembly, "eligible") in landing(site, assembly, HTTP_COOKIE=held)
    assert step(assembly, "eligible") not in landing(site, assembly)


def test_the_page_with_the_form_for_the_code_is_each_reader_s_own(assembly):
    pages = [Client().get(url("register.code", assembly)) for _ in range(2)]
    assert len({page.cookies["csrftoken"].value for page in pages}) == 2
    assert pages[0].content != pages[1].content


def test_a_close_holds_at_once_for_what_is_sent_whatever_pages_show(assembly, client):
    code = recruit.invitation(assembly)[1]
    client.get(url("register.code", assembly))
    Assembly.objects.filter(pk=assembly.pk).update(stage=stages.DRAW.key)
    assert enter_code(client, assembly, code).headers["Location"] == url("register", assembly)
    assert not Registration.objects.exists()


def test_a_new_question_is_asked_of_whoever_sends_in_whatever_pages_show(assembly, client):
    enter_code(client, assembly)
    answer(client, assembly)
    AddedQuestion.objects.create(
        assembly=assembly,
        key="heard",
        place=1,
        text="How did you hear?",
        why="To learn",
        required=True,
    )
    sent = client.post(url("register.check", assembly))
    assert sent.headers["Location"] == step(assembly, "added-heard")
    assert Registration.objects.get().status == Registration.Status.DRAFT


def fields(client, assembly, key):
    """Return what a question's page shows between the token of its form and its button."""
    page = text(client.get(step(assembly, key)))
    return page.partition('name="csrfmiddlewaretoken"')[2].partition(">")[2].partition("<button")[0]


QUESTIONS = [key for key, _ in PAGES]


@pytest.mark.parametrize("key", QUESTIONS)
def test_a_kept_question_is_the_same_as_one_made_for_its_reader(assembly, settings, key):
    one, other = Client(), Client()
    for client in (one, other):
        enter_code(client, assembly)
    kept_first = fields(one, assembly, key)
    assert fields(one, assembly, key) == kept_first
    settings.KEPT_SECONDS = 0
    assert fields(one, assembly, key) == kept_first
    assert (fields(other, assembly, key) == kept_first) == (key != "eligible")


def test_an_answered_question_shows_its_own_answer_and_nobody_else_sees_it(assembly):
    one, other = Client(), Client()
    for client in (one, other):
        enter_code(client, assembly)
    blank = [fields(other, assembly, key) for key in QUESTIONS]
    answer(one, assembly)
    for key, before in zip(QUESTIONS, blank, strict=True):
        assert fields(one, assembly, key) != before
        assert fields(other, assembly, key) == before


def test_each_one_reads_the_address_of_their_own_letter(assembly):
    """The address looks different to everyone: it is never kept."""
    read = []
    for line in ("1 Elm Road", "2 Oak Road"):
        invitation, code = recruit.invitation(assembly)
        invitation.address.lines = [line]
        invitation.address.save(update_fields=["lines"])
        client = Client()
        enter_code(client, assembly, code)
        read.append(fields(client, assembly, "eligible"))
    assert ["1 Elm Road" in read[0], "2 Oak Road" in read[1]] == [True, True]


def test_a_wrong_answer_is_explained_only_to_whoever_gave_it(assembly):
    one, other = Client(), Client()
    for client in (one, other):
        enter_code(client, assembly)
    assert "Choose an answer" in text(one.post(step(assembly, "you-gender"), {}))
    assert "Choose an answer" not in fields(other, assembly, "you-gender")


def test_a_question_is_kept_in_each_language_apart(assembly):
    one, other = Client(), Client(headers={"accept-language": "cy"})
    for client in (one, other):
        enter_code(client, assembly)
    assert fields(one, assembly, "name") != fields(other, assembly, "name")


def test_staff_who_fill_a_form_in_see_a_question_at_once(assembly, signed_in):
    code = recruit.invitation(assembly)[1]
    staff = signed_in(make.role(assembly, "recruiter"))
    staff.post(
        reverse("staff.registrations.assist", args=[assembly.slug]),
        {"code": code, "channel": "phone"},
    )
    assert "of 9" not in staff.get(step(assembly, "eligible")).content.decode()
    AddedQuestion.objects.create(
        assembly=assembly, key="heard", place=1, text="How did you hear?", why="To learn"
    )
    assert "of 9" in staff.get(step(assembly, "eligible")).content.decode()


def test_no_more_is_kept_than_there_is_room_for(settings):
    settings.KEPT_SECONDS = LONG
    numbers = kept.Kept()
    for number in range(3 * kept.MOST):
        numbers.put(number, number)
    assert sum(numbers.get(number) is not None for number in range(3 * kept.MOST)) <= kept.MOST


def test_a_resident_leaves_no_session_behind(assembly, client):
    enter_code(client, assembly)
    answer(client, assembly)
    client.post(url("register.check", assembly))
    assert "sessionid" not in client.cookies
    held = client.cookies[f"registration-{assembly.pk}"]
    assert (held["httponly"], held["samesite"]) == (True, "Lax")
