import type { CompiledMessage } from "icu-minify/format";
import { codesOf, messageFor } from "./catalogue";
import type { Language } from "./language";

/**
 * Which sentences a browser is sent, by the part of the portal that loads them: "page" with every page, "session" with
 * the terminal and the replay besides. The others are said by the server only, in the pages themselves. A family is the
 * first part of its codes, or the first few; browser-messages.test.ts holds the lists against what is said where.
 */
export const BROWSER_FAMILIES = {
  page: [
    ...["app", "nav", "frame", "command", "language", "keys", "theme", "live"],
    ...["action", "time", "countdown", "empty", "field", "error", "end"],
    ...["selector", "grant", "guide", "review"],
    // The form and the decision; the facts of a request are said by the server.
    ...["request.state", "request.nodes", "request.where", "request.selector", "request.draft"],
    ...["request.running", "request.waiting", "request.next", "request.choose", "request.justification"],
    ...["request.incident", "request.window", "request.submit", "request.needs", "request.deny"],
    ...["request.narrow", "request.approve", "request.comment", "request.withdraw", "request.decide"],
    ...["request.approveFor", "request.starts", "request.reduced", "request.changed", "request.expires"],
    ...["request.given", "request.waitingFor", "request.once", "request.access"],
    ...["session.state", "session.imported", "audit.outcome", "terminal.recorded"],
    ...["home.access", "home.view"],
    ...["pages.failed", "pages.retry", "pages.unreachable", "pages.signIn.button", "lists.filters"],
    ...["node.state", "node.protection", "node.filter.account", "node.filter.region", "node.tier"],
    ...["node.class", "node.star", "node.starred", "node.read"],
    ...["inbox.left", "inbox.expiring", "inbox.due", "inbox.overdue"],
    ...["people.disable", "people.enable", "people.reason", "people.signIn.revoke"],
    ...["settings.test.order", "settings.test.all", "settings.document.order"],
  ],
  session: ["terminal", "watch", "replay", "audit.somebody", "pages.session"],
} as const satisfies Record<string, readonly string[]>;

export type BundlePart = keyof typeof BROWSER_FAMILIES;
export const BUNDLE_PARTS = Object.keys(BROWSER_FAMILIES) as BundlePart[];

/** Whether a part of the browser's messages has a code. */
export function isSentTo(part: BundlePart, code: string): boolean {
  return BROWSER_FAMILIES[part].some((family) => code === family || code.startsWith(`${family}.`));
}

/** The messages of a part by code, compiled: no browser has the parser. */
export function browserMessages(part: BundlePart, language: Language): Record<string, CompiledMessage> {
  const codes = codesOf(language).filter((code) => isSentTo(part, code));
  return Object.fromEntries(codes.map((code) => [code, messageFor(code, language) ?? code]));
}
