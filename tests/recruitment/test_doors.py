"""What keeps robots, guessers and eavesdroppers out, and lets everyone with a letter in."""

import contextlib
import logging
import os
import random
import re
import subprocess
import time
from datetime import timedelta

import pytest
import time_machine
from django.conf import settings
from django.core.cache import cache
from django.db import IntegrityError, connection, transaction
from django.test import Client, RequestFactory
from django.utils import timezone
from redis.exceptions import ConnectionError as NoRedis

from assembly import embedded, network, stages
from assembly.demo.databases import url_of
from assembly.errors import DomainError
from assembly.models import Assembly, AuditEntry, OutboxMessage
from assembly.permissions import SOMEONE
from recruitment import codes, pools, registrations
from recruitment.models import LinkRequest, LostCode, Pool, Registration
from recruitment.registrations import drafts, failures, gate, lost, returns
from recruitment.views.public import held
from recruitment.views.public.register import WEIGHT_OF_A_SCRIPT
from tests import make, make_letters
from tests import make_recruitment as recruit
from tests.make_pages import PAGES, answer, birth_date, register, send_code, shown, text, url
from tests.stopwatch import take_the_same_time

ATTACKER = "203.0.113.9"


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(make.NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture
def assembly(db):
    return recruit.open_assembly(consent_below=18)


def guess(chance: random.Random, length: int = codes.RANDOM) -> str:
    """Return a well-formed code drawn at random, its check character right."""
    body = "".join(chance.choices(codes.ALPHABET, k=length)).rjust(codes.RANDOM, "0")
    return body + codes.check_character(body)


# Guessing (A4). The long form makes 1,000,000 guesses.


def attack(assembly, guesses: int, addresses: int, length: int = codes.RANDOM) -> tuple[int, int]:
    """Guess from so many addresses within ten minutes; return hits and answers “too many”."""
    chance, client, hits, refused = random.Random(4), Client(), 0, 0
    path = url("register.code", assembly)
    for number in range(guesses):
        response = client.post(
            path,
            {"code": guess(chance, length)},
            REMOTE_ADDR=f"198.51.{number % addresses // 250}.{number % addresses % 250}",
        )
        hits += response.status_code == 303
        refused += response.status_code == 429
    return hits, refused


@pytest.mark.parametrize(
    ("length", "letters", "guesses"),
    [(2, 100, 100), pytest.param(4, 500, 20_000, marks=pytest.mark.soak)],
    ids=["two characters", "four characters"],
)
def test_short_codes_would_be_found_by_the_same_attack(assembly, length, letters, guesses):
    """A control: the attack does find codes that are too short. About ten hits are expected."""
    chance = random.Random(44)
    for _ in range(letters):
        letter, _ = recruit.invitation(assembly)
        letter.code_hash = codes.index(guess(chance, length))
        with contextlib.suppress(IntegrityError), transaction.atomic():
            letter.save()
    hits, _refused = attack(assembly, guesses=guesses, addresses=20, length=length)
    assert hits > 0


def test_without_the_count_of_failures_nobody_would_be_told_to_wait(assembly, monkeypatch):
    """A control: it is the count that answers “too many”."""
    monkeypatch.setattr(failures, "note", lambda *_, **__: False)
    assert attack(assembly, guesses=50, addresses=1) == (0, 0)


def attack_without_pages(assembly, guesses: int, addresses: int) -> tuple[int, int]:
    """As `attack`, at the two acts that the page asks: what is a hit, who is told to wait.

    Drawing a million pages takes hours and shows nothing that five thousand do not.
    """
    chance, hits, refused = random.Random(44), 0, 0
    for number in range(guesses):
        try:
            drafts.letter_of(assembly, guess(chance))
            hits += 1
        except registrations.WrongCode:
            where = f"198.51.{number % addresses // 250}.{number % addresses % 250}"
            weight = WEIGHT_OF_A_SCRIPT
            refused += failures.note(assembly, "code", where, now=make.NOW, weight=weight)
    return hits, refused


@pytest.mark.parametrize(
    ("by_page", "by_act"),
    [(100, 2_000), pytest.param(5_000, 1_000_000, marks=pytest.mark.soak)],
    ids=["quick", "long"],
)
def test_guesses_from_a_thousand_addresses_find_nothing(assembly, by_page, by_act):
    for _ in range(200):
        recruit.invitation(assembly)
    addresses = by_act // 1_000
    hits, refused = attack_without_pages(assembly, by_act, addresses)
    assert hits == 0
    assert refused >= 0.99 * by_act
    hits, refused = attack(assembly, by_page, addresses)
    assert (hits, refused) == (0, by_page)


def test_expected_hits_of_six_weeks_of_guessing_are_next_to_none():
    """100,000 live codes, 100 guesses a second, never held up: 3 in 100,000 attacks hit once."""
    guesses = 100 * 60 * 60 * 24 * 42
    assert guesses * 100_000 / 32**codes.RANDOM == pytest.approx(3.1e-5, rel=0.05)


# Honest people beside an attacker (A5). The long form is in test_concurrent, on a real server.


def beside_an_attack(assembly, honest: int, failures_first: int) -> int:
    """Fail so often from one address, then register honest people from it; return how many."""
    letters = [recruit.invitation(assembly)[1] for _ in range(honest)]
    attacker = Client(REMOTE_ADDR=ATTACKER)
    chance = random.Random(5)
    accepted = 0
    for code in letters:
        for _ in range(failures_first // honest):
            attacker.post(url("register.code", assembly), {"code": guess(chance)})
        accepted += send_code(Client(REMOTE_ADDR=ATTACKER), assembly, code).status_code == 303
    return accepted


def test_a_right_code_is_never_held_up_by_the_failures_of_others(assembly):
    assert beside_an_attack(assembly, honest=10, failures_first=200) == 10


def test_a_limit_that_looked_at_the_address_first_would_lock_honest_people_out(
    assembly, monkeypatch
):
    """A control: the same attack beside a door that counts before it looks at the code."""
    begin, network = registrations.begin, failures.keyed_hash("network address", ATTACKER)

    def count_first(assembly, *arguments, **options):
        key = f"failures:code:{assembly.pk}:{int(make.NOW.timestamp() // 600)}:{network.hex()[:32]}"
        if cache.get(key, 0) > failures.FROM_ONE_ADDRESS:
            raise registrations.WrongCode("too many")
        return begin(assembly, *arguments, **options)

    monkeypatch.setattr(registrations, "begin", count_first)
    assert beside_an_attack(assembly, honest=10, failures_first=200) == 0


def statuses(client, assembly, times: int, **headers) -> list[int]:
    chance = random.Random(6)
    path = url("register.code", assembly)
    return [client.post(path, {"code": guess(chance)}, **headers).status_code for _ in range(times)]


def test_whoever_fails_often_is_told_to_wait_ten_minutes(assembly, clock):
    client = Client(REMOTE_ADDR=ATTACKER)
    assert statuses(client, assembly, 3) == [200, 200, 429]
    response = client.post(url("register.code", assembly), {"code": guess(random.Random(1))})
    assert response.headers["Retry-After"] == "600"
    assert "A right code always works" in text(response)
    clock.shift(timedelta(minutes=10))
    assert statuses(client, assembly, 1) == [200]


def test_a_person_who_mistypes_may_do_so_ten_times(assembly, clock):
    client, chance, seen = Client(REMOTE_ADDR=ATTACKER), random.Random(2), []
    for _ in range(11):
        note = shown(client, url("register.code", assembly))
        clock.shift(timedelta(seconds=5))
        data = {"code": guess(chance), "shown": note}
        seen.append(client.post(url("register.code", assembly), data).status_code)
    assert seen == [200] * 10 + [429]


def test_many_addresses_together_are_noticed_too(assembly, monkeypatch):
    monkeypatch.setattr(failures, "ALTOGETHER", 20)
    client = Client()
    seen = [
        statuses(client, assembly, 1, REMOTE_ADDR=f"198.51.100.{number}")[0] for number in range(6)
    ]
    assert seen == [200] * 4 + [429] * 2


def with_invented_addresses(assembly, proxies: int, times: int) -> list[int]:
    """Fail from one address, each time with another invented one before it."""
    client = Client(REMOTE_ADDR="10.0.0.1" if proxies else ATTACKER)
    behind = f", {ATTACKER}" if proxies else ""
    return [
        statuses(
            client,
            assembly,
            1,
            HTTP_X_FORWARDED_FOR=f"192.0.{number // 250}.{number % 250}{behind}",
        )[0]
        for number in range(times)
    ]


@pytest.mark.parametrize(
    "times", [10, pytest.param(1_000, marks=pytest.mark.soak)], ids=["quick", "long"]
)
@pytest.mark.parametrize("proxies", [0, 1])
def test_inventing_forwarded_addresses_does_not_raise_the_limit(assembly, settings, proxies, times):
    """With one proxy the last entry is the proxy's own word; all before it is the visitor's."""
    settings.TRUSTED_PROXIES = proxies
    seen = with_invented_addresses(assembly, proxies, times)
    assert seen == [200, 200] + [429] * (times - 2)


def test_believing_the_visitors_own_word_would_raise_it(assembly, settings, monkeypatch):
    """A control: an application that takes the first entry counts each invented address apart."""
    monkeypatch.setattr(
        "recruitment.views.public.register.network.address",
        lambda request: request.META["HTTP_X_FORWARDED_FOR"].split(",")[0],
    )
    assert with_invented_addresses(assembly, 0, 10) == [200] * 10


@pytest.mark.parametrize(
    ("proxies", "direct", "forwarded", "found"),
    [
        (0, "203.0.113.9", "1.2.3.4", "203.0.113.9"),
        (1, "10.0.0.1", "1.2.3.4, 203.0.113.9", "203.0.113.9"),
        (2, "10.0.0.1", "1.2.3.4, 203.0.113.9, 10.0.0.2", "203.0.113.9"),
        (2, "10.0.0.1", "203.0.113.9", "10.0.0.1"),
        (1, "10.0.0.1", "nonsense", "unknown"),
        (0, "2001:db8:1:2:3:4:5:6", "", "2001:db8:1:2::/64"),
        (0, "::ffff:203.0.113.9", "", "203.0.113.9"),
    ],
)
def test_the_network_address_is_what_the_trusted_proxies_say(
    settings, proxies, direct, forwarded, found
):
    settings.TRUSTED_PROXIES = proxies
    request = RequestFactory().get("/", REMOTE_ADDR=direct, HTTP_X_FORWARDED_FOR=forwarded)
    assert network.address(request) == found


def test_without_the_cache_right_codes_get_in_and_few_failures_are_let_by(assembly, monkeypatch):
    def broken(*_arguments, **_options):
        raise NoRedis

    monkeypatch.setattr(type(cache._connections[cache._alias]), "count", broken)
    monkeypatch.setattr(failures, "_own", type(failures._own)())
    client = Client(REMOTE_ADDR=ATTACKER)
    assert statuses(client, assembly, 2) == [200, 429]
    assert send_code(client, assembly, recruit.invitation(assembly)[1]).status_code == 303


def test_the_cache_never_holds_a_visitors_address_in_the_clear(assembly):
    statuses(Client(REMOTE_ADDR=ATTACKER), assembly, 1)
    keys = cache._cache.get_client(None).keys("*")
    assert any(b"failures:code" in key for key in keys)
    assert not any(ATTACKER.encode() in key for key in keys)


@pytest.mark.parametrize(
    "typed",
    [
        lambda code: codes.pretty(code).lower(),
        lambda code: code.replace("0", "O").replace("1", "I"),
        lambda code: "".join(chr(ord(c) + 0xFEE0) for c in code),
        lambda code: "\u0301".join(code),
        lambda code: "".join(chr(0x06F0 + int(c)) if c.isdigit() else c for c in code),
        lambda code: "\u00a0".join(code),
    ],
    ids=[
        "small",
        "look-alikes",
        "full width",
        "accents",
        "Urdu digits",
        "spaces that do not break",
    ],
)
def test_every_spelling_of_a_code_is_that_code(assembly, typed):
    letter, code = recruit.invitation(assembly)
    response = Client().post(url("register.code", assembly), {"code": typed(code)})
    assert response.status_code == 303
    assert Registration.objects.get().invitation == letter


def test_a_filled_trap_is_explained_and_opens_nothing(assembly):
    _, code = recruit.invitation(assembly)
    page = text(Client().post(url("register.code", assembly), {"code": code, "website": "x"}))
    assert "Leave this box empty" in page
    assert not Registration.objects.exists()


# Nothing tells which codes and addresses exist (A6)


def four_wrong_codes(assembly) -> dict[str, str]:
    """Return codes that are used up, unknown, replaced and mistyped."""
    _, used = recruit.invitation(assembly)
    for name in ("Alice", "Bob"):
        recruit.registration(assembly, used, name=name)
    letter, expired = recruit.invitation(assembly)
    lost.renew(letter)
    _, good = recruit.invitation(assembly)
    last = codes.ALPHABET[(codes.ALPHABET.index(good[-1]) + 1) % 32]
    unknown = guess(random.Random(9))
    return {"used": used, "unknown": unknown, "expired": expired, "mistyped": good[:-1] + last}


def sample(client, assembly, wrong: dict[str, str], rounds: int):
    """Send each wrong code in turn; return statuses, lengths and seconds of each kind."""
    path = url("register.code", assembly)
    seen: dict[str, tuple[list, list, list]] = {kind: ([], [], []) for kind in wrong}
    for _ in range(rounds):
        for kind, code in wrong.items():
            began = time.perf_counter()
            response = client.post(path, {"code": code})
            seen[kind][2].append(time.perf_counter() - began)
            seen[kind][0].append(response.status_code)
            seen[kind][1].append(len(response.content))
    return seen


@pytest.mark.parametrize(
    "rounds", [30, pytest.param(10_000, marks=pytest.mark.soak)], ids=["quick", "long"]
)
def test_used_unknown_replaced_and_mistyped_codes_cannot_be_told_apart(
    assembly, monkeypatch, rounds
):
    monkeypatch.setattr(failures, "FROM_ONE_ADDRESS", 10**9)
    monkeypatch.setattr(failures, "ALTOGETHER", 10**9)
    seen = sample(Client(), assembly, four_wrong_codes(assembly), rounds)
    assert {status for kind in seen.values() for status in kind[0]} == {200}
    lengths = [length for kind in seen.values() for length in kind[1]]
    assert max(lengths) <= 1.02 * min(lengths)
    for kind in seen:
        others = [second for other in seen if other != kind for second in seen[other][2]]
        assert take_the_same_time(seen[kind][2], others, comparisons=len(seen)), kind


def test_a_door_that_is_slow_for_one_kind_of_wrong_code_would_be_noticed(assembly, monkeypatch):
    """A control, on the real pages: codes that exist take twenty milliseconds longer."""
    monkeypatch.setattr(failures, "FROM_ONE_ADDRESS", 10**9)
    monkeypatch.setattr(failures, "ALTOGETHER", 10**9)
    wrong, begin = four_wrong_codes(assembly), registrations.begin

    def slow_for_used(assembly, code, **options):
        time.sleep(0.02 if code == wrong["used"] else 0)
        return begin(assembly, code, **options)

    monkeypatch.setattr(registrations, "begin", slow_for_used)
    seen = sample(Client(), assembly, wrong, 30)
    others = [second for kind in seen if kind != "used" for second in seen[kind][2]]
    assert not take_the_same_time(seen["used"][2], others, comparisons=len(seen))


def test_the_words_are_the_same_whatever_is_wrong(assembly):
    client = Client()
    noise = re.compile(r'(csrfmiddlewaretoken|shown|code)" value="[^"]*"|nonce="[^"]*"')
    pages = set()
    for number, code in enumerate(four_wrong_codes(assembly).values(), start=1):
        here = {"REMOTE_ADDR": f"198.51.100.{number}"}
        page = text(client.post(url("register.code", assembly), {"code": code}, **here))
        pages.add(noise.sub("", page).replace(code, ""))
    assert len(pages) == 1


def ask_for_link(assembly, clock, email: str):
    client = Client(REMOTE_ADDR=email)
    note = shown(client, url("mine.link", assembly))
    clock.shift(timedelta(seconds=3))
    began = time.perf_counter()
    response = client.post(url("mine.link", assembly), {"email": email, "shown": note})
    return response, time.perf_counter() - began


@pytest.mark.parametrize(
    "rounds", [15, pytest.param(10_000, marks=pytest.mark.soak)], ids=["quick", "long"]
)
def test_asking_for_the_link_never_tells_whether_the_address_is_known(
    assembly, clock, monkeypatch, rounds
):
    monkeypatch.setattr(failures, "FROM_ONE_ADDRESS", 10**9)
    recruit.registration(assembly, email="alice@example.org")
    times = {"alice@example.org": [], "mallo@example.org": []}
    answers = set()
    for _ in range(rounds):
        for email, spent in times.items():
            response, seconds = ask_for_link(assembly, clock, email)
            answers.add((response.status_code, response.headers["Location"], response.content))
            spent.append(seconds)
    assert answers == {(303, url("mine.link_sent", assembly), b"")}
    assert take_the_same_time(*times.values())


def test_a_difference_of_time_would_be_noticed():
    """A control: the comparison tells apart what differs by ten milliseconds."""
    chance = random.Random(3)
    one, other = ([0.05 + late + chance.gauss(0, 0.005) for _ in range(30)] for late in (0, 0.01))
    assert not take_the_same_time(one, other)


def test_the_link_goes_to_a_known_address_once_an_hour_and_the_request_is_forgotten(
    assembly, clock
):
    person = recruit.registration(assembly, email="Alice@example.org")
    for email in ("alice@EXAMPLE.org", "mallory@example.org", "alice@example.org"):
        ask_for_link(assembly, clock, email)
    assert registrations.send_links(make.NOW) == 3
    assert not LinkRequest.objects.exists()
    sent = OutboxMessage.objects.get(kind="link")
    assert (sent.to, sent.body.count(registrations.personal_link(person))) == (
        "Alice@example.org",
        1,
    )


def test_a_form_sent_at_once_or_from_nowhere_is_shown_again(assembly, clock):
    client = Client()
    note = shown(client, url("mine.link", assembly))
    for data in ({"email": "a@example.org"}, {"email": "a@example.org", "shown": note}):
        page = client.post(url("mine.link", assembly), data)
        assert "Check what you wrote, then send it again" in text(page)
    assert not LinkRequest.objects.exists()


# Every door closes at the deadline (A7)

BEFORE, AT, AFTER = timedelta(seconds=-1), timedelta(0), timedelta(seconds=1)


def draft_of(assembly):
    """Begin in good time on a browser, answer everything, and leave it unsent."""
    client = Client()
    send_code(client, assembly, recruit.invitation(assembly)[1])
    answer(client, assembly)
    return client


def by_code_page(assembly, desk, prepared):
    return send_code(Client(), assembly, prepared["code"]).status_code == 303


def by_resumed_step(assembly, desk, prepared):
    prepared["client"].post(url("register.step", assembly, "name"), {"name": "Later Name"})
    return Registration.objects.filter(pk=prepared["draft"].pk).get().draft["name"] == "Later Name"


def by_resumed_check(assembly, desk, prepared):
    prepared["client"].post(url("register.check", assembly))
    return Registration.objects.get(pk=prepared["draft"].pk).status == "registered"


def by_staff_form(assembly, desk, prepared):
    data = {"code": prepared["code"], "channel": "phone"}
    path = f"/staff/{assembly.slug}/registrations/assist/"
    return desk.post(path, data).status_code == 302


def by_file(assembly, desk, prepared):
    rows = [(2, {"code": prepared["code"], **prepared["row"]})]
    try:
        return bool(
            returns.take(
                assembly, rows, by=make.actor_with(assembly, "recruiter"), now=prepared["now"]()
            )
        )
    except DomainError:
        return False


def by_lost_letter(assembly, desk, prepared):
    try:
        return bool(
            lost.ask(
                assembly,
                name="Bob",
                address="1 Invented Road",
                postcode="E17 0ZZ",
                email="bob@example.org",
                phone="",
                attempt="an attempt",
                by=SOMEONE,
                now=prepared["now"](),
            )
        )
    except DomainError:
        return False


def by_new_code(assembly, desk, prepared):
    try:
        return bool(
            lost.reissue(
                prepared["lost"],
                prepared["letter"],
                sent_by="voice",
                by=make.actor_with(assembly, "recruiter"),
                now=prepared["now"](),
            )
        )
    except DomainError:
        return False


def by_api(assembly, desk, prepared):
    response = Client().post(f"/api/v1/assemblies/{assembly.slug}/", {"code": prepared["code"]})
    return response.status_code < 400


def by_mailed_link(assembly, desk, prepared):
    """Go on, on another device, by the link that was mailed for it."""
    client = Client()
    client.get(url("register.resume", assembly, prepared["token"]))
    client.post(url("register.check", assembly))
    return Registration.objects.get(pk=prepared["draft"].pk).status == "registered"


def by_consent_link(assembly, desk, prepared):
    """A parent or carer says yes by the link that was mailed to them."""
    client = Client()
    client.get(registrations.consent_link(prepared["young"]))
    client.post(url("consent", assembly), {"answer": "yes"})
    return Registration.objects.get(pk=prepared["young"].pk).status == "registered"


def by_own_link(prepared) -> Client:
    client = Client()
    token = registrations.personal_token(prepared["person"])
    client.get(url("mine.enter", prepared["person"].assembly, token))
    return client


def by_corrected_needs(assembly, desk, prepared):
    by_own_link(prepared).post(url("mine.correct_needs", assembly), {"diet_more": "Vegan"})
    return Registration.objects.get(pk=prepared["person"].pk).needs == {"diet": "Vegan"}


def by_corrected_answers(assembly, desk, prepared):
    given = {"gender": "woman", "ethnicity": "white", "disability": "yes"}
    by_own_link(prepared).post(url("mine.correct_answers", assembly), given)
    return Registration.objects.get(pk=prepared["person"].pk).answers["gender"] == "woman"


def by_corrected_birth_date(assembly, desk, prepared):
    by_own_link(prepared).post(url("mine.correct_birth_date", assembly), birth_date(2, 1, 1950))
    return Registration.objects.get(pk=prepared["person"].pk).date_of_birth == "1950-01-02"


DOORS = [
    by_code_page, by_resumed_step, by_resumed_check, by_mailed_link, by_staff_form, by_file,
    by_lost_letter, by_new_code,
]  # fmt: skip
UNTIL_THE_FREEZE = [
    by_consent_link, by_corrected_needs, by_corrected_answers, by_corrected_birth_date,
]  # fmt: skip
PAPER = {
    "name": "Paper Person", "email": "paper@example.org", "phone": "",
    "date_of_birth": "27/03/1985", "gender": "Woman", "ethnicity": "white", "disability": "No",
}  # fmt: skip


@pytest.fixture
def prepared(assembly, clock):
    """Return what the doors need, made an hour before the close."""
    clock.move_to(assembly.registration_closes - timedelta(hours=1), tick=False)
    client = draft_of(assembly)
    draft = Registration.objects.get()
    letter, code = recruit.invitation(assembly, lines=["7 Invented Road", "London"])
    person = recruit.registration(assembly, name="Bob")
    guardian = {"name": "Gita", "email": "gita@example.org", "phone": ""}
    young = recruit.registration(assembly, date_of_birth="2007-06-01", guardian=guardian)
    return {
        "person": person,
        "young": young,
        "client": client,
        "draft": draft,
        "token": client.cookies[held.cookie(assembly)].value,
        "letter": letter,
        "code": code,
        "lost": recruit.lost_code(assembly, address="7 Invented Road"),
        "row": PAPER,
        "now": timezone.now,
    }


def freeze(assembly):
    """Close the list for good, as the recruiter does before the draw."""
    assembly.stage, assembly.seats = stages.DRAW.key, 1
    assembly.save()
    pools.freeze(assembly, by=make.actor_with(assembly, "recruiter"), now=timezone.now())


def come_to(assembly, clock, moment) -> None:
    is_frozen = moment == "frozen"
    after = timedelta(hours=1) if is_frozen else moment
    clock.move_to(assembly.registration_closes + after, tick=False)
    if is_frozen:
        freeze(assembly)


MOMENTS = pytest.mark.parametrize(
    "moment",
    [BEFORE, AT, AFTER, "frozen"],
    ids=["a second before", "at the deadline", "a second after", "pool frozen"],
)


@pytest.mark.parametrize("door", DOORS, ids=lambda door: door.__name__)
@MOMENTS
def test_every_door_is_open_until_the_deadline_and_shut_from_it_on(
    assembly, signed_in, clock, prepared, door, moment
):
    desk = signed_in(make.role(assembly, "recruiter"))
    come_to(assembly, clock, moment)
    assert door(assembly, desk, prepared) is (moment == BEFORE)


@pytest.mark.parametrize("door", UNTIL_THE_FREEZE, ids=lambda door: door.__name__)
@MOMENTS
def test_who_has_registered_in_time_may_be_agreed_to_and_corrected_until_the_freeze(
    assembly, clock, prepared, door, moment
):
    come_to(assembly, clock, moment)
    assert door(assembly, None, prepared) is (moment != "frozen")


@pytest.mark.parametrize(
    "door", [by_consent_link, by_corrected_needs], ids=lambda door: door.__name__
)
def test_without_the_rule_of_the_freeze_what_the_database_lets_by_would_change(
    assembly, clock, prepared, door, monkeypatch
):
    """A control. The trigger of the frozen pool holds what is counted; the rule holds the rest."""
    come_to(assembly, clock, "frozen")
    Pool.objects.update(status="failed")  # for the trigger; the rule still asks if there was one
    assert door(assembly, None, prepared) is False
    monkeypatch.setattr(gate, "require_no_pool", lambda assembly: None)
    assert door(assembly, None, prepared) is True


@pytest.mark.parametrize("door", DOORS, ids=lambda door: door.__name__)
def test_without_the_rule_of_the_deadline_each_door_would_stay_open(
    assembly, signed_in, clock, prepared, door, monkeypatch
):
    """A control: what shuts the doors is the rule that all of them ask."""
    monkeypatch.setattr(type(assembly), "is_open", lambda self, now: True)
    desk = signed_in(make.role(assembly, "recruiter"))
    clock.move_to(assembly.registration_closes + AFTER, tick=False)
    assert door(assembly, desk, prepared)


def test_the_api_is_no_door_at_any_time(assembly, prepared):
    assert by_api(assembly, None, prepared) is False


def test_a_late_answer_needs_a_recruiter_and_a_reason_and_is_published(assembly, signed_in, clock):
    _, code = recruit.invitation(assembly)
    path = f"/staff/{assembly.slug}/registrations/late/"
    clock.move_to(assembly.registration_closes - timedelta(minutes=1), tick=False)
    recruiter = signed_in(make.role(assembly, "recruiter"))
    given = {"code": code, "channel": "post", "reason": "Posted on the 20th, found on the 26th"}
    early = text(recruiter.post(path, given))
    assert "Registration has not closed" in early
    clock.shift(timedelta(hours=1))
    assert signed_in(make.role(assembly, "organiser")).post(path, given).status_code == 403
    assert "Say why it is taken after the close" in text(
        recruiter.post(path, given | {"reason": ""})
    )
    assert recruiter.post(path, given).status_code == 302
    answer(recruiter, assembly)
    recruiter.post(url("register.check", assembly))
    assert Registration.objects.get().status == "registered"
    page = text(Client().get(f"/{assembly.slug}/chosen/"))
    assert page.count("Posted on the 20th, found on the 26th") == 1
    assert page.count("Alice") == 0


def test_once_the_pool_is_frozen_nobody_is_late_but_in(assembly, clock):
    assembly.seats = 1
    assembly.save()
    recruit.registered(assembly, place=1)
    recruiter = make.actor_with(assembly, "recruiter")
    closed = assembly.registration_closes + timedelta(days=1)
    _, code = recruit.invitation(assembly)
    draft, _ = registrations.begin_late(
        assembly, code, channel="post", reason="Found late", by=recruiter, now=closed
    )
    registrations.save_answers(draft, recruit.answers(), by=recruiter, now=closed)
    assembly.stage = stages.DRAW.key
    assembly.save()
    pools.freeze(assembly, by=recruiter, now=closed)
    for act in (
        lambda: registrations.register(draft, by=recruiter, now=closed),
        lambda: registrations.begin_late(
            assembly, code, channel="post", reason="Found late", by=recruiter, now=closed
        ),
    ):
        with pytest.raises(DomainError, match="list is final"):
            act()


# Codes and names are nowhere they should not be (A8, A9)

CANARY = "Canary-QQ123456C"


def test_no_address_log_cache_or_session_ever_holds_a_code_or_a_name(assembly, caplog):
    caplog.set_level(logging.DEBUG, logger="django")
    _, code = recruit.invitation(assembly)
    client, addresses = Client(), []
    send_code(client, assembly, code)
    for key, data in [("name", {"name": CANARY}) if p[0] == "name" else p for p in PAGES]:
        addresses.append(client.post(url("register.step", assembly, key), data).headers["Location"])
    for path in ("register", "register.check", "register.done", "mine"):
        response = client.get(url(path, assembly))
        addresses.append(response.headers.get("Location", ""))
        assert response.headers["Referrer-Policy"] == "same-origin"
        assert "no-store" in response.headers.get("Cache-Control", "")
    client.post(url("register.check", assembly))
    token = registrations.personal_token(Registration.objects.get())
    client.get(url("mine.enter", assembly, token))
    client.get(url("mine.enter", assembly, token[:-1] + "!"))
    client.get(url("mine", assembly))
    held = [str(dict(session)) for session in [client.session]]
    kept = whole_broker()
    everything = "\n".join([*addresses, *caplog.messages, *held, *kept])
    for secret in (code, codes.pretty(code), CANARY):
        assert secret not in everything
    assert token[:-1] not in "\n".join(caplog.messages)


def whole_broker() -> list[str]:
    """Return all that Redis or Valkey holds, the broker's queues included, as text."""
    redis = cache._cache.get_client(None)
    readers = {
        b"string": lambda key: [redis.get(key)],
        b"list": lambda key: redis.lrange(key, 0, -1),
        b"hash": lambda key: [*redis.hgetall(key).items()],
        b"set": redis.smembers,
        b"zset": lambda key: redis.zrange(key, 0, -1),
    }
    found = []
    for key in redis.keys("*"):
        found.append(str(key))
        found += [str(one) for one in readers.get(redis.type(key), lambda key: [])(key)]
    return found


def test_a_name_that_was_cached_or_logged_would_be_found(caplog):
    """A control of the search of logs and broker; others search for the canary meanwhile."""
    name = "Somebody-ZZ654321A"
    cache.set("somebody", f"value of {name}", 60)
    logging.getLogger("django").warning("somebody called %s", name)
    found = any(name in one for one in whole_broker())
    cache.delete("somebody")
    assert found
    assert name in "\n".join(caplog.messages)


def dumped() -> str:
    """Return what pg_dump writes of this test's database, as a thief would have it."""
    program = embedded.Postgres(settings.VAR).programs / "pg_dump"
    address = url_of(connection.settings_dict["NAME"], os.environ["DATABASE_URL"])
    address = address.replace("postgres://", "postgresql://", 1)
    command = [str(program), "--dbname", address, "--inserts"]
    return subprocess.run(command, capture_output=True, text=True, timeout=120, check=True).stdout


def test_pg_dump_after_the_letters_are_posted_holds_no_code(transactional_db, tmp_path):
    """The control: what is not secret is found in the same dump, and so is a code kept in clear."""
    assembly = make.assembly()
    run = make_letters.released(assembly, tmp_path)
    secrets = [make_letters.code_of(letter) for letter in make_letters.in_order(run=run)]
    dump = dumped()
    assert len(secrets) == 20
    assert assembly.slug in dump
    assert [s for s in secrets if s in dump or codes.pretty(s) in dump] == []
    Assembly.objects.update(question=codes.pretty(secrets[7]))
    assert codes.pretty(secrets[7]) in dumped()


def whole_database() -> str:
    """Return every row of every table as text, bytes as hexadecimal and as they read."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
        tables = [row[0] for row in cursor.fetchall()]
        rows = []
        for table in tables:
            cursor.execute(f'SELECT t::text, row_to_json(t)::text FROM "{table}" t')  # noqa: S608
            rows += [cell for row in cursor.fetchall() for cell in row]
    found = "\n".join(rows)
    read = [bytes.fromhex(box) for box in re.findall(r"\\x([0-9a-f]{2,})", found)]
    return found + "".join(one.decode("latin-1") for one in read)


def test_a_dump_of_the_database_holds_no_code_in_the_clear(assembly):
    letters = [recruit.invitation(assembly) for _ in range(20)]
    secrets = [code for _, code in letters]
    recruit.registration(assembly, secrets[0])
    asked = recruit.lost_code(assembly, address=letters[1][0].address.lines[0], postcode="E17 0ZZ")
    secrets.append(
        lost.reissue(
            asked,
            letters[1][0],
            sent_by="email",
            by=make.actor_with(assembly, "recruiter"),
            now=make.NOW,
        )
    )
    assert codes.pretty(secrets[-1]) in OutboxMessage.objects.get(kind="new_code").body
    dump = whole_database()
    assert "E17 0ZZ" in dump  # a control: what is in the clear is found
    assert [s for s in secrets if s in dump or codes.pretty(s) in dump] == []


# The same form sent again (A2)


def again(client, path, data, times: int, lost_answers: int):
    """Post a form; then post it again as if that many answers had never arrived."""
    for _ in range(lost_answers):
        before = {key: morsel.value for key, morsel in client.cookies.items()}
        client.post(path, data)
        client.cookies.clear()
        for key, value in before.items():
            client.cookies[key] = value
    for _ in range(times):
        response = client.post(path, data)
    return response


def journey(assembly, code: str, chance: random.Random) -> str:
    """Register with every form sent one to five times; return the confirmation."""
    client = Client()
    path = url("register.code", assembly)
    data = {"code": code, "shown": shown(client, path)}
    steps = [(path, data), *((url("register.step", assembly, k), d) for k, d in PAGES)]
    for where, what in [*steps, (url("register.check", assembly), {})]:
        sent = again(client, where, what, chance.randint(1, 3), chance.randint(0, 2))
        assert sent.status_code in (302, 303), where
    pages = {
        re.sub(r'(value|nonce)="[^"]*"', "", text(client.get(url("register.done", assembly))))
        for _ in range(2)
    }
    assert len(pages) == 1
    return pages.pop()


PARTS, JOURNEYS_A_PART = 40, 250  # of the long form; each part begins with empty tables


@pytest.mark.parametrize(
    ("journeys", "part"),
    [
        (2, 0),
        *(
            pytest.param(JOURNEYS_A_PART, part, marks=pytest.mark.soak)
            for part in range(1, PARTS + 1)
        ),
    ],
    ids=["quick", *(f"long, part {part}" for part in range(1, PARTS + 1))],
)
def test_forms_sent_again_give_one_row_one_e_mail_and_the_same_confirmation(
    assembly, settings, journeys, part
):
    settings.KEPT_SECONDS = 1  # as where people register: questions are read once a second
    chance = random.Random(8 + part)
    for _ in range(journeys):
        letter, code = recruit.invitation(assembly)
        page = journey(assembly, code, chance)
        assert letter.registrations.get().reference in page
    assert Registration.objects.filter(status="registered").count() == journeys
    assert Registration.objects.count() == journeys
    assert OutboxMessage.objects.filter(kind="registered").count() == journeys
    assert AuditEntry.objects.filter(act="registrations.register").count() == journeys


def test_a_lost_letter_asked_for_twice_is_one_request(assembly, clock):
    client = Client()
    note = shown(client, url("lost", assembly))
    clock.shift(timedelta(seconds=9))
    data = {
        "name": "Alice",
        "address": "1 Invented Road",
        "postcode": "e170zz",
        "email": "alice@example.org",
        "shown": note,
    }
    for _ in range(3):
        response = client.post(url("lost", assembly), data)
        assert response.headers["Location"] == url("lost.asked", assembly)
    assert LostCode.objects.get().postcode == "E17 0ZZ"


def test_a_code_page_sent_again_never_shows_answers_given_meanwhile(assembly):
    """Only an empty draft is found again: whoever holds the letter sees nobody's answers."""
    client = Client()
    _, code = recruit.invitation(assembly)
    path = url("register.code", assembly)
    data = {"code": code, "shown": shown(client, path)}
    client.post(path, data)
    client.post(url("register.step", assembly, "name"), {"name": CANARY})
    client.post(path, data)
    assert CANARY not in text(client.get(url("register.step", assembly, "name")))


def test_registering_leads_on_with_303_each_time(assembly):
    sent = register(Client(), assembly, recruit.invitation(assembly)[1])
    assert (sent.status_code, sent.headers["Location"]) == (303, url("register.done", assembly))
