import type { Language } from "./language";

/**
 * In a browser's bundles in the place of catalogue.ts (package.json, imports): a page loads the sentences of its own
 * language only, and of them those that browsers say, once, as files that are cached for good (browser-words.ts,
 * lib/http/page/message-bundle.ts, app/words.tsx).
 */
export function sentencesOf(_language: Language): Readonly<Record<string, string>> {
  return globalThis.halliganWords?.sentences ?? {};
}
