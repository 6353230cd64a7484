-- Working together: who follows a conversation, whom notes name, who asked for help, who was invited.

-- What decisions need of it, on the conversation itself; the rows below are written when one of its facts changes.
ALTER TABLE conversation ADD COLUMN collaboration DOC;

CREATE TABLE follower (
    workspace_id ID NOT NULL,
    agent_id ID NOT NULL,
    conversation_id ID NOT NULL,
    at BIGINT NOT NULL,
    PRIMARY KEY (workspace_id, agent_id, conversation_id)
) WITHOUT_ROWID;

-- looked_at: when whoever was named has looked at the conversation.
CREATE TABLE mention (
    workspace_id ID NOT NULL,
    conversation_id ID NOT NULL,
    seq BIGINT NOT NULL,
    agent_id ID NOT NULL,
    at BIGINT NOT NULL,
    looked_at BIGINT,
    PRIMARY KEY (workspace_id, conversation_id, seq, agent_id)
) WITHOUT_ROWID;
CREATE INDEX mention_open ON mention (workspace_id, agent_id, conversation_id) WHERE looked_at IS NULL;

-- seen_to_by: none when it ended by itself, with the consultation.
CREATE TABLE help_call (
    workspace_id ID NOT NULL,
    id ID NOT NULL,
    conversation_id ID NOT NULL,
    consultation_id ID NOT NULL,
    asked_by ID NOT NULL,
    reason TEXT NOT NULL,
    asked_at BIGINT NOT NULL,
    seen_to_by ID,
    seen_to_at BIGINT,
    PRIMARY KEY (workspace_id, id)
);
CREATE INDEX help_call_open ON help_call (workspace_id, conversation_id) WHERE seen_to_at IS NULL;

-- ended: left, removed, or over with the session.
CREATE TABLE colleague_invitation (
    workspace_id ID NOT NULL,
    id ID NOT NULL,
    conversation_id ID NOT NULL,
    consultation_id ID NOT NULL,
    invited_by ID NOT NULL,
    agent_id ID NOT NULL,
    part TEXT NOT NULL,
    reason TEXT NOT NULL,
    invited_at BIGINT NOT NULL,
    ended TEXT,
    ended_at BIGINT,
    PRIMARY KEY (workspace_id, id)
);
CREATE INDEX colleague_invitation_open ON colleague_invitation (workspace_id, agent_id, conversation_id)
    WHERE ended_at IS NULL;

--postgres
DO $$
DECLARE name TEXT;
BEGIN
    FOREACH name IN ARRAY ARRAY['follower', 'mention', 'help_call', 'colleague_invitation']
    LOOP
        EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', name);
        EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', name);
        EXECUTE format('CREATE POLICY tenant ON %I USING (workspace_id = current_setting(''yingke.workspace'')::uuid)', name);
    END LOOP;
END $$;
--both
