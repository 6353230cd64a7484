-- The list of everything stands in the order of last_at, but its index holds steps of ten minutes: most messages leave
-- every index of the table as it is.
ALTER TABLE conversation ADD COLUMN last_slot BIGINT NOT NULL DEFAULT 0;
--postgres
ALTER TABLE conversation NO FORCE ROW LEVEL SECURITY;
--both
UPDATE conversation SET last_slot = last_at / 600000;
--postgres
ALTER TABLE conversation FORCE ROW LEVEL SECURITY;
-- Room beside each row for its next version.
ALTER TABLE conversation SET (fillfactor = 70);
--both
DROP INDEX conversation_recent;
CREATE INDEX conversation_recent ON conversation (workspace_id, last_slot);
--sqlite
-- A row of the log is larger than a page of an index keeps whole: in a table with keys of its own none spills over.
ALTER TABLE event RENAME TO event_before;
CREATE TABLE event (
    local INTEGER PRIMARY KEY,
    workspace_id ID NOT NULL,
    seq BIGINT NOT NULL,
    at BIGINT NOT NULL,
    kind TEXT NOT NULL,
    conversation_id ID,
    body DOC NOT NULL
);
INSERT INTO event (workspace_id, seq, at, kind, conversation_id, body)
    SELECT workspace_id, seq, at, kind, conversation_id, body FROM event_before ORDER BY workspace_id, seq;
DROP TABLE event_before;
CREATE UNIQUE INDEX event_seq ON event (workspace_id, seq);
--both
