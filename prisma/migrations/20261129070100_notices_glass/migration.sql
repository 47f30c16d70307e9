-- Three kinds more: somebody broke the glass, owes a note about it, and was disowned. Not checked against the rows that are
-- there until the next migration.
ALTER TABLE "notices" DROP CONSTRAINT "notices_kind";
ALTER TABLE "notices" ADD CONSTRAINT "notices_kind" CHECK ("kind" IN
  ('approved', 'denied', 'comment', 'question', 'answer', 'access-ending', 'review-due', 'log-alarm', 'mention',
   'outside-session', 'deletion-asked', 'lifting-asked', 'opening-asked', 'retention-proposed', 'passkey-added',
   'glass-broken', 'note-owed', 'glass-disowned')) NOT VALID;
