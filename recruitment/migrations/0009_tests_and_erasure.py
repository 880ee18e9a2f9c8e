"""A test entry never reaches a pool, whoever asks. Erasure may empty an entry whose draw is over.

What erasure leaves in the pool is the pseudonym and the commitment; the answers and the secret
number go, and only once nothing more is drawn from that pool.
"""

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
        AND NOT (
            (NEW.pool_id, NEW.registration_id, NEW.pseudonym, NEW.household, NEW.commitment)
                IS NOT DISTINCT FROM
            (OLD.pool_id, OLD.registration_id, OLD.pseudonym, OLD.household, OLD.commitment)
            AND NEW.answers IS NULL AND NEW.salt IS NULL
            AND EXISTS (
                SELECT 1 FROM recruitment_pool
                WHERE id = NEW.pool_id AND status IN ('drawn', 'failed', 'abandoned')
            )
        )
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

CREATE FUNCTION refuse_test_in_pool() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (
        SELECT 1 FROM recruitment_registration WHERE id = NEW.registration_id AND status <> 'registered'
    ) THEN
        RAISE EXCEPTION 'only who is registered can be in a pool' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER only_registered_in_pool BEFORE INSERT ON recruitment_poolentry
    FOR EACH ROW EXECUTE FUNCTION refuse_test_in_pool();

CREATE FUNCTION refuse_test_made_real() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.is_test IS DISTINCT FROM NEW.is_test THEN
        RAISE EXCEPTION 'a test entry stays one' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER test_stays_test BEFORE UPDATE OF is_test ON recruitment_registration
    FOR EACH ROW EXECUTE FUNCTION refuse_test_made_real();
"""
UNGUARD = """
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
        AND NOT (
            (NEW.pool_id, NEW.registration_id, NEW.pseudonym, NEW.household, NEW.commitment)
                IS NOT DISTINCT FROM
            (OLD.pool_id, OLD.registration_id, OLD.pseudonym, OLD.household, OLD.commitment)
            AND NEW.answers IS NULL AND NEW.salt IS NULL
            AND EXISTS (
                SELECT 1 FROM recruitment_pool
                WHERE id = NEW.pool_id AND status IN ('drawn', 'failed', 'abandoned')
            )
        )
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

DROP TRIGGER test_stays_test ON recruitment_registration;
DROP FUNCTION refuse_test_made_real();
DROP TRIGGER only_registered_in_pool ON recruitment_poolentry;
DROP FUNCTION refuse_test_in_pool();
"""


class Migration(migrations.Migration):
    dependencies = [("recruitment", "0008_registration_doors")]
    operations = [migrations.RunSQL(GUARD, UNGUARD)]
