CREATE TRIGGER deleted_with_recording AFTER DELETE ON "text_runs" REFERENCING OLD TABLE AS gone
  FOR EACH STATEMENT EXECUTE FUNCTION "refuse_unless_deleting"();
