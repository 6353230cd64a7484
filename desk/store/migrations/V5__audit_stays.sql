-- The trail is not only never changed: nothing of it is taken away while anybody has a seat in its workspace.
--sqlite
CREATE TRIGGER audit_stays BEFORE DELETE ON audit
    WHEN EXISTS (SELECT 1 FROM account_seat WHERE workspace_id = OLD.workspace_id)
    BEGIN SELECT RAISE(ABORT, 'audit rows stay while their workspace does'); END;
--postgres
CREATE FUNCTION audit_stays() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN
        IF EXISTS (SELECT 1 FROM account_seat WHERE workspace_id = OLD.workspace_id) THEN
            RAISE EXCEPTION 'audit rows stay while their workspace does';
        END IF;
        RETURN OLD;
    END $$;
CREATE TRIGGER audit_stays BEFORE DELETE ON audit FOR EACH ROW EXECUTE FUNCTION audit_stays();
CREATE TRIGGER audit_whole BEFORE TRUNCATE ON audit FOR EACH STATEMENT EXECUTE FUNCTION audit_keeps();
--both
