"""Guards of the lottery: the frozen answers, pools given up, draws, and a pool that has closed."""

from django.db import migrations

GUARD = """
CREATE OR REPLACE FUNCTION guard_pool_entry() RETURNS trigger LANGUAGE plpgsql AS $$
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
    IF (NEW.pool_id, NEW.registration_id, NEW.pseudonym, NEW.household, NEW.commitment, NEW.answers, NEW.salt)
        IS DISTINCT FROM
       (OLD.pool_id, OLD.registration_id, OLD.pseudonym, OLD.household, OLD.commitment, OLD.answers, OLD.salt)
    THEN
        RAISE EXCEPTION 'the pool is frozen: an entry cannot change' USING ERRCODE = 'restrict_violation';
    END IF;
    IF NEW.panels IS DISTINCT FROM OLD.panels AND EXISTS (
        SELECT 1 FROM recruitment_pool
        WHERE id = NEW.pool_id AND (status IN ('committed', 'drawn') OR manifest <> '')
    ) THEN
        RAISE EXCEPTION 'the draw is committed: chances cannot change' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE OR REPLACE FUNCTION guard_pool() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        RAISE EXCEPTION 'a frozen pool cannot be removed' USING ERRCODE = 'restrict_violation';
    END IF;
    IF (NEW.assembly_id, NEW.number, NEW.kind, NEW.reason, NEW.seats, NEW.targets, NEW.frozen_at)
        IS DISTINCT FROM
       (OLD.assembly_id, OLD.number, OLD.kind, OLD.reason, OLD.seats, OLD.targets, OLD.frozen_at) THEN
        RAISE EXCEPTION 'a frozen pool cannot change' USING ERRCODE = 'restrict_violation';
    END IF;
    IF OLD.manifest <> '' AND
        (NEW.manifest, NEW.manifest_sha256, NEW.result, NEW.committed_at, NEW.randomness, NEW.lottery_file)
        IS DISTINCT FROM
       (OLD.manifest, OLD.manifest_sha256, OLD.result, OLD.committed_at, OLD.randomness, OLD.lottery_file) THEN
        RAISE EXCEPTION 'a committed draw cannot change' USING ERRCODE = 'restrict_violation';
    END IF;
    IF OLD.status = 'committed' AND NEW.status NOT IN ('committed', 'drawn', 'abandoned') THEN
        RAISE EXCEPTION 'a committed draw stays committed' USING ERRCODE = 'restrict_violation';
    END IF;
    IF OLD.status = 'drawn' AND NEW.status NOT IN ('drawn', 'abandoned') THEN
        RAISE EXCEPTION 'a draw that was held stays held' USING ERRCODE = 'restrict_violation';
    END IF;
    IF OLD.status = 'abandoned' AND NEW IS DISTINCT FROM OLD THEN
        RAISE EXCEPTION 'a pool that was given up stays so' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE FUNCTION guard_new_draw() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (SELECT 1 FROM recruitment_pool WHERE id = NEW.pool_id AND status = 'committed') THEN
        RAISE EXCEPTION 'nothing can be drawn from a pool that is not committed' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER draw_needs_a_committed_pool
    BEFORE INSERT ON recruitment_draw
    FOR EACH ROW EXECUTE FUNCTION guard_new_draw();

CREATE FUNCTION guard_registration() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND (NEW.answers, NEW.invitation_id) IS NOT DISTINCT FROM (OLD.answers, OLD.invitation_id)
        AND NOT (NEW.status = 'registered' AND OLD.status <> 'registered') THEN
        RETURN NEW;
    END IF;
    IF NEW.status <> 'registered' THEN
        RETURN NEW;
    END IF;
    -- Wait for a freeze under way: it holds this row for update until it has committed.
    PERFORM 1 FROM assembly_assembly WHERE id = NEW.assembly_id FOR KEY SHARE;
    IF EXISTS (
        SELECT 1 FROM recruitment_pool
        WHERE assembly_id = NEW.assembly_id AND status IN ('frozen', 'solving', 'solved', 'committed')
    ) THEN
        RAISE EXCEPTION 'the pool is frozen: registrations cannot change' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER registration_is_frozen_with_its_pool
    BEFORE INSERT OR UPDATE ON recruitment_registration
    FOR EACH ROW EXECUTE FUNCTION guard_registration();
"""
UNGUARD = """
DROP TRIGGER registration_is_frozen_with_its_pool ON recruitment_registration;
DROP FUNCTION guard_registration();
DROP TRIGGER draw_needs_a_committed_pool ON recruitment_draw;
DROP FUNCTION guard_new_draw();
"""


class Migration(migrations.Migration):
    dependencies = [("recruitment", "0004_runs_beacon_and_abandoned")]
    operations = [migrations.RunSQL(GUARD, UNGUARD)]
