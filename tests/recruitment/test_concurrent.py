"""Many residents at the same moment, on a real web server of several processes, on loopback."""

import os
import re
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection
from django.middleware.csrf import _get_new_csrf_string
from django.urls import reverse
from django.utils import timezone

from assembly.celery_app import app
from assembly.demo.databases import url_of
from assembly.models import OutboxMessage
from assembly.permissions import SOMEONE
from recruitment import letters, registrations
from recruitment.models import Registration
from recruitment.views.public import held
from tests import make, make_letters, make_server
from tests import make_recruitment as recruit
from tests.make_pages import url
from tests.make_server import Server


@pytest.fixture
def serve(transactional_db, tmp_path) -> Iterator[Callable[..., Server]]:
    """Return a way to start the application on several processes over this test's database."""
    started: list[Server] = []

    def start(application: str = "assembly.wsgi", *, workers: int = 4, **more: str) -> Server:
        address = url_of(connection.settings_dict["NAME"], os.environ["DATABASE_URL"])
        environment = {**os.environ, "DATABASE_URL": address, **more}
        started.append(
            make_server.start(environment, tmp_path, application=application, workers=workers)
        )
        return started[-1]

    yield start
    for server in started:
        server.stop()


@pytest.fixture
def assembly(transactional_db):
    now = timezone.now()
    return recruit.open_assembly(
        registrations_per_letter=1,
        registration_opens=now - timezone.timedelta(days=1),
        registration_closes=now + timezone.timedelta(days=14),
        first_day=(now + timezone.timedelta(days=45)).date(),
    )


def browsers(assembly, crowd: int) -> list[dict[str, str]]:
    """Return the cookies of so many browsers, each with a complete draft of one letter."""
    _, code = recruit.invitation(assembly)
    cookies = []
    for _ in range(crowd):
        draft, token = registrations.begin(assembly, code, by=SOMEONE, now=timezone.now())
        draft.draft = recruit.answers()
        draft.save(update_fields=["draft"])
        cookies.append({held.cookie(assembly): token, "csrftoken": _get_new_csrf_string()})
    return cookies


def all_at_once(server: Server, assembly, crowd: int) -> Counter[str]:
    """Let so many send in the same letter's code at once; count what they were told."""
    path, start = url("register.check", assembly), threading.Barrier(crowd)

    def send_in(cookies: dict[str, str]) -> str:
        start.wait()
        status, headers, page = server.ask("POST", path, {}, **cookies)
        if status == 303 and headers["Location"] == url("register.done", assembly):
            return "accepted"
        told = "As many people as can register at one address" in page
        return "told" if status == 200 and told else f"status {status}"

    with ThreadPoolExecutor(crowd) as people:
        return Counter(people.map(send_in, browsers(assembly, crowd)))


@pytest.mark.parametrize(
    ("crowd", "rounds"),
    [(30, 2), pytest.param(200, 50, marks=pytest.mark.soak)],
    ids=["quick", "long"],
)
def test_of_many_who_send_in_one_code_at_once_exactly_one_is_accepted(
    serve, assembly, crowd, rounds
):
    server = serve(workers=4)
    for number in range(1, rounds + 1):
        assert all_at_once(server, assembly, crowd) == {"accepted": 1, "told": crowd - 1}
        assert Registration.objects.filter(status="registered").count() == number
    assert OutboxMessage.objects.filter(kind="registered").count() == rounds


def test_without_lock_and_constraint_the_same_crowd_doubles(serve, assembly):
    """A control: with the guards taken out of the server and the database, doubles appear."""
    constraint = next(
        one for one in Registration._meta.constraints if one.name == "one_registration_a_place"
    )
    with connection.schema_editor() as editor:
        editor.remove_constraint(Registration, constraint)
    try:
        counted = all_at_once(serve("tests.unguarded", workers=4), assembly, 12)
        assert counted["accepted"] > 1
    finally:
        Registration.objects.all().delete()
        with connection.schema_editor() as editor:
            editor.add_constraint(Registration, constraint)


def enter_code(server: Server, assembly, code: str) -> int:
    """Load the page for the code and send it, as a new visitor; return the status."""
    path = url("register.code", assembly)
    _, headers, page = server.ask("GET", path)
    csrf = re.search(r"csrftoken=([^;]+)", str(headers["Set-Cookie"])).group(1)
    note = re.search(r'name="shown" value="([^"]+)"', page).group(1)
    return server.ask("POST", path, {"code": code, "shown": note}, csrftoken=csrf)[0]


@pytest.mark.parametrize(
    ("honest", "wrong"),
    [(20, 100), pytest.param(500, 10_000, marks=pytest.mark.soak)],
    ids=["quick", "long"],
)
def test_right_codes_from_one_address_get_in_during_an_attack_from_it(
    serve, assembly, honest, wrong
):
    """As from a library's one address, while someone there guesses."""
    server = serve(workers=4)
    letters = [recruit.invitation(assembly)[1] for _ in range(honest)]
    csrf = _get_new_csrf_string()

    def guess(number: int) -> int:
        data = {"code": f"{number:013d}"}
        return server.ask("POST", url("register.code", assembly), data, csrftoken=csrf)[0]

    with ThreadPoolExecutor(4) as attacker, ThreadPoolExecutor(4) as library:
        attack = attacker.map(guess, range(1, wrong + 1))
        accepted = Counter(library.map(lambda code: enter_code(server, assembly, code), letters))
        refused = Counter(attack)
    assert accepted[303] >= honest * 499 / 500
    assert refused[303] == 0
    assert refused[429] >= 0.9 * wrong


def test_the_web_servers_own_log_never_holds_a_code(serve, assembly):
    server = serve(workers=1)
    _, code = recruit.invitation(assembly)
    assert enter_code(server, assembly, code) == 303
    asked = server.log.read_text()
    assert url("register.code", assembly) in asked  # a control: the log is written
    assert code not in asked


# The broker and the cache are gone

NOWHERE = "redis://127.0.0.1:1/0"


def test_without_broker_and_cache_people_read_and_register_and_only_e_mail_waits(serve, assembly):
    server = serve(workers=1, REDIS_URL=NOWHERE)
    assert server.ask("GET", url("register", assembly))[0] == 200
    assert enter_code(server, assembly, recruit.invitation(assembly)[1]) == 303
    [cookies] = browsers(assembly, 1)
    status, headers, _ = server.ask("POST", url("register.check", assembly), {}, **cookies)
    assert (status, headers["Location"]) == (303, url("register.done", assembly))
    assert server.ask("GET", url("register.done", assembly), **cookies)[0] == 200
    assert OutboxMessage.objects.get(kind="registered").status == "waiting"


def test_without_the_cache_few_wrong_codes_are_let_by(serve, assembly):
    server, csrf = serve(workers=1, REDIS_URL=NOWHERE), _get_new_csrf_string()
    path, note = url("register.code", assembly), {"code": "0" * 12 + "1"}
    seen = [server.ask("POST", path, note, csrftoken=csrf)[0] for _ in range(5)]
    assert seen == [200, 429, 429, 429, 429]


def ask_to_sign_in(server: Server, email: str) -> int:
    path, csrf = reverse("account_request_login_code"), _get_new_csrf_string()
    return server.ask("POST", path, {"email": email}, csrftoken=csrf)[0]


def test_without_the_cache_staff_cannot_sign_in_so_that_nobody_can_guess_without_limit(
    serve, assembly
):
    person = make.role(assembly, "organiser")
    assert ask_to_sign_in(serve(workers=1, REDIS_URL=NOWHERE), person.email) == 503
    assert ask_to_sign_in(serve(workers=1), person.email) == 302  # a control


def test_an_act_that_wakes_workers_is_done_though_the_broker_is_gone(
    serve, assembly, monkeypatch, tmp_path
):
    make.commissioned(assembly)
    draw = make_letters.addressed(assembly, 4)
    by = make.actor_with(assembly, "organiser")
    monkeypatch.setattr(app.conf, "broker_url", NOWHERE)
    monkeypatch.setattr(app, "_pool", None)
    run = letters.start(assembly, draw, by=by, now=timezone.now())
    assert run.batches.filter(status="waiting").count() == 1
