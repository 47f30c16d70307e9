-- One kind more: keystrokes that wait for a second person to open them. Not checked against the rows that are there until
-- the next migration.
ALTER TABLE "notices" DROP CONSTRAINT "notices_kind";
ALTER TABLE "notices" ADD CONSTRAINT "notices_kind" CHECK ("kind" IN
  ('approved', 'denied', 'comment', 'question', 'answer', 'access-ending', 'review-due', 'log-alarm', 'mention',
   'outside-session', 'deletion-asked', 'lifting-asked', 'opening-asked', 'retention-proposed')) NOT VALID;
