import type { CompiledMessage } from "icu-minify/format";

/** The languages that the portal speaks, as BCP 47 tags. The first is what it falls back to. */
export const LANGUAGES = ["en", "zh-TW"] as const;
export type Language = (typeof LANGUAGES)[number];

/** Holds the language of a browser, beside whatever a person has chosen for themselves. Scripts may read it. */
export const LANGUAGE_COOKIE = "halligan_language";

interface LanguageScope {
  getStore(): { language: Language } | undefined;
}

declare global {
  /**
   * Which language the request that is being answered wants, or the person who is written to: set by
   * lib/http/page/request-language.ts in the web process and by server/jobs/deliveries/speaking.ts in jobs. On globalThis, as Next bundles a module once for pages and once more for what they hydrate.
   */
  var halliganLanguage: LanguageScope | undefined;
  /** In the browser: the messages that its pages say, which app/message-bundle.tsx loads before they are drawn. */
  var halliganMessages: MessageBundle | undefined;
}

interface MessageBundle {
  language: Language;
  messages: Readonly<Record<string, CompiledMessage>>;
  /** What is loaded of them (browser-messages.ts). */
  parts: readonly string[];
}

/** The language a tag names, or undefined when it names none of ours. */
export function readLanguage(tag: string | null | undefined): Language | undefined {
  return LANGUAGES.find((language) => language === tag);
}

/**
 * The language of whoever reads: of the request on the server, of the page's messages in the browser, else English. Asked
 * while rendering, never when a module is loaded.
 */
export function currentLanguage(): Language {
  if (typeof document !== "undefined") return readLanguage(globalThis.halliganMessages?.language) ?? "en";
  return globalThis.halliganLanguage?.getStore()?.language ?? "en";
}

/**
 * The best of our languages for an Accept-Language header (RFC 9110, 12.5.4). Every kind of Chinese gets ours: who
 * reads one script mostly reads the other, and whoever would rather have English says so by order or by choice.
 * @param header hostile; what can't be read counts as nothing
 */
export function negotiateLanguage(header: string | null | undefined): Language {
  const wishes = (header ?? "")
    .slice(0, 1000)
    .split(",")
    .map((part, order) => {
      const [tag = "", ...parameters] = part.trim().toLowerCase().split(";");
      const quality = parameters.map((one) => /^\s*q\s*=\s*([01](?:\.\d{0,3})?)\s*$/.exec(one)?.[1]);
      return { language: languageOfRange(tag.trim()), quality: Number(quality.find(Boolean) ?? 1), order };
    })
    .filter(({ language, quality }) => language !== undefined && quality > 0)
    .sort((one, other) => other.quality - one.quality || one.order - other.order);
  return wishes[0]?.language ?? "en";
}

function languageOfRange(range: string): Language | undefined {
  const primary = range.split("-")[0];
  if (primary === "zh") return "zh-TW";
  return primary === "en" ? "en" : undefined;
}
