/** Access that was granted, and its window. */
export const grant = {
  "grant.running": "in force",
  "grant.over": "over",
  "grant.until": "Access until",
  "grant.useBy": "Open a shell by",
  "grant.useBy.then": "then it runs for {windowSeconds}",
  "grant.title": "Access",
  "grant.open": "Open a shell on {node}",
  "grant.goOn": "Go on in the shell on {node}",
  "grant.end": "End the access",
  "grant.end.title": "End the access to {nodes}",
  "grant.end.reason": "Why",
  "grant.end.consequence": "Open shells under it close now, and no new one can be opened.",
  "grant.approvedBy": "approved by {people}",
  "grant.byRule": "by rule",
  "grant.ended": "Access ended{hasReason, select, yes {: {reason}} other {}}",
} as const;
