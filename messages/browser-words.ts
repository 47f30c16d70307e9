import { sentencesOf } from "./catalogue";
import type { Language } from "./language";

/**
 * Which sentences a browser is sent, by the part of the portal that loads them: "page" with every page, "session" with
 * the terminal and the replay besides. The others are said by the server only, in the pages themselves. A family is the
 * first part of its codes, or the first few; browser-words.test.ts holds the lists against what is said where.
 */
export const BROWSER_FAMILIES = {
  page: [
    ...["app", "nav", "frame", "command", "language", "keys", "theme", "live"],
    ...["action", "time", "countdown", "empty", "field", "error", "end"],
    ...["request", "selector", "grant", "guide", "review"],
    ...["session.state", "session.imported", "home.open"],
    ...["audit.outcome", "terminal.recorded"],
    ...["pages.failed", "pages.retry", "pages.unreachable", "pages.signIn", "lists.filters"],
    ...[
      "node.state",
      "node.protection",
      "node.filter",
      "node.tier",
      "node.class",
      "node.star",
      "node.starred",
      "node.read",
    ],
    ...["inbox.lapses", "inbox.lapsing", "inbox.due", "inbox.overdue"],
    ...["people.disable", "people.enable", "people.reason"],
    ...["settings.test", "settings.document"],
  ],
  session: ["terminal", "watch", "replay", "audit.somebody", "pages.session"],
} as const satisfies Record<string, readonly string[]>;

export type WordsPart = keyof typeof BROWSER_FAMILIES;
export const WORDS_PARTS = Object.keys(BROWSER_FAMILIES) as WordsPart[];

/** Whether a part of the browser's words has a code. */
export function isSentTo(part: WordsPart, code: string): boolean {
  return BROWSER_FAMILIES[part].some((family) => code === family || code.startsWith(`${family}.`));
}

/** The sentences of a part, by code. */
export function browserSentences(part: WordsPart, language: Language): Record<string, string> {
  return Object.fromEntries(Object.entries(sentencesOf(language)).filter(([code]) => isSentTo(part, code)));
}
