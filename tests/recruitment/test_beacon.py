"""The public beacon: promised ahead, refused early, refused when it is not the round promised."""

from datetime import timedelta

import pytest
from django.urls import reverse

from assembly import audit
from assembly.errors import BadInput, DomainError
from recruitment import beacon, draws, records
from recruitment.lottery import verify
from recruitment.models import Draw
from recruitment.queries import lottery as queries
from tests import make

from . import make_draws

ROUND = 657_413
SIGNATURE = (
    "b713718a38ae728dfd477991af2822e08d2f305e47718cef9f7848ce4050e7be"
    "41076862b98fad56e91a6b85b89cd97b"
)
AT = beacon.time_of(ROUND)
FALLBACK = AT + beacon.FALLBACK


def promised(number: int = ROUND) -> dict:
    at = beacon.time_of(number)
    return beacon.promise(at, now=at - timedelta(minutes=20))


@pytest.fixture
def pool(assembly):
    return make_draws.committed(make_draws.ready(assembly), randomness=promised())


@pytest.fixture
def recruiter(pool):
    return make.actor_with(pool.assembly, "recruiter")


def test_a_round_is_the_first_at_or_after_its_time():
    assert beacon.round_at(AT) == ROUND
    assert beacon.round_at(AT + timedelta(seconds=1)) == ROUND + 1
    assert beacon.time_of(1).timestamp() == beacon.GENESIS


@pytest.mark.parametrize("ahead", [timedelta(0), timedelta(minutes=14), timedelta(days=31)])
def test_a_round_too_near_or_too_far_is_not_promised(ahead):
    with pytest.raises(BadInput, match="Choose a time"):
        beacon.promise(make.NOW + ahead, now=make.NOW)


def test_the_round_draws_the_panel_that_its_signature_gives(pool, recruiter):
    drawn = draws.enter_beacon(pool, SIGNATURE, by=recruiter, now=AT)
    pool.refresh_from_db()
    assert (pool.status, drawn.digits, drawn.confirmed_by) == ("drawn", "447", "beacon")
    assert len(draws.panel(drawn)) == make_draws.SEATS


def test_the_whole_answer_of_a_relay_may_be_pasted(pool, recruiter):
    pasted = f'{{"round":{ROUND},"randomness":"","signature":"{SIGNATURE.upper()}"}}'
    assert draws.enter_beacon(pool, pasted, by=recruiter, now=AT).signature == SIGNATURE


def test_before_its_time_the_round_is_refused_however_well_signed(pool, recruiter):
    with pytest.raises(DomainError, match="not published before"):
        draws.enter_beacon(pool, SIGNATURE, by=recruiter, now=AT - timedelta(seconds=1))
    assert not Draw.objects.exists()


@pytest.mark.parametrize(
    ("pasted", "words"),
    [
        (f'{{"round":{ROUND + 1},"signature":"{SIGNATURE}"}}', "This is round"),
        (SIGNATURE[:-1] + "c", "not the beacon"),
        ("0" * 96, "not the beacon"),
        (SIGNATURE[:-2], "96 digits"),
        ("z" * 96, "96 digits"),
        ("{", "Paste all"),
    ],
)
def test_what_is_not_the_beacons_signature_of_this_round_is_refused(pool, recruiter, pasted, words):
    with pytest.raises(BadInput, match=words):
        draws.enter_beacon(pool, pasted, by=recruiter, now=AT)
    assert not Draw.objects.exists()


def test_without_the_check_of_its_signature_a_forged_round_draws(pool, recruiter, monkeypatch):
    """A control."""
    monkeypatch.setattr(beacon, "verify_quicknet", lambda number, signature: "taken")
    forged = SIGNATURE[:-1] + "c"
    assert draws.enter_beacon(pool, forged, by=recruiter, now=AT).signature == forged


def test_without_its_time_a_round_draws_before_it_exists(pool, recruiter, monkeypatch):
    """A control."""
    early = AT - timedelta(minutes=10)
    monkeypatch.setattr(beacon, "moment_of", lambda text: early)
    assert draws.enter_beacon(pool, SIGNATURE, by=recruiter, now=early).confirmed_at == early


def test_every_attempt_is_in_the_chain_and_on_the_public_page(client, pool, recruiter):
    early = AT - timedelta(seconds=1)
    for pasted, now in ((SIGNATURE, early), ("0" * 96, AT)):
        with pytest.raises(DomainError):
            draws.enter_beacon(pool, pasted, by=recruiter, now=now)
    draws.enter_beacon(pool, SIGNATURE, by=recruiter, now=AT)
    with pytest.raises(DomainError):
        draws.enter(pool, "001", by=recruiter, now=FALLBACK)
    found = queries.attempts(pool)
    assert [attempt.digits for attempt in found] == ["", "", "447", ""]
    refused = [attempt.refused for attempt in found]
    assert "not published before" in refused[0]
    assert "not the beacon" in refused[1]
    assert refused[2] == ""
    assert "second draw" in refused[3]
    page = client.get(reverse("public.draw", args=[pool.assembly.slug, pool.number]))
    assert page.content.decode().count("Refused: ") == 3
    assert audit.first_broken() is None


def test_a_genuine_signature_of_another_round_is_refused(assembly):
    pool = make_draws.committed(make_draws.ready(assembly), randomness=promised(ROUND + 1))
    by = make.actor_with(assembly, "recruiter")
    with pytest.raises(BadInput, match="not the beacon"):
        draws.enter_beacon(pool, SIGNATURE, by=by, now=AT + timedelta(minutes=1))


def test_a_second_draw_by_beacon_or_balls_is_refused(pool, recruiter):
    draws.enter_beacon(pool, SIGNATURE, by=recruiter, now=AT)
    for act, number in ((draws.enter_beacon, SIGNATURE), (draws.enter, "001")):
        with pytest.raises(DomainError, match="second draw"):
            act(pool, number, by=recruiter, now=FALLBACK)


def test_balls_stand_in_for_the_beacon_only_from_the_time_promised(pool, recruiter):
    with pytest.raises(DomainError, match="Balls may stand in from"):
        draws.enter(pool, "001", by=recruiter, now=FALLBACK - timedelta(seconds=1))
    assert draws.enter(pool, "001", by=recruiter, now=FALLBACK).digits == "001"


def test_the_beacon_is_refused_where_balls_were_promised(assembly):
    pool = make_draws.committed(make_draws.ready(assembly))
    by = make.actor_with(assembly, "recruiter")
    with pytest.raises(DomainError, match="Three balls were promised"):
        draws.enter_beacon(pool, SIGNATURE, by=by, now=AT)


def test_the_verifier_checks_the_signature_by_itself(assembly):
    ready, early = make_draws.ready(assembly), AT - timedelta(minutes=20)
    pool = make_draws.committed(ready, now=early, randomness=promised())
    by = make.actor_with(assembly, "recruiter")
    drawn = draws.enter_beacon(pool, SIGNATURE, by=by, now=AT)
    lines = verify.verify(records.record(drawn), pool.manifest_sha256)
    assert "panel 447 was drawn by beacon" in lines
    drawn.pool.committed_at = AT - timedelta(minutes=14)
    with pytest.raises(verify.Wrong, match="too shortly before"):
        verify.verify(records.record(drawn))
