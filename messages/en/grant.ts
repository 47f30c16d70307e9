/** Access that was granted, and its window. */
export const grant = {
  "grant.open": "Open shell on {node}",
  "grant.goOn": "Return to shell on {node}",
  "grant.end": "End access",
  "grant.end.title": "End access to {nodes}?",
  "grant.end.reason": "Reason",
  "grant.end.consequence": "Open shells close now, and no new one can be opened.",
  "grant.byRule": "by policy",
  "grant.return": "Return to shell",
} as const;
