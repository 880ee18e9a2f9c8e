"""The audit chain is append-only, whoever asks."""

from django.db import migrations

GUARD = """
CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is append-only: % refused', TG_TABLE_NAME, TG_OP
        USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER audit_is_append_only
    BEFORE UPDATE OR DELETE ON assembly_auditentry
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER audit_is_never_emptied
    BEFORE TRUNCATE ON assembly_auditentry
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
"""
UNGUARD = """
DROP TRIGGER audit_is_never_emptied ON assembly_auditentry;
DROP TRIGGER audit_is_append_only ON assembly_auditentry;
DROP FUNCTION refuse_change();
"""


class Migration(migrations.Migration):
    dependencies = [("assembly", "0001_initial")]
    operations = [migrations.RunSQL(GUARD, UNGUARD)]
