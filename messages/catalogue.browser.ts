import type { CompiledMessage } from "icu-minify/format";
import type { Language } from "./language";

/**
 * In a browser's bundles in the place of catalogue.ts (package.json, imports): a page loads the messages of its own
 * language only, and of them those that browsers say, compiled, once, as files that are cached for good
 * (browser-messages.ts, lib/http/page/message-bundle.ts, app/message-bundle.tsx).
 */
export function messageFor(code: string, _language: Language): CompiledMessage | undefined {
  const messages = globalThis.halliganMessages?.messages ?? {};
  return Object.hasOwn(messages, code) ? messages[code] : undefined;
}
