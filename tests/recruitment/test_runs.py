"""Working out the chances: rows that survive, show their step, can be stopped, and are all kept."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from assembly import stages
from assembly.errors import DomainError
from recruitment import lotteries, pools, runs
from recruitment.models import Member, Pool, PoolEntry, Run
from tests import make

from . import make_draws

pytestmark = pytest.mark.django_db


@pytest.fixture
def ready(assembly):
    return make_draws.ready(assembly)


@pytest.fixture
def recruiter(ready):
    return make.actor_with(ready, "recruiter")


@pytest.fixture
def pool(ready, recruiter):
    return pools.freeze(ready, by=recruiter, now=make.NOW)


def test_a_test_run_shows_chances_and_draws_nobody(ready, recruiter):
    run = runs.test(ready, by=recruiter, now=make.NOW)
    lotteries.solve(runs.claim(run.pk, make.NOW), now=make.NOW)
    run.refresh_from_db()
    assert (run.status, run.is_test, run.outcome["people"]) == ("done", True, 60)
    assert sum(run.outcome["bands"]) == 60
    assert not Pool.objects.exists()
    assert not PoolEntry.objects.exists()
    assert not Member.objects.exists()


def test_a_test_run_may_be_asked_for_while_people_register(ready, recruiter):
    ready.stage = stages.REGISTER.key
    ready.save()
    run = runs.test(ready, by=recruiter, now=make.NOW)
    lotteries.solve(runs.claim(run.pk, make.NOW), now=make.NOW)
    run.refresh_from_db()
    assert (run.status, run.outcome["people"]) == ("done", 60)


def test_what_a_run_keeps_names_no_person(ready, recruiter):
    run = runs.test(ready, by=recruiter, now=make.NOW)
    lotteries.solve(runs.claim(run.pk, make.NOW), now=make.NOW)
    kept = str(Run.objects.get().outcome)
    assert not [person for person in ready.registrations.all() if person.reference in kept]


def test_every_run_is_kept_and_one_is_official(ready, recruiter):
    for _ in range(2):
        run = runs.test(ready, by=recruiter, now=make.NOW)
        lotteries.solve(runs.claim(run.pk, make.NOW), now=make.NOW)
    pool = make_draws.solved(ready)
    found = Run.objects.order_by("number").values_list("number", "pool", "status")
    assert list(found) == [(1, None, "done"), (2, None, "done"), (3, pool.pk, "done")]


def test_two_runs_at_once_are_refused_by_the_act_and_by_the_database(ready, recruiter):
    runs.test(ready, by=recruiter, now=make.NOW)
    with pytest.raises(DomainError, match="under way"):
        runs.test(ready, by=recruiter, now=make.NOW)
    with pytest.raises(IntegrityError, match="one_run_at_a_time"), transaction.atomic():
        Run.objects.create(assembly=ready, number=9, asked_by="x", asked_at=make.NOW)


def test_a_run_tells_its_step_while_it_goes_on(pool, recruiter):
    run = runs.claim(runs.official(pool, by=recruiter, now=make.NOW).pk, make.NOW)
    report = runs.Progress(run, lambda: make.NOW + timedelta(seconds=5))
    report("level 3 of fairness")
    assert Run.objects.get().step == "level 3 of fairness"


def test_a_cancelled_run_stops_at_its_next_step_and_leaves_the_pool_frozen(pool, recruiter):
    run = runs.claim(runs.official(pool, by=recruiter, now=make.NOW).pk, make.NOW)
    runs.cancel(run, by=recruiter, now=make.NOW)
    with pytest.raises(runs.Stopped):
        runs.Progress(run, lambda: make.NOW + timedelta(seconds=5))("next")
    lotteries.solve(run, now=make.NOW)
    pool.refresh_from_db()
    assert (Run.objects.get().status, pool.status, pool.result) == ("cancelled", "frozen", None)
    again = runs.official(pool, by=recruiter, now=make.NOW)
    lotteries.solve(runs.claim(again.pk, make.NOW), now=make.NOW)
    pool.refresh_from_db()
    assert pool.status == "solved"


def test_a_run_whose_worker_died_is_taken_up_again_and_gives_the_same_panels(pool, recruiter):
    run = runs.official(pool, by=recruiter, now=make.NOW)
    dead = runs.claim(run.pk, make.NOW)
    assert runs.claim(run.pk, make.NOW + runs.LEASE / 2) is None
    later = make.NOW + runs.LEASE + timedelta(seconds=1)
    lotteries.solve(runs.claim(run.pk, later), now=later)
    pool.refresh_from_db()
    panels = pool.result["panels"]
    lotteries.solve(dead, now=later)
    pool.refresh_from_db()
    assert (pool.result["panels"], pool.solved_at) == (panels, later)


def test_without_its_claim_a_dead_workers_late_answer_would_be_kept(pool, recruiter):
    """The negative control of the test before: with the same claim the late answer goes in."""
    run = runs.official(pool, by=recruiter, now=make.NOW)
    dead = runs.claim(run.pk, make.NOW)
    Run.objects.filter(pk=run.pk).update(alive_at=None)
    assert runs.claim(run.pk, make.NOW) is not None
    Run.objects.filter(pk=run.pk).update(claim=dead.claim)
    lotteries.solve(dead, now=make.NOW)
    pool.refresh_from_db()
    assert pool.status == "solved"


def test_an_impossible_pool_can_be_given_up_its_targets_mended_and_drawn_anew(ready, recruiter):
    ready.categories.get(key="gender").values.filter(key="other").update(low=2, high=2)
    pool = make_draws.solved(ready)
    assert pool.status == "failed"
    with pytest.raises(DomainError, match="has not been drawn yet"):
        pools.freeze(ready, by=recruiter, now=make.NOW)
    pools.abandon(pool, reason="Nobody registered for it", by=recruiter, now=make.NOW)
    ready.categories.get(key="gender").values.filter(key="other").update(low=0, high=2)
    second = make_draws.committed(ready)
    assert (second.number, second.kind, second.reason) == (2, "redraw", "Nobody registered for it")
    assert second.previous.manifest_sha256 in second.manifest
