/**
 * Every audit event there is, once. Its title and sentence stand in messages/ under the same code; a new event
 * brings its entry, its sentence and a test. Past tense with a dot; what was refused has the outcome `refused` and
 * carries the error code in its data.
 */
export const AUDIT_CODES = [
  "sign-in.started",
  "sign-in.ended",
  "person.roles-changed",
  // only ever refused: what was confirmed and differs is roles-changed
  "person.groups-confirmed",
  "person.disabled",
  "person.enabled",
  "person.language-chosen",
  "request.created",
  "request.approved",
  "request.denied",
  "request.withdrawn",
  "request.lapsed",
  "grant.issued",
  "grant.first-used",
  "grant.ended",
  "session.created",
  "session.opening",
  "session.role-assuming",
  "session.role-assumed",
  "session.starting",
  "session.opened",
  "session.attached",
  "session.detached",
  "session.taken-over",
  "session.keyboard-taken",
  "session.watched",
  "session.unwatched",
  "session.resuming",
  "session.resumed",
  "session.end-requested",
  "session.ended",
  "session.end-confirmed",
  "session.failed",
  "session.swept",
  "recording.gap-found",
  "recording.replayed",
  "review.opened",
  "review.closed",
  "inbox.reminded",
  "inbox.escalated",
  "node.found",
  "node.lost",
  "evidence.fetched",
  "audit.exported",
] as const;

export type AuditCode = (typeof AUDIT_CODES)[number];
