-- A workspace that leaves takes its rows of the index with it, although nobody may look at them without a question.
--postgres
CREATE POLICY leaving ON search FOR DELETE USING (workspace_id = current_setting('yingke.workspace')::uuid);
--both
