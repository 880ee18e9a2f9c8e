"""The freeze against writers: the pool is exactly who was committed before it, nobody after."""

import threading

import pytest
from django.db import IntegrityError, connection, transaction

from assembly import stages
from recruitment import pools
from recruitment.models import Registration
from tests import make, make_recruitment

from . import make_draws

Status = Registration.Status
WRITERS, ROUNDS, SOAK = 8, 6, 200
GUARD = "registration_is_frozen_with_its_pool"


def _round(number: int) -> tuple[set, set]:
    """Let writers register, withdraw and change answers while the pool freezes.

    Returns who is in the pool, with their answers, and who is registered now, with theirs.
    """
    assembly = make_draws.ready(make.assembly(seats=2), people=12)
    by = make.actor_with(assembly, "recruiter")
    late = [
        make_recruitment.registered(
            assembly, status=Status.WITHDRAWN, place=None, withdrawn_at=make.NOW
        )
        for _ in range(WRITERS)
    ]
    held = list(assembly.registrations.filter(status=Status.REGISTERED))[:WRITERS]
    ready = threading.Barrier(2 * WRITERS + 1)

    def write(change):
        ready.wait()
        try:
            change()
        except IntegrityError:
            pass
        finally:
            connection.close()

    def arrive(person):
        Registration.objects.filter(pk=person.pk).update(status=Status.REGISTERED, place=1)

    def edit(person):
        person.answers = {**person.answers, "gender": "other"}
        person.save(update_fields=["answers"])

    acts = [lambda person=person: arrive(person) for person in late]
    acts += [lambda person=person: edit(person) for person in held]
    threads = [threading.Thread(target=write, args=(act,)) for act in acts]
    for thread in threads:
        thread.start()
    ready.wait()
    pool = pools.freeze(assembly, by=by, now=make.NOW)
    for thread in threads:
        thread.join()
    frozen = {(entry.registration_id, str(entry.answers)) for entry in pool.entries.all()}
    now = Registration.objects.filter(assembly=assembly, status=Status.REGISTERED)
    return frozen, {(person.pk, str(person.answers)) for person in now}


def test_a_freeze_among_writers_holds_exactly_those_committed_before_it(transactional_db):
    for number in range(ROUNDS):
        frozen, registered = _round(number)
        assert frozen == registered


@pytest.mark.soak
def test_two_hundred_freezes_among_writers_hold_exactly_those_committed_before_them(
    transactional_db,
):
    for number in range(SOAK):
        frozen, registered = _round(number)
        assert frozen == registered


def test_without_the_trigger_writers_change_the_pool_behind_its_back(transactional_db):
    """The negative control: the same check fails once the guard is gone."""
    with connection.cursor() as cursor:
        cursor.execute(f"ALTER TABLE recruitment_registration DISABLE TRIGGER {GUARD}")
    try:
        rounds = [_round(number) for number in range(ROUNDS)]
    finally:
        with connection.cursor() as cursor:
            cursor.execute(f"ALTER TABLE recruitment_registration ENABLE TRIGGER {GUARD}")
    assert any(frozen != registered for frozen, registered in rounds)


WRITES = {
    "by update": lambda person: Registration.objects.filter(pk=person.pk).update(
        invitation=_other_home(person)
    ),
    "by bulk update": lambda person: Registration.objects.bulk_update(
        [_moved(person)], ["invitation"]
    ),
    "by save": lambda person: _with_answers(person).save(),
    "by SQL": lambda person: connection.cursor().execute(
        "UPDATE recruitment_registration SET answers = NULL WHERE id = %s", [person.pk]
    ),
}


def _other_home(person):
    return Registration.objects.exclude(pk=person.pk).first().invitation_id


def _moved(person):
    person.invitation_id = _other_home(person)
    return person


def _with_answers(person):
    person.answers = {"gender": "man"}
    return person


@pytest.mark.parametrize("way", WRITES)
def test_after_the_freeze_nobodys_answers_or_home_change(assembly, way):
    make_draws.ready(assembly)
    pools.freeze(assembly, by=make.actor_with(assembly, "recruiter"), now=make.NOW)
    person = assembly.registrations.first()
    with pytest.raises(IntegrityError, match="the pool is frozen"), transaction.atomic():
        WRITES[way](person)


def test_after_the_freeze_a_person_may_still_withdraw(assembly):
    make_draws.ready(assembly)
    pools.freeze(assembly, by=make.actor_with(assembly, "recruiter"), now=make.NOW)
    person = assembly.registrations.first()
    Registration.objects.filter(pk=person.pk).update(
        status=Status.WITHDRAWN, place=None, withdrawn_at=make.NOW
    )
    assert assembly.stage == stages.DRAW.key
