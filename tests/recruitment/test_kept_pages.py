"""What many read at once is kept for a moment, and nothing of anyone's own is in it."""

import time

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from assembly import kept, stages
from assembly.models import Assembly
from recruitment.models import AddedQuestion, Registration
from tests import make
from tests import make_recruitment as recruit

from .test_register_pages import answer, enter_code, step, url

LONG = 3_600.0


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel(make.NOW, tick=False):
        yield


@pytest.fixture
def assembly(db, request, settings):
    settings.KEPT_SECONDS = LONG
    name = request.node.name.removeprefix("test_").replace("_", "-")[:50]
    return recruit.open_assembly(slug=name)  # kept by its address, so each test has its own


def landing(assembly, client=None, **headers):
    found = (client or Client()).get(reverse("public.register", args=[assembly.slug]), **headers)
    return found.content.decode()


def rename(assembly, name):
    Assembly.objects.filter(pk=assembly.pk).update(contact_phone=name)


def test_strangers_share_one_page_for_a_moment(assembly):
    first = landing(assembly)
    rename(assembly, "01632 960 001")
    assert landing(assembly) == first


def test_after_the_moment_the_page_is_made_again(assembly, settings):
    settings.KEPT_SECONDS = 0.02
    landing(assembly)
    rename(assembly, "01632 960 001")
    time.sleep(0.03)
    assert "01632 960 001" in landing(assembly).replace("\u00a0", " ")


def test_with_no_moment_nothing_is_kept(assembly, settings):
    settings.KEPT_SECONDS = 0
    landing(assembly)
    rename(assembly, "01632 960 001")
    assert "01632 960 001" in landing(assembly).replace("\u00a0", " ")


def test_a_shared_page_is_the_same_as_one_made_for_its_reader(assembly, settings):
    landing(assembly)
    shared = Client().get(reverse("public.register", args=[assembly.slug]))
    settings.KEPT_SECONDS = 0
    own = Client().get(reverse("public.register", args=[assembly.slug]))
    assert shared.content == own.content
    assert shared.headers == own.headers
    assert not shared.cookies


def test_each_language_has_a_page_of_its_own(assembly):
    english = landing(assembly)
    welsh = landing(assembly, headers={"accept-language": "cy"})
    assert ('lang="cy"' in welsh, 'lang="cy" dir="ltr" class' in english) == (True, False)
    assert landing(assembly, headers={"accept-language": "cy"}) == welsh


def test_whoever_has_begun_sees_their_own_page(assembly, client):
    landing(assembly)
    enter_code(client, assembly)
    assert step(assembly, "eligible") in landing(assembly, client)
    assert step(assembly, "eligible") not in landing(assembly)


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
