-- One text for both engines. ID = BLOB(16) | UUID, BYTES = BLOB | BYTEA, DOC = JSON text, never queried.
-- Times are UTC epoch milliseconds and end in _at. workspace_id comes first in every key.
-- What stands between "--sqlite" or "--postgres" and "--both" is for that engine only.

CREATE TABLE installation (
    name TEXT PRIMARY KEY,
    value TEXT NOT NULL
);

CREATE TABLE workspace (
    id ID PRIMARY KEY,
    short BIGINT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    language TEXT NOT NULL,
    time_zone TEXT NOT NULL,
    switches DOC NOT NULL,
    created_at BIGINT NOT NULL,
    version BIGINT NOT NULL
);

-- The row every writing batch locks first: the numbers given out last.
CREATE TABLE head (
    workspace_id ID PRIMARY KEY,
    seq BIGINT NOT NULL,
    number BIGINT NOT NULL
);

CREATE TABLE event (
    workspace_id ID NOT NULL,
    seq BIGINT NOT NULL,
    at BIGINT NOT NULL,
    kind TEXT NOT NULL,
    conversation_id ID,
    body DOC NOT NULL,
    PRIMARY KEY (workspace_id, seq)
) WITHOUT_ROWID;

CREATE TABLE cursor (
    workspace_id ID NOT NULL,
    name TEXT NOT NULL,
    seq BIGINT NOT NULL,
    moved_at BIGINT NOT NULL,
    parked_at BIGINT,
    PRIMARY KEY (workspace_id, name)
) WITHOUT_ROWID;

-- Looked up without a tenant: accounts, their seats, and widget keys. Nothing else is.
CREATE TABLE account (
    id ID PRIMARY KEY,
    email TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    password_hash TEXT NOT NULL,
    created_at BIGINT NOT NULL
);

CREATE TABLE account_seat (
    account_id ID NOT NULL,
    workspace_id ID NOT NULL,
    agent_id ID NOT NULL,
    PRIMARY KEY (account_id, workspace_id)
);

CREATE TABLE inbox_key (
    key TEXT PRIMARY KEY,
    workspace_id ID NOT NULL,
    inbox_id ID NOT NULL
);

CREATE TABLE role (
    workspace_id ID NOT NULL,
    id ID NOT NULL,
    name TEXT NOT NULL,
    standard TEXT,
    grants DOC NOT NULL,
    version BIGINT NOT NULL,
    PRIMARY KEY (workspace_id, id)
);

CREATE TABLE agent (
    workspace_id ID NOT NULL,
    id ID NOT NULL,
    account_id ID NOT NULL,
    name TEXT NOT NULL,
    email TEXT NOT NULL,
    role_id ID NOT NULL,
    status TEXT NOT NULL,
    status_reason TEXT,
    status_at BIGINT NOT NULL,
    language TEXT NOT NULL,
    theme TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    disabled_at BIGINT,
    version BIGINT NOT NULL,
    PRIMARY KEY (workspace_id, id)
);
CREATE UNIQUE INDEX agent_account ON agent (workspace_id, account_id);

CREATE TABLE team (
    workspace_id ID NOT NULL,
    id ID NOT NULL,
    name TEXT NOT NULL,
    version BIGINT NOT NULL,
    PRIMARY KEY (workspace_id, id)
);

CREATE TABLE team_member (
    workspace_id ID NOT NULL,
    team_id ID NOT NULL,
    agent_id ID NOT NULL,
    PRIMARY KEY (workspace_id, team_id, agent_id)
);
CREATE INDEX team_member_agent ON team_member (workspace_id, agent_id);

-- An inbox without a row here is served by everyone.
CREATE TABLE team_inbox (
    workspace_id ID NOT NULL,
    team_id ID NOT NULL,
    inbox_id ID NOT NULL,
    PRIMARY KEY (workspace_id, inbox_id, team_id)
);

-- token_hash is the SHA-256 of a random secret; the workspace stands in the token itself.
CREATE TABLE sign_in (
    workspace_id ID NOT NULL,
    id ID NOT NULL,
    token_hash BYTES NOT NULL,
    account_id ID NOT NULL,
    agent_id ID NOT NULL,
    created_at BIGINT NOT NULL,
    seen_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    address TEXT NOT NULL,
    user_agent TEXT NOT NULL,
    PRIMARY KEY (workspace_id, id)
);
CREATE UNIQUE INDEX sign_in_token ON sign_in (workspace_id, token_hash);
CREATE INDEX sign_in_agent ON sign_in (workspace_id, agent_id);

CREATE TABLE invitation (
    workspace_id ID NOT NULL,
    id ID NOT NULL,
    token_hash BYTES NOT NULL,
    email TEXT NOT NULL,
    role_id ID NOT NULL,
    team_ids DOC NOT NULL,
    invited_by ID NOT NULL,
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    closed_at BIGINT,
    PRIMARY KEY (workspace_id, id)
);
CREATE UNIQUE INDEX invitation_token ON invitation (workspace_id, token_hash);

CREATE TABLE inbox (
    workspace_id ID NOT NULL,
    id ID NOT NULL,
    channel TEXT NOT NULL,
    name TEXT NOT NULL,
    key TEXT NOT NULL,
    settings DOC NOT NULL,
    identity_secret TEXT,
    created_at BIGINT NOT NULL,
    removed_at BIGINT,
    version BIGINT NOT NULL,
    PRIMARY KEY (workspace_id, id)
);

CREATE TABLE tag (
    workspace_id ID NOT NULL,
    id ID NOT NULL,
    name TEXT NOT NULL,
    color TEXT NOT NULL,
    version BIGINT NOT NULL,
    PRIMARY KEY (workspace_id, id)
);
CREATE UNIQUE INDEX tag_name ON tag (workspace_id, name);

CREATE TABLE customer (
    workspace_id ID NOT NULL,
    id ID NOT NULL,
    name TEXT NOT NULL,
    email TEXT NOT NULL,
    phone TEXT NOT NULL,
    company TEXT NOT NULL,
    notes TEXT NOT NULL,
    attributes DOC NOT NULL,
    created_at BIGINT NOT NULL,
    version BIGINT NOT NULL,
    PRIMARY KEY (workspace_id, id)
);

CREATE TABLE identity (
    workspace_id ID NOT NULL,
    id ID NOT NULL,
    customer_id ID NOT NULL,
    inbox_id ID NOT NULL,
    external_id TEXT NOT NULL,
    verified BOOLEAN NOT NULL,
    created_at BIGINT NOT NULL,
    PRIMARY KEY (workspace_id, id)
);
CREATE INDEX identity_customer ON identity (workspace_id, customer_id);

-- identity_key = SHA-256(inbox, external id), cut to 16 bytes: one array read finds a batch's conversations.
CREATE TABLE conversation (
    workspace_id ID NOT NULL,
    id ID NOT NULL,
    identity_key ID NOT NULL,
    identity_id ID NOT NULL,
    inbox_id ID NOT NULL,
    channel TEXT NOT NULL,
    external_id TEXT NOT NULL,
    customer_id ID NOT NULL,
    customer_name TEXT NOT NULL,
    status TEXT NOT NULL,
    consultation_id ID,
    consultation_number BIGINT,
    team_id ID,
    agent_id ID,
    agent_name TEXT,
    opened_at BIGINT,
    last_at BIGINT NOT NULL,
    last_text TEXT NOT NULL,
    last_direction TEXT NOT NULL,
    last_kind TEXT NOT NULL,
    waiting_since_at BIGINT,
    first_reply_at BIGINT,
    snoozed_until_at BIGINT,
    ended_at BIGINT,
    ended_by TEXT,
    inbound_count BIGINT NOT NULL,
    tags DOC NOT NULL,
    customer_received_position BIGINT NOT NULL,
    customer_read_position BIGINT NOT NULL,
    version BIGINT NOT NULL,
    position BIGINT NOT NULL,
    last_seq BIGINT NOT NULL,
    session_id ID,
    accepted_at BIGINT,
    session_first_reply_at BIGINT,
    session_messages BIGINT NOT NULL,
    queued_at BIGINT,
    first_customer_at BIGINT,
    customer_messages BIGINT NOT NULL,
    agent_messages BIGINT NOT NULL,
    rounds BIGINT NOT NULL,
    agent_read_position BIGINT NOT NULL,
    blocked BOOLEAN NOT NULL,
    PRIMARY KEY (workspace_id, id)
) WITHOUT_ROWID;
CREATE UNIQUE INDEX conversation_identity ON conversation (workspace_id, identity_key);
CREATE INDEX conversation_recent ON conversation (workspace_id, last_at, id);
CREATE INDEX conversation_running ON conversation (workspace_id, status, agent_id) WHERE status <> 'ended';
CREATE INDEX conversation_served ON conversation (workspace_id, agent_id, ended_at) WHERE status = 'ended';
CREATE INDEX conversation_customer ON conversation (workspace_id, customer_id);

CREATE TABLE consultation (
    workspace_id ID NOT NULL,
    id ID NOT NULL,
    number BIGINT NOT NULL,
    conversation_id ID NOT NULL,
    inbox_id ID NOT NULL,
    customer_id ID NOT NULL,
    status TEXT NOT NULL,
    team_id ID,
    agent_id ID,
    opened_at BIGINT NOT NULL,
    first_customer_at BIGINT,
    first_reply_at BIGINT,
    ended_at BIGINT,
    ended_by TEXT,
    customer_messages BIGINT NOT NULL,
    agent_messages BIGINT NOT NULL,
    rounds BIGINT NOT NULL,
    PRIMARY KEY (workspace_id, id)
);
CREATE UNIQUE INDEX consultation_number ON consultation (workspace_id, number);
CREATE INDEX consultation_conversation ON consultation (workspace_id, conversation_id, number);

CREATE TABLE session (
    workspace_id ID NOT NULL,
    id ID NOT NULL,
    consultation_id ID NOT NULL,
    conversation_id ID NOT NULL,
    agent_id ID NOT NULL,
    team_id ID,
    accepted_at BIGINT NOT NULL,
    first_reply_at BIGINT,
    released_at BIGINT,
    release TEXT,
    agent_messages BIGINT NOT NULL,
    PRIMARY KEY (workspace_id, id)
);
CREATE INDEX session_consultation ON session (workspace_id, consultation_id);

-- client_key = SHA-256(conversation, client id), cut to 16 bytes: one narrow index against doubles, for ever.
CREATE TABLE message (
    LOCAL_KEY
    workspace_id ID NOT NULL,
    conversation_id ID NOT NULL,
    seq BIGINT NOT NULL,
    id ID NOT NULL,
    consultation_id ID NOT NULL,
    position BIGINT,
    at BIGINT NOT NULL,
    direction TEXT NOT NULL,
    kind TEXT NOT NULL,
    author_kind TEXT NOT NULL,
    author_id TEXT,
    author_name TEXT NOT NULL,
    client_key ID,
    client_id TEXT,
    text TEXT NOT NULL,
    attachments DOC,
    delivery TEXT,
    event DOC
    MESSAGE_KEY
);
CREATE UNIQUE INDEX message_thread ON message (workspace_id, conversation_id, seq);
CREATE UNIQUE INDEX message_client ON message (workspace_id, client_key) WHERE client_key IS NOT NULL;

CREATE TABLE read_mark (
    workspace_id ID NOT NULL,
    agent_id ID NOT NULL,
    conversation_id ID NOT NULL,
    count BIGINT NOT NULL,
    PRIMARY KEY (workspace_id, agent_id, conversation_id)
) WITHOUT_ROWID;

CREATE TABLE fact (
    workspace_id ID NOT NULL,
    id ID NOT NULL,
    name TEXT NOT NULL,
    start_at BIGINT NOT NULL,
    end_at BIGINT NOT NULL,
    value BIGINT NOT NULL,
    in_hours BIGINT NOT NULL,
    actor_kind TEXT NOT NULL,
    inbox_id ID NOT NULL,
    team_id ID,
    agent_id ID,
    conversation_id ID NOT NULL,
    consultation_id ID NOT NULL,
    session_id ID,
    PRIMARY KEY (workspace_id, id)
) WITHOUT_ROWID;

CREATE TABLE status_interval (
    workspace_id ID NOT NULL,
    agent_id ID NOT NULL,
    start_at BIGINT NOT NULL,
    end_at BIGINT NOT NULL,
    status TEXT NOT NULL,
    reason TEXT,
    PRIMARY KEY (workspace_id, agent_id, start_at)
) WITHOUT_ROWID;

-- Due work. Its worker looks over all workspaces, so it carries no row-level security; it holds ids, never content.
CREATE TABLE work (
    workspace_id ID NOT NULL,
    id ID NOT NULL,
    kind TEXT NOT NULL,
    due_at BIGINT NOT NULL,
    attempts BIGINT NOT NULL,
    leased_by TEXT,
    leased_until_at BIGINT,
    conversation_id ID,
    consultation_id ID,
    body DOC,
    given_up_at BIGINT,
    problem TEXT,
    PRIMARY KEY (workspace_id, id)
);
CREATE INDEX work_due ON work (due_at) WHERE given_up_at IS NULL;

CREATE TABLE audit (
    workspace_id ID NOT NULL,
    id ID NOT NULL,
    at BIGINT NOT NULL,
    actor_kind TEXT NOT NULL,
    actor_id ID,
    actor_name TEXT NOT NULL,
    role TEXT NOT NULL,
    act TEXT NOT NULL,
    object_kind TEXT NOT NULL,
    object_id ID,
    object_name TEXT NOT NULL,
    before DOC,
    after DOC,
    address TEXT NOT NULL,
    user_agent TEXT NOT NULL,
    trace_id TEXT NOT NULL,
    PRIMARY KEY (workspace_id, id)
) WITHOUT_ROWID;

-- Answers to creates, for 24 hours.
CREATE TABLE idempotency (
    workspace_id ID NOT NULL,
    key TEXT NOT NULL,
    agent_id ID NOT NULL,
    request_hash BYTES NOT NULL,
    status BIGINT NOT NULL,
    body TEXT NOT NULL,
    at BIGINT NOT NULL,
    PRIMARY KEY (workspace_id, agent_id, key)
) WITHOUT_ROWID;

-- Single-use credentials that were used; kept until they would have expired anyway.
CREATE TABLE spent (
    workspace_id ID NOT NULL,
    token ID NOT NULL,
    until_at BIGINT NOT NULL,
    PRIMARY KEY (workspace_id, token)
) WITHOUT_ROWID;

CREATE TABLE attachment (
    workspace_id ID NOT NULL,
    id ID NOT NULL,
    inbox_id ID NOT NULL,
    conversation_id ID,
    uploader TEXT NOT NULL,
    object TEXT NOT NULL,
    thumbnail TEXT,
    name TEXT NOT NULL,
    media_type TEXT NOT NULL,
    size BIGINT NOT NULL,
    width BIGINT,
    height BIGINT,
    created_at BIGINT NOT NULL,
    attached_at BIGINT,
    PRIMARY KEY (workspace_id, id)
);
CREATE INDEX attachment_loose ON attachment (created_at) WHERE attached_at IS NULL;

--sqlite
CREATE TRIGGER audit_keeps BEFORE UPDATE ON audit BEGIN SELECT RAISE(ABORT, 'audit rows are never changed'); END;
CREATE VIRTUAL TABLE search USING fts5(terms, content='', columnsize=0, detail='none', tokenize="ascii");
--postgres
CREATE TABLE search (
    workspace_id UUID NOT NULL,
    conversation_id UUID NOT NULL,
    seq BIGINT NOT NULL,
    terms TSVECTOR NOT NULL,
    PRIMARY KEY (workspace_id, conversation_id, seq)
);
CREATE INDEX search_terms ON search USING gin (terms);

CREATE FUNCTION audit_keeps() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN RAISE EXCEPTION 'audit rows are never changed'; END $$;
CREATE TRIGGER audit_keeps BEFORE UPDATE ON audit FOR EACH ROW EXECUTE FUNCTION audit_keeps();

-- The second wall: a statement sees the rows of the tenant its transaction is set to, and no others.
DO $$
DECLARE name TEXT;
BEGIN
    FOREACH name IN ARRAY ARRAY['head', 'event', 'cursor', 'role', 'agent', 'team', 'team_member', 'team_inbox',
        'sign_in', 'invitation', 'inbox', 'tag', 'customer', 'identity', 'conversation', 'consultation', 'session',
        'message', 'read_mark', 'fact', 'status_interval', 'audit', 'idempotency', 'spent', 'attachment']
    LOOP
        EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', name);
        EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', name);
        EXECUTE format('CREATE POLICY tenant ON %I USING (workspace_id = current_setting(''yingke.workspace'')::uuid)', name);
    END LOOP;
END $$;

-- With the policy above, @@ (not leakproof) could never use the index. So the question is part of the wall itself: the
-- table shows the tenant's rows that answer yingke.question, and without one it shows none.
ALTER TABLE search ENABLE ROW LEVEL SECURITY;
ALTER TABLE search FORCE ROW LEVEL SECURITY;
CREATE POLICY answers ON search FOR SELECT USING (workspace_id = current_setting('yingke.workspace')::uuid
    AND terms @@ current_setting('yingke.question', true)::tsquery);
CREATE POLICY tenant ON search FOR INSERT WITH CHECK (workspace_id = current_setting('yingke.workspace')::uuid);
--both
