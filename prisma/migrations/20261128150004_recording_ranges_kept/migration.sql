-- As before: nothing of it is changed, and it is deleted while its recording is being deleted and not on hold. Asked once a
-- session and no longer once a row, which took seconds where a recording had been on hold many times.
DROP TRIGGER append_only_rows ON "recording_ranges";
CREATE TRIGGER append_only_rows BEFORE UPDATE ON "recording_ranges" FOR EACH ROW EXECUTE FUNCTION "refuse_change"();
CREATE TRIGGER deleted_with_recording AFTER DELETE ON "recording_ranges" REFERENCING OLD TABLE AS gone
  FOR EACH STATEMENT EXECUTE FUNCTION "refuse_unless_deleting"();
