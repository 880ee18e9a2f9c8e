from datetime import date, timedelta

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from assembly.errors import BadInput, DomainError, NotAllowed
from recommendations import actions
from recommendations.models import Action, ProgressUpdate
from tests import make_recommendations as make

AFTER = make.AFTER
DUE = date(2024, 12, 31)


@pytest.fixture
def response(reported):
    council, _ = make.bodies(reported)
    return make.response(reported.recommendations.get(number=1), council)


@pytest.fixture
def by(response):
    return make.responder_actor(response.recommendation.assembly, response.body)


def add(response, by, **fields) -> Action:
    values = {
        "title": "Fit lamps in six parks",
        "owner": "Head of Parks",
        "due_on": DUE,
        "evidence_needed": "A map of the lamps",
        **fields,
    }
    return actions.add(response, **values, by=by, now=AFTER)


def test_an_action_has_an_owner_a_due_date_and_what_will_prove_it(response, by):
    made = add(response, by)
    assert (made.owner, made.due_on, made.evidence_needed) == (
        "Head of Parks", DUE, "A map of the lamps",
    )  # fmt: skip


@pytest.mark.parametrize("field", ["title", "owner", "evidence_needed"])
def test_an_action_without_one_of_them_is_refused(response, by, field):
    with pytest.raises(BadInput):
        add(response, by, **{field: " "})


def test_a_rejection_has_no_actions(reported, response):
    council, _ = make.bodies(reported)
    rejected = make.response(reported.recommendations.get(number=2), council, "rejected")
    with pytest.raises(DomainError):
        add(rejected, make.responder_actor(reported, council))


def test_another_body_neither_adds_nor_updates(reported, response, by):
    intruder = make.responder_actor(reported, make.bodies(reported)[1])
    made = add(response, by)
    with pytest.raises(NotAllowed):
        add(response, intruder)
    with pytest.raises(NotAllowed):
        actions.update(made, "stopped", "Too dear.", by=intruder, now=AFTER)
    assert (Action.objects.count(), ProgressUpdate.objects.count()) == (1, 0)


def test_the_newest_update_is_the_state_of_an_action(response, by):
    made = add(response, by)
    actions.update(made, "under_way", "Ordered.", by=by, now=AFTER)
    actions.update(
        made, "done", "Lit.", "https://example.org/map", by=by, now=AFTER + timedelta(days=9)
    )
    assert (made.status, made.updates.count()) == ("done", 2)


def test_done_needs_its_proof(response, by):
    made = add(response, by)
    with pytest.raises(BadInput):
        actions.update(made, "done", "Trust us.", by=by, now=AFTER)
    with pytest.raises(IntegrityError), transaction.atomic():
        ProgressUpdate.objects.create(action=made, at=AFTER, status="done", text="Trust us.")


def test_updates_follow_a_published_answer(reported, response):
    council, _ = make.bodies(reported)
    draft = make.response(reported.recommendations.get(number=2), council, published=False)
    by = make.responder_actor(reported, council)
    made = add(draft, by)
    with pytest.raises(DomainError):
        actions.update(made, "under_way", "Ordered.", by=by, now=AFTER)


@pytest.mark.parametrize(
    ("today", "late"), [(DUE, 0), (DUE + timedelta(days=1), 1), (DUE + timedelta(days=40), 40)]
)
def test_an_action_is_late_from_the_day_after_its_due_date(response, by, today, late):
    assert add(response, by).days_late(today) == late


def test_what_is_done_is_not_late(response, by):
    made = add(response, by)
    actions.update(made, "done", "Lit.", "https://example.org/map", by=by, now=AFTER)
    assert made.days_late(DUE + timedelta(days=9)) == 0


@pytest.mark.parametrize(
    "tamper",
    [
        lambda one: Action.objects.filter(pk=one.pk).update(due_on=date(2030, 1, 1)),
        lambda one: ProgressUpdate.objects.filter(action=one).update(text="x"),
        lambda one: ProgressUpdate.objects.filter(action=one).delete(),
    ],
)
def test_the_database_keeps_a_promise_and_its_history_whoever_asks(response, by, tamper):
    made = add(response, by)
    actions.update(made, "under_way", "Ordered.", by=by, now=AFTER)
    with pytest.raises(DatabaseError), transaction.atomic():
        tamper(made)
