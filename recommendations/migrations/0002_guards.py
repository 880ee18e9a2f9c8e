"""What was said, voted and published stays as it was, whoever asks."""

from django.db import migrations

APPEND_ONLY = ("recommendationversion", "ballotquestion", "progressupdate")

GUARDS = """
CREATE FUNCTION refuse_change_to_lock() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.locked_version_id IS NOT NULL THEN
        RAISE EXCEPTION 'recommendation % is locked', OLD.number USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN COALESCE(NEW, OLD);
END $$;
CREATE TRIGGER locked_recommendation_stays
    BEFORE UPDATE OR DELETE ON recommendations_recommendation
    FOR EACH ROW EXECUTE FUNCTION refuse_change_to_lock();

CREATE FUNCTION refuse_version_of_locked() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT FROM recommendations_recommendation
               WHERE id = NEW.recommendation_id AND locked_version_id IS NOT NULL) THEN
        RAISE EXCEPTION 'the recommendation is locked' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER locked_recommendation_has_no_new_version
    BEFORE INSERT ON recommendations_recommendationversion
    FOR EACH ROW EXECUTE FUNCTION refuse_version_of_locked();

CREATE FUNCTION refuse_change_to_evidence_of_locked() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT FROM recommendations_recommendation
               WHERE id = COALESCE(NEW.recommendation_id, OLD.recommendation_id)
               AND locked_version_id IS NOT NULL) THEN
        RAISE EXCEPTION 'the recommendation is locked' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN COALESCE(NEW, OLD);
END $$;
CREATE TRIGGER locked_recommendation_keeps_its_evidence
    BEFORE INSERT OR UPDATE OR DELETE ON recommendations_recommendation_evidence
    FOR EACH ROW EXECUTE FUNCTION refuse_change_to_evidence_of_locked();

CREATE FUNCTION refuse_change_to_ballot() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE'
        OR ROW(OLD.assembly_id, OLD.title, OLD.scale, OLD.threshold_top, OLD.threshold_bottom,
               OLD.more_than, OLD.denominator, OLD.quorum, OLD.entitled, OLD.opens_at,
               OLD.opened_by, OLD.closes_at)
           IS DISTINCT FROM
           ROW(NEW.assembly_id, NEW.title, NEW.scale, NEW.threshold_top, NEW.threshold_bottom,
               NEW.more_than, NEW.denominator, NEW.quorum, NEW.entitled, NEW.opens_at,
               NEW.opened_by, NEW.closes_at)
        OR (OLD.closed_at IS NOT NULL
            AND ROW(OLD.closed_at, OLD.result, OLD.result_sha256)
                IS DISTINCT FROM ROW(NEW.closed_at, NEW.result, NEW.result_sha256)) THEN
        RAISE EXCEPTION 'the rules and the result of a ballot cannot change'
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER ballot_keeps_its_rules
    BEFORE UPDATE OR DELETE ON recommendations_ballot
    FOR EACH ROW EXECUTE FUNCTION refuse_change_to_ballot();

CREATE FUNCTION refuse_change_to_box() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT FROM recommendations_ballot
               WHERE id = COALESCE(NEW.ballot_id, OLD.ballot_id) AND closed_at IS NOT NULL) THEN
        RAISE EXCEPTION 'the ballot is closed' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN COALESCE(NEW, OLD);
END $$;
CREATE TRIGGER closed_box_stays
    BEFORE INSERT OR UPDATE OR DELETE ON recommendations_ballotpaper
    FOR EACH ROW EXECUTE FUNCTION refuse_change_to_box();
CREATE TRIGGER closed_roll_stays
    BEFORE INSERT OR UPDATE OR DELETE ON recommendations_ballotroll
    FOR EACH ROW EXECUTE FUNCTION refuse_change_to_box();

CREATE FUNCTION refuse_change_to_statement() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' THEN
        RAISE EXCEPTION 'nobody edits a minority statement' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN OLD;
END $$;
CREATE TRIGGER statement_keeps_its_words
    BEFORE UPDATE ON recommendations_minoritystatement
    FOR EACH ROW EXECUTE FUNCTION refuse_change_to_statement();

CREATE FUNCTION refuse_change_to_published() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.status = 'published' THEN
        RAISE EXCEPTION '% is published: % refused', TG_TABLE_NAME, TG_OP
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN COALESCE(NEW, OLD);
END $$;
CREATE TRIGGER published_report_stays
    BEFORE UPDATE OR DELETE ON recommendations_report
    FOR EACH ROW EXECUTE FUNCTION refuse_change_to_published();
CREATE TRIGGER published_response_stays
    BEFORE UPDATE OR DELETE ON recommendations_response
    FOR EACH ROW EXECUTE FUNCTION refuse_change_to_published();

CREATE FUNCTION refuse_change_to_action() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT FROM recommendations_response
               WHERE id = OLD.response_id AND status = 'published') THEN
        RAISE EXCEPTION 'a published action cannot change' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN COALESCE(NEW, OLD);
END $$;
CREATE TRIGGER published_action_stays
    BEFORE UPDATE OR DELETE ON recommendations_action
    FOR EACH ROW EXECUTE FUNCTION refuse_change_to_action();
"""
UNGUARD = """
DROP FUNCTION refuse_change_to_lock, refuse_version_of_locked, refuse_change_to_evidence_of_locked, refuse_change_to_ballot,
    refuse_change_to_box, refuse_change_to_statement, refuse_change_to_published,
    refuse_change_to_action CASCADE;
"""


def append_only(table: str) -> migrations.RunSQL:
    return migrations.RunSQL(
        f"""CREATE TRIGGER {table}_is_append_only
        BEFORE UPDATE OR DELETE ON recommendations_{table}
        FOR EACH ROW EXECUTE FUNCTION refuse_change();""",
        f"DROP TRIGGER {table}_is_append_only ON recommendations_{table};",
    )


class Migration(migrations.Migration):
    dependencies = [("recommendations", "0001_initial"), ("assembly", "0002_guards")]
    operations = [
        *(append_only(table) for table in APPEND_ONLY),
        migrations.RunSQL(GUARDS, UNGUARD),
    ]
