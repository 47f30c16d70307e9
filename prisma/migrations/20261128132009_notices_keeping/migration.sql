-- Three kinds more: what waits for a second person who deletes, lifts a hold, or sets for how long recordings are kept. Not
-- checked against the rows that are there until the next migration.
ALTER TABLE "notices" DROP CONSTRAINT "notices_kind";
ALTER TABLE "notices" ADD CONSTRAINT "notices_kind" CHECK ("kind" IN
  ('approved', 'denied', 'comment', 'question', 'answer', 'access-ending', 'review-due', 'log-alarm', 'mention',
   'outside-session', 'deletion-asked', 'lifting-asked', 'retention-proposed')) NOT VALID;
