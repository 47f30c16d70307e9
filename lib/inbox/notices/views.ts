/** What a person is told on every page: what somebody else did about a thing of theirs, or what time did. */
export const NOTICE_KINDS = [
  "approved",
  "denied",
  "comment",
  "question",
  "answer",
  "access-ending",
  "review-due",
  "log-alarm",
  "mention",
  "outside-session",
  "deletion-asked",
  "lifting-asked",
  "opening-asked",
  "retention-proposed",
  "passkey-added",
  "glass-broken",
  "note-owed",
  "glass-disowned",
] as const;
export type NoticeKind = (typeof NOTICE_KINDS)[number];

/** So many that a person has not seen are listed, and marked as seen at once. */
export const MOST_UNSEEN = 50;
