-- Routing: what a workspace, its teams and its agents set, how a consultation stands in it, and why it went where it went.

-- What counts is the newest version; the number goes along with every decision, so that the older ones stay to be looked up.
CREATE TABLE routing (
    workspace_id ID NOT NULL,
    version BIGINT NOT NULL,
    settings DOC NOT NULL,
    set_at BIGINT NOT NULL,
    PRIMARY KEY (workspace_id, version)
);

CREATE TABLE skill (
    workspace_id ID NOT NULL,
    id ID NOT NULL,
    name TEXT NOT NULL,
    language TEXT,
    version BIGINT NOT NULL,
    PRIMARY KEY (workspace_id, id)
);
CREATE UNIQUE INDEX skill_name ON skill (workspace_id, name);

ALTER TABLE agent ADD COLUMN routing DOC;
ALTER TABLE team ADD COLUMN routing DOC;
-- The customer's account manager.
ALTER TABLE customer ADD COLUMN manager_id ID;

ALTER TABLE conversation ADD COLUMN priority TEXT NOT NULL DEFAULT 'normal';
ALTER TABLE conversation ADD COLUMN offered_until_at BIGINT;
-- Whom the running consultation does not go to again, and how often it went back.
ALTER TABLE conversation ADD COLUMN returned DOC;

-- Every decision with its reasons.
CREATE TABLE decision (
    workspace_id ID NOT NULL,
    id ID NOT NULL,
    conversation_id ID NOT NULL,
    consultation_id ID NOT NULL,
    at BIGINT NOT NULL,
    agent_id ID NOT NULL,
    body DOC NOT NULL,
    PRIMARY KEY (workspace_id, id)
) WITHOUT_ROWID;
CREATE INDEX decision_conversation ON decision (workspace_id, conversation_id, at);

--postgres
DO $$
DECLARE name TEXT;
BEGIN
    FOREACH name IN ARRAY ARRAY['routing', 'skill', 'decision']
    LOOP
        EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', name);
        EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', name);
        EXECUTE format('CREATE POLICY tenant ON %I USING (workspace_id = current_setting(''yingke.workspace'')::uuid)', name);
    END LOOP;
END $$;
--both
