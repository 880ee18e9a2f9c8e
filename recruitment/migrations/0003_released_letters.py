"""A released run of letters is what went out: it does not change any more.

Only its files may be taken away, when they are no longer needed.
"""

from django.db import migrations

GUARD = """
CREATE FUNCTION refuse_change_of_released_letters() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    files text[] := ARRAY['body', 'manifest', 'file'];
    released boolean;
BEGIN
    IF TG_TABLE_NAME = 'recruitment_letterrun' THEN
        released := OLD.released_at IS NOT NULL;
    ELSE
        SELECT released_at IS NOT NULL INTO released FROM recruitment_letterrun WHERE id = OLD.run_id;
    END IF;
    IF released AND (to_jsonb(NEW) - files) IS DISTINCT FROM (to_jsonb(OLD) - files) THEN
        RAISE EXCEPTION 'released letters do not change: % of % refused', TG_OP, TG_TABLE_NAME
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER released_run_stays BEFORE UPDATE ON recruitment_letterrun
    FOR EACH ROW EXECUTE FUNCTION refuse_change_of_released_letters();
CREATE TRIGGER released_batch_stays BEFORE UPDATE ON recruitment_letterbatch
    FOR EACH ROW EXECUTE FUNCTION refuse_change_of_released_letters();
"""
UNGUARD = """
DROP TRIGGER released_batch_stays ON recruitment_letterbatch;
DROP TRIGGER released_run_stays ON recruitment_letterrun;
DROP FUNCTION refuse_change_of_released_letters();
"""


class Migration(migrations.Migration):
    dependencies = [("recruitment", "0002_guards")]
    operations = [migrations.RunSQL(GUARD, UNGUARD)]
