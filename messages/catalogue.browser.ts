import type { Language } from "./language";

declare global {
  /** The sentences of the page's language: set by the script that the root layout loads before everything else. */
  var halliganWords: Readonly<Record<string, string>> | undefined;
}

/**
 * In a browser's bundles in the place of catalogue.ts (package.json, imports): a page loads the sentences of its own
 * language only, once, as a file that is cached for good.
 */
export function sentencesOf(_language: Language): Readonly<Record<string, string>> {
  return globalThis.halliganWords ?? {};
}
