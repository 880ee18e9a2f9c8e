import pytest
from django.db import IntegrityError, connection, transaction

from assembly import assemblies, audit
from assembly.errors import NotAllowed
from assembly.models import AuditEntry
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
