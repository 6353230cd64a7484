-- Channels: apps and their callbacks, what came in as it came, what goes out, and what an answer needs to know.

-- Looked up without a tenant, like widget keys: whom a provider's call is for.
CREATE TABLE app_key (
    key TEXT PRIMARY KEY,
    workspace_id ID NOT NULL,
    app_id ID NOT NULL
);

-- A provider's credentials and callback. settings is sealed: nobody reads it without the installation's key.
CREATE TABLE app (
    workspace_id ID NOT NULL,
    id ID NOT NULL,
    channel TEXT NOT NULL,
    name TEXT NOT NULL,
    key TEXT NOT NULL,
    settings BYTES NOT NULL,
    tee_url TEXT NOT NULL,
    health TEXT NOT NULL,
    health_code TEXT NOT NULL,
    health_detail TEXT NOT NULL,
    health_at BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    removed_at BIGINT,
    version BIGINT NOT NULL,
    PRIMARY KEY (workspace_id, id)
);

-- account: the provider's id of the account behind the inbox; empty where its app has a single one.
ALTER TABLE inbox ADD COLUMN app_id ID;
ALTER TABLE inbox ADD COLUMN account TEXT NOT NULL DEFAULT '';

CREATE TABLE app_token (
    workspace_id ID NOT NULL,
    app_id ID NOT NULL,
    kind TEXT NOT NULL,
    sealed BYTES NOT NULL,
    expires_at BIGINT NOT NULL,
    PRIMARY KEY (workspace_id, app_id, kind)
);

-- Answers of providers that are good again for a while: ids of uploads.
CREATE TABLE kept_answer (
    workspace_id ID NOT NULL,
    app_id ID NOT NULL,
    name TEXT NOT NULL,
    body DOC NOT NULL,
    until_at BIGINT NOT NULL,
    PRIMARY KEY (workspace_id, app_id, name)
);
CREATE INDEX kept_answer_until ON kept_answer (workspace_id, until_at);

-- Where pulling and listening go on: committed with the events it stands behind.
CREATE TABLE channel_state (
    workspace_id ID NOT NULL,
    app_id ID NOT NULL,
    name TEXT NOT NULL,
    body TEXT NOT NULL,
    at BIGINT NOT NULL,
    PRIMARY KEY (workspace_id, app_id, name)
);

-- One holder at a time for something: refreshing an app's token, listening, pulling.
CREATE TABLE holding (
    workspace_id ID NOT NULL,
    name TEXT NOT NULL,
    holder TEXT NOT NULL,
    until_at BIGINT NOT NULL,
    PRIMARY KEY (workspace_id, name)
);

-- What a provider sent, byte for byte. problems: what could not be read of it; kept until somebody replays or dismisses it.
CREATE TABLE payload (
    workspace_id ID NOT NULL,
    id ID NOT NULL,
    app_id ID NOT NULL,
    at BIGINT NOT NULL,
    head DOC NOT NULL,
    body BYTES NOT NULL,
    events BIGINT NOT NULL,
    problems DOC,
    settled_at BIGINT,
    PRIMARY KEY (workspace_id, id)
);
CREATE INDEX payload_at ON payload (workspace_id, at);
CREATE INDEX payload_open ON payload (workspace_id, app_id, at) WHERE settled_at IS NULL;

-- A provider's id of a line, as SHA-256(inbox, id) cut to 16 bytes.
CREATE TABLE external (
    workspace_id ID NOT NULL,
    key ID NOT NULL,
    conversation_id ID NOT NULL,
    seq BIGINT NOT NULL,
    PRIMARY KEY (workspace_id, key)
) WITHOUT_ROWID;

-- What was told of a line before the line itself: a receipt that outran the answer to the send.
CREATE TABLE parked (
    workspace_id ID NOT NULL,
    id ID NOT NULL,
    key ID NOT NULL,
    at BIGINT NOT NULL,
    body DOC NOT NULL,
    PRIMARY KEY (workspace_id, id)
);
CREATE INDEX parked_key ON parked (workspace_id, key);

-- What goes out, in the order of the log within a conversation. Its worker looks over all workspaces, so it carries no
-- row-level security; it holds ids and codes, never what is said.
CREATE TABLE outbox (
    workspace_id ID NOT NULL,
    id ID NOT NULL,
    app_id ID NOT NULL,
    inbox_id ID NOT NULL,
    conversation_id ID NOT NULL,
    seq BIGINT NOT NULL,
    body DOC NOT NULL,
    created_at BIGINT NOT NULL,
    due_at BIGINT NOT NULL,
    attempts BIGINT NOT NULL,
    leased_by TEXT,
    leased_until_at BIGINT,
    begun_at BIGINT,
    dead_at BIGINT,
    problem DOC,
    PRIMARY KEY (workspace_id, id)
);
CREATE INDEX outbox_due ON outbox (due_at) WHERE dead_at IS NULL;
CREATE INDEX outbox_lane ON outbox (workspace_id, conversation_id, seq) WHERE dead_at IS NULL;
CREATE INDEX outbox_dead ON outbox (workspace_id, dead_at) WHERE dead_at IS NOT NULL;

-- The provider's answers to the steps already taken.
CREATE TABLE outbox_answer (
    workspace_id ID NOT NULL,
    delivery_id ID NOT NULL,
    step BIGINT NOT NULL,
    body DOC NOT NULL,
    PRIMARY KEY (workspace_id, delivery_id, step)
);

-- Files of customers that are still at the provider's.
CREATE TABLE remote_file (
    workspace_id ID NOT NULL,
    id ID NOT NULL,
    app_id ID NOT NULL,
    inbox_id ID NOT NULL,
    conversation_id ID NOT NULL,
    seq BIGINT NOT NULL,
    body DOC NOT NULL,
    PRIMARY KEY (workspace_id, id)
);

-- What a channel did within an hour, for its page: counts and latencies in steps of a quarter of an octave.
CREATE TABLE channel_hour (
    workspace_id ID NOT NULL,
    inbox_id ID NOT NULL,
    hour BIGINT NOT NULL,
    node TEXT NOT NULL,
    body DOC NOT NULL,
    PRIMARY KEY (workspace_id, inbox_id, hour, node)
);

ALTER TABLE conversation ADD COLUMN reply_window DOC;
ALTER TABLE conversation ADD COLUMN held_by TEXT;
ALTER TABLE conversation ADD COLUMN reply_context DOC;
ALTER TABLE message ADD COLUMN extra DOC;

--postgres
DO $$
DECLARE name TEXT;
BEGIN
    FOREACH name IN ARRAY ARRAY['app', 'app_token', 'kept_answer', 'channel_state', 'payload', 'external', 'parked',
        'outbox_answer', 'remote_file', 'channel_hour', 'holding']
    LOOP
        EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', name);
        EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', name);
        EXECUTE format('CREATE POLICY tenant ON %I USING (workspace_id = current_setting(''yingke.workspace'')::uuid)', name);
    END LOOP;
END $$;
--both
