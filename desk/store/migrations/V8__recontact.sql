-- Reaching customers again: what they agreed to, and that they have blocked us.

-- That the customer agreed to be written to by SMS: when it was noted, and by whom.
ALTER TABLE customer ADD COLUMN sms_consent DOC;

ALTER TABLE conversation ADD COLUMN blocked_us_at BIGINT;
