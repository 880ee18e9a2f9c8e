import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import IntegrityError, OperationalError, connection, transaction

from assembly import assemblies, audit
from assembly.errors import NotAllowed
from assembly.models import AuditEntry, Organisation, Part
from assembly.permissions import SYSTEM
from tests import make


def test_an_act_leaves_one_entry_that_names_actor_act_and_object(assembly):
    by = make.actor_with(assembly, "organiser")
    assemblies.advance(assembly, by=by, now=make.NOW)
    entry = AuditEntry.objects.get()
    assert (entry.actor, entry.act, entry.object_id) == (
        by.label,
        "assembly.advance",
        str(assembly.pk),
    )
    assert audit.first_broken() is None


def test_a_refused_act_leaves_nothing(assembly):
    with pytest.raises(NotAllowed):
        assemblies.advance(assembly, by=make.actor_with(assembly, "board"), now=make.NOW)
    assert not AuditEntry.objects.exists()


@pytest.mark.parametrize(
    "statement", ["UPDATE assembly_auditentry SET act = 'x'", "DELETE FROM assembly_auditentry"]
)
def test_the_database_refuses_to_change_the_chain(assembly, statement):
    assemblies.advance(assembly, by=make.actor_with(assembly, "organiser"), now=make.NOW)
    with (
        pytest.raises(IntegrityError, match="append-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)


def test_without_the_trigger_a_change_is_found_at_its_position(assembly):
    by = make.actor_with(assembly, "organiser")
    for _ in range(3):
        audit.write("assembly.advance", assembly, by=by, now=make.NOW)
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE assembly_auditentry DISABLE TRIGGER audit_is_append_only")
        cursor.execute("UPDATE assembly_auditentry SET actor = 'user:0' WHERE position = 2")
    assert audit.first_broken() == 2


def two_acts_that_meet(assembly) -> list[str]:
    """Let one act hold a row and then write, and another point at that row and write meanwhile.

    Return what came of each.
    """
    body = make.organisation()
    held, pointed = threading.Event(), threading.Event()

    def hold():
        with audit.act("assembly.create", assembly, by=SYSTEM, now=make.NOW):
            Organisation.objects.select_for_update().get(pk=body.pk)
            held.set()
            pointed.wait(5)
            time.sleep(0.2)  # by then the other waits for this row or has taken the chain

    def point():
        held.wait(5)
        with audit.act("assembly.create", assembly, by=SYSTEM, now=make.NOW):
            Part.objects.create(assembly=assembly, organisation=body, kind=Part.Kind.DELIVERY)
            pointed.set()

    def told(do) -> str:
        try:
            do()
        except OperationalError as error:
            return str(error).split("\n", 1)[0]
        finally:
            connection.close()
        return "done"

    with ThreadPoolExecutor(2) as both:
        return list(both.map(told, [hold, point]))


@pytest.mark.django_db(transaction=True)
def test_acts_that_wait_for_each_other_s_rows_and_for_the_chain_both_end(transactional_db):
    assert two_acts_that_meet(make.assembly()) == ["done", "done"]
    assert audit.first_broken() is None


@pytest.mark.django_db(transaction=True)
def test_acts_that_took_the_chain_first_would_lock_each_other_out(transactional_db, monkeypatch):
    """A control: rows are looked at when the transaction ends, as PostgreSQL would by itself."""
    monkeypatch.setattr(audit, "CHECK", "SELECT 1")
    assert "deadlock detected" in two_acts_that_meet(make.assembly())
