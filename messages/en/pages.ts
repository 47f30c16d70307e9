import type { Role } from "@/lib/kernel/config/config";

const roles = {
  "role.engineer": "engineer",
  "role.approver": "approver",
  "role.reviewer": "reviewer",
  "role.administrator": "administrator",
} as const satisfies Record<`role.${Role}`, string>;

/** Words of single pages that no component has. */
export const pages = {
  ...roles,
  "pages.unreachable": "The portal did not answer. Your input is still here; try again.",
  "pages.rows.all": "{count} {count|row|rows}, no more",
  "pages.rows.more": "{count} {count|row|rows}; there are more",
  "pages.node": "Node",
  "pages.request": "Request",
  "pages.request.new": "Ask for a shell",
  "pages.request.new.lead":
    "Say where, why and how long. Nothing opens before whoever must decide has said yes.",
  "pages.request.new.more":
    "These are the first nodes by name. Find others in the list of nodes and ask from there.",
  "pages.requests.search": "Search in reasons, people, nodes, incidents",
  "pages.reviews.search": "Search in people, nodes, reasons",
  "pages.reviews.state": "State",
  "pages.reviews.open": "open",
  "pages.reviews.closed": "closed",
  "pages.review": "Review",
  "pages.sessions.search": "Search in people, nodes, reasons",
  "pages.session": "Session",
  "pages.session.end.other":
    "The shell closes now, and its person is told your reason. Their access runs on unless you end that too.",
  "pages.session.terminal": "To the terminal",
  "pages.unreachable.read": "The gateway did not answer. Load the page again.",
  "pages.terminal": "Terminal",
  "pages.audit.code": "Event",
  "pages.audit.outcome": "Outcome",
  "pages.audit.subject": "Id of a request, session, node or person",
  "pages.people": "People",
  "pages.notFound": "There is nothing here",
  "pages.notFound.hint": "It does not exist, or it is not yours to see.",
  "pages.forbidden": "Not for you",
  "pages.forbidden.hint":
    "Your roles don't include this page. Roles come from your groups in the identity provider; an administrator can say which.",
  "pages.forbidden.needs": "This page needs the role {roles}.",
  "pages.forbidden.have": "You have: {roles}.",
  "pages.forbidden.none": "You have no role.",
  "pages.forbidden.groups": "Roles come from groups of the identity provider[; these give it: {groups}].",
  "pages.forbidden.who": "{people} can say how to get in.",
  "pages.failed": "This page failed",
  "pages.failed.hint": "Nothing was changed. Try again; if it stays, give an administrator this id.",
  "pages.retry": "Try again",
  "pages.home": "To the start",
} as const;
