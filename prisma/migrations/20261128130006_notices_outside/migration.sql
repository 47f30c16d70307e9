-- One kind more: a session past the portal.
ALTER TABLE "notices" DROP CONSTRAINT "notices_kind";
ALTER TABLE "notices" ADD CONSTRAINT "notices_kind" CHECK ("kind" IN ('approved', 'denied', 'comment', 'question',
  'answer', 'access-ending', 'review-due', 'log-alarm', 'mention', 'outside-session')) NOT VALID;
