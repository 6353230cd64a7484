-- Which objects of the file store have a row: whoever looks for those that have none asks by name.
CREATE INDEX attachment_object ON attachment (workspace_id, object);
CREATE INDEX attachment_thumbnail ON attachment (workspace_id, thumbnail) WHERE thumbnail IS NOT NULL;
