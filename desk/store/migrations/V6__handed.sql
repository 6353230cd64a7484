-- When the running consultation was last handed on: what came before is the queue's, not the receiver's.
ALTER TABLE conversation ADD COLUMN handed_at BIGINT;
