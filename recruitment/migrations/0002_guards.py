"""A frozen pool stays as it was, whoever asks: not even SQL as the application's role changes it."""

from django.db import migrations

GUARD = """
CREATE FUNCTION guard_pool_entry() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        IF EXISTS (SELECT 1 FROM recruitment_pool WHERE id = NEW.pool_id AND status <> 'frozen') THEN
            RAISE EXCEPTION 'the pool is frozen: nobody can be added' USING ERRCODE = 'restrict_violation';
        END IF;
        RETURN NEW;
    END IF;
    IF TG_OP = 'DELETE' THEN
        RAISE EXCEPTION 'the pool is frozen: nobody can be removed' USING ERRCODE = 'restrict_violation';
    END IF;
    IF (NEW.pool_id, NEW.registration_id, NEW.pseudonym, NEW.household, NEW.commitment)
        IS DISTINCT FROM
       (OLD.pool_id, OLD.registration_id, OLD.pseudonym, OLD.household, OLD.commitment) THEN
        RAISE EXCEPTION 'the pool is frozen: an entry cannot change' USING ERRCODE = 'restrict_violation';
    END IF;
    IF NEW.panels IS DISTINCT FROM OLD.panels AND EXISTS (
        SELECT 1 FROM recruitment_pool WHERE id = NEW.pool_id AND status IN ('committed', 'drawn')
    ) THEN
        RAISE EXCEPTION 'the draw is committed: chances cannot change' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER pool_entry_is_frozen
    BEFORE INSERT OR UPDATE OR DELETE ON recruitment_poolentry
    FOR EACH ROW EXECUTE FUNCTION guard_pool_entry();

CREATE FUNCTION guard_pool() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        RAISE EXCEPTION 'a frozen pool cannot be removed' USING ERRCODE = 'restrict_violation';
    END IF;
    IF (NEW.assembly_id, NEW.number, NEW.seats, NEW.targets, NEW.frozen_at)
        IS DISTINCT FROM (OLD.assembly_id, OLD.number, OLD.seats, OLD.targets, OLD.frozen_at) THEN
        RAISE EXCEPTION 'a frozen pool cannot change' USING ERRCODE = 'restrict_violation';
    END IF;
    IF OLD.status IN ('committed', 'drawn') AND (
        (NEW.manifest, NEW.manifest_sha256, NEW.result, NEW.committed_at)
            IS DISTINCT FROM (OLD.manifest, OLD.manifest_sha256, OLD.result, OLD.committed_at)
        OR NEW.status NOT IN ('committed', 'drawn')
    ) THEN
        RAISE EXCEPTION 'a committed draw cannot change' USING ERRCODE = 'restrict_violation';
    END IF;
    IF OLD.status = 'drawn' AND NEW.status <> 'drawn' THEN
        RAISE EXCEPTION 'a draw that was held stays held' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER pool_is_frozen
    BEFORE UPDATE OR DELETE ON recruitment_pool
    FOR EACH ROW EXECUTE FUNCTION guard_pool();

CREATE FUNCTION guard_draw() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.confirmed_at IS NOT NULL THEN
        RAISE EXCEPTION 'a confirmed draw cannot change' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END $$;
CREATE TRIGGER draw_is_final
    BEFORE UPDATE OR DELETE ON recruitment_draw
    FOR EACH ROW EXECUTE FUNCTION guard_draw();
"""
UNGUARD = """
DROP TRIGGER draw_is_final ON recruitment_draw;
DROP FUNCTION guard_draw();
DROP TRIGGER pool_is_frozen ON recruitment_pool;
DROP FUNCTION guard_pool();
DROP TRIGGER pool_entry_is_frozen ON recruitment_poolentry;
DROP FUNCTION guard_pool_entry();
"""


class Migration(migrations.Migration):
    dependencies = [("recruitment", "0001_initial"), ("assembly", "0002_guards")]
    operations = [migrations.RunSQL(GUARD, UNGUARD)]
