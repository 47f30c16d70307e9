/** Who can do something about a shell that did not open. `none`: the error's own sentence says it all. */
export const FAILURE_FIXES = [
  "organization",
  "explicit-deny",
  "boundary",
  "session-policy",
  "trust",
  "role",
  "throttled",
  "expired",
  "none",
] as const;
export type FailureFix = (typeof FAILURE_FIXES)[number];
