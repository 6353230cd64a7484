-- When people are there: a team's hours, what a workspace says of presence, and when a status ends by itself.

-- None: the team is there whenever the inbox is open.
ALTER TABLE team ADD COLUMN hours DOC;

-- Reasons for breaks, after-contact work, how long an agent may be gone. None: what is usual.
ALTER TABLE workspace ADD COLUMN presence DOC;

-- None: the status stays until somebody sets another.
ALTER TABLE agent ADD COLUMN status_until BIGINT;
