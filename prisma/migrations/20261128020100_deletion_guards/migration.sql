-- outside-transaction
-- What was recorded and logged stays as it is until a deletion of it is under way.
CREATE OR REPLACE TRIGGER append_only_rows BEFORE UPDATE OR DELETE ON "recording_ranges"
  FOR EACH ROW EXECUTE FUNCTION refuse_change_unless_deleting();
CREATE OR REPLACE TRIGGER append_only_rows BEFORE UPDATE OR DELETE ON "agent_log_events"
  FOR EACH ROW EXECUTE FUNCTION refuse_change_unless_deleting();
CREATE OR REPLACE TRIGGER append_only_rows BEFORE UPDATE OR DELETE ON "agent_log_objects"
  FOR EACH ROW EXECUTE FUNCTION refuse_change_unless_deleting();
CREATE OR REPLACE TRIGGER append_only_rows BEFORE UPDATE OR DELETE ON "agent_log_chunks"
  FOR EACH ROW EXECUTE FUNCTION refuse_change_unless_deleting();
