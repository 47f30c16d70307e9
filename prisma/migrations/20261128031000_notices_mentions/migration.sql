-- One kind more: somebody named a person in a note on a recording. Not checked against the rows that are there until the
-- next migration.
ALTER TABLE "notices" DROP CONSTRAINT "notices_kind";
ALTER TABLE "notices" ADD CONSTRAINT "notices_kind" CHECK ("kind" IN
  ('approved', 'denied', 'comment', 'question', 'answer', 'access-ending', 'review-due', 'log-alarm', 'mention')) NOT VALID;
