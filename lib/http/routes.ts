import type { Role } from "@/lib/kernel/config/config";

/**
 * Who may use a route: anybody, whoever is signed in, or whoever has one of the roles. It says who gets past the
 * door; the use case behind it decides about the single thing.
 */
type Who = "anyone" | "signed-in" | readonly Role[];

interface Listed {
  path: string;
  /** A page, a write or a read through a wrapper, a file that is made when asked for, or next-auth's own. */
  kind: "page" | "write" | "read" | "file" | "sign-in";
  who: Who;
  /** Writes that ask the provider for the person's groups first. */
  isConfirmed?: true;
}

const ANY_ROLE = ["engineer", "approver", "reviewer", "administrator"] as const;

/** Every page and API route of the web process. `npm run check` compares it with app/. */
export const ROUTES: readonly Listed[] = [
  { path: "/", kind: "page", who: ANY_ROLE },
  { path: "/sign-in", kind: "page", who: "anyone" },
  { path: "/inbox", kind: "page", who: ANY_ROLE },
  { path: "/nodes", kind: "page", who: ANY_ROLE },
  { path: "/nodes/[id]", kind: "page", who: ANY_ROLE },
  { path: "/requests", kind: "page", who: ANY_ROLE },
  { path: "/requests/new", kind: "page", who: ["engineer"] },
  { path: "/requests/[id]", kind: "page", who: ANY_ROLE },
  { path: "/sessions", kind: "page", who: ANY_ROLE },
  { path: "/sessions/search", kind: "page", who: ANY_ROLE },
  { path: "/sessions/[id]", kind: "page", who: ANY_ROLE },
  { path: "/sessions/[id]/terminal", kind: "page", who: ["engineer"] },
  { path: "/reviews", kind: "page", who: ANY_ROLE },
  { path: "/audit", kind: "page", who: ["reviewer", "administrator"] },
  { path: "/people", kind: "page", who: ["administrator"] },
  { path: "/people/[id]", kind: "page", who: ["administrator"] },
  { path: "/settings", kind: "page", who: ["administrator"] },
  { path: "/last-resort", kind: "page", who: ["engineer", "administrator"] },
  { path: "/notifications", kind: "page", who: ANY_ROLE },
  { path: "/passkeys", kind: "page", who: ANY_ROLE },
  { path: "/policy", kind: "page", who: ["administrator"] },
  { path: "/retention", kind: "page", who: ["reviewer", "administrator"] },

  { path: "/api/search", kind: "read", who: ANY_ROLE },
  { path: "/api/suggest", kind: "read", who: ANY_ROLE },
  { path: "/api/recordings/notes/mentions", kind: "read", who: ["reviewer"] },
  { path: "/api/nodes/export", kind: "read", who: ANY_ROLE },
  { path: "/api/requests/export", kind: "read", who: ANY_ROLE },
  { path: "/api/sessions/export", kind: "read", who: ANY_ROLE },
  { path: "/api/reviews/export", kind: "read", who: ANY_ROLE },
  { path: "/api/audit/export", kind: "read", who: ["reviewer", "administrator"] },
  { path: "/api/notices", kind: "read", who: "signed-in" },
  { path: "/messages/[file]", kind: "file", who: "anyone" },
  { path: "/api/auth/[...nextauth]", kind: "sign-in", who: "anyone" },
  { path: "/api/sign-in/end", kind: "write", who: "signed-in" },
  { path: "/api/notices/seen", kind: "write", who: "signed-in" },
  { path: "/api/nodes/star", kind: "write", who: ANY_ROLE },
  { path: "/api/requests/create", kind: "write", who: ["engineer"] },
  { path: "/api/requests/decide", kind: "write", who: ["approver"], isConfirmed: true },
  { path: "/api/requests/break-glass", kind: "write", who: ["engineer"], isConfirmed: true },
  { path: "/api/requests/note", kind: "write", who: ["engineer"] },
  { path: "/api/requests/judge", kind: "write", who: ["approver"], isConfirmed: true },
  { path: "/api/requests/withdraw", kind: "write", who: ["engineer"] },
  { path: "/api/requests/remind", kind: "write", who: ["engineer"] },
  { path: "/api/requests/open", kind: "write", who: ["approver"] },
  { path: "/api/requests/write", kind: "write", who: ["engineer", "approver"] },
  { path: "/api/grants/extend", kind: "write", who: ["engineer"] },
  // Ending access works while the provider is silent.
  { path: "/api/grants/end", kind: "write", who: ["engineer", "approver", "administrator"] },
  { path: "/api/sessions/create", kind: "write", who: ["engineer"], isConfirmed: true },
  { path: "/api/sessions/end", kind: "write", who: ["engineer", "approver", "administrator"] },
  { path: "/api/sessions/unmask", kind: "write", who: ["reviewer"], isConfirmed: true },
  { path: "/api/recordings/deletions/ask", kind: "write", who: ["administrator"], isConfirmed: true },
  { path: "/api/recordings/deletions/confirm", kind: "write", who: ["administrator"], isConfirmed: true },
  { path: "/api/recordings/deletions/withdraw", kind: "write", who: ["administrator"], isConfirmed: true },
  { path: "/api/retention/propose", kind: "write", who: ["administrator"], isConfirmed: true },
  { path: "/api/retention/confirm", kind: "write", who: ["administrator"], isConfirmed: true },
  { path: "/api/retention/withdraw", kind: "write", who: ["administrator"], isConfirmed: true },
  { path: "/api/policy/propose", kind: "write", who: ["administrator"], isConfirmed: true },
  { path: "/api/policy/approve", kind: "write", who: ["administrator"], isConfirmed: true },
  { path: "/api/policy/reject", kind: "write", who: ["administrator"], isConfirmed: true },
  {
    path: "/api/recordings/holds/place",
    kind: "write",
    who: ["reviewer", "administrator"],
    isConfirmed: true,
  },
  {
    path: "/api/recordings/holds/lift",
    kind: "write",
    who: ["reviewer", "administrator"],
    isConfirmed: true,
  },
  {
    path: "/api/recordings/holds/confirm",
    kind: "write",
    who: ["reviewer", "administrator"],
    isConfirmed: true,
  },
  {
    path: "/api/recordings/holds/withdraw",
    kind: "write",
    who: ["reviewer", "administrator"],
    isConfirmed: true,
  },
  {
    path: "/api/recordings/openings/ask",
    kind: "write",
    who: ["reviewer", "administrator"],
    isConfirmed: true,
  },
  {
    path: "/api/recordings/openings/confirm",
    kind: "write",
    who: ["reviewer", "administrator"],
    isConfirmed: true,
  },
  {
    path: "/api/recordings/openings/withdraw",
    kind: "write",
    who: ["reviewer", "administrator"],
    isConfirmed: true,
  },
  { path: "/api/recordings/notes/write", kind: "write", who: ["reviewer"], isConfirmed: true },
  { path: "/api/recordings/notes/withdraw", kind: "write", who: ["reviewer"], isConfirmed: true },
  { path: "/api/reviews/close", kind: "write", who: ["reviewer"], isConfirmed: true },
  { path: "/api/views/save", kind: "write", who: ANY_ROLE },
  { path: "/api/views/delete", kind: "write", who: "signed-in" },
  { path: "/api/people/language", kind: "write", who: "signed-in" },
  { path: "/api/people/guide", kind: "write", who: "signed-in" },
  { path: "/api/step-up/sign-in", kind: "write", who: "signed-in" },
  { path: "/api/people/mail", kind: "write", who: "signed-in" },
  { path: "/api/people/delegations/make", kind: "write", who: ["approver"], isConfirmed: true },
  { path: "/api/people/delegations/withdraw", kind: "write", who: "signed-in" },
  { path: "/api/people/devices/add", kind: "write", who: "signed-in" },
  { path: "/api/people/devices/remove", kind: "write", who: "signed-in" },
  { path: "/api/people/disable", kind: "write", who: ["administrator"], isConfirmed: true },
  { path: "/api/people/revoke-sign-in", kind: "write", who: "signed-in" },
  { path: "/api/people/enable", kind: "write", who: ["administrator"], isConfirmed: true },
  { path: "/api/accounts/test", kind: "write", who: ["administrator"], isConfirmed: true },
  { path: "/api/accounts/document", kind: "write", who: ["administrator"], isConfirmed: true },
];
