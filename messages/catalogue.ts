import compile from "icu-minify/compile";
import type { CompiledMessage } from "icu-minify/format";
import { en } from "./en";
import type { Language } from "./language";
import { zhTW } from "./zh-TW";

type Messages = Readonly<Record<string, string>>;

const CATALOGUES: Readonly<Record<Language, Messages>> = { en, "zh-TW": { ...en, ...zhTW } };
const compiled = new Map<string, CompiledMessage>();

/** Every code that a language has a message for; one that is not translated yet is there in English. */
export function codesOf(language: Language): string[] {
  return Object.keys(CATALOGUES[language]);
}

/** A message as its parser left it, parsed once a process. Not for the browser: catalogue.browser.ts. */
export function messageFor(code: string, language: Language): CompiledMessage | undefined {
  const messages = CATALOGUES[language];
  const source = Object.hasOwn(messages, code) ? messages[code] : undefined;
  if (source === undefined) return undefined;
  const known = compiled.get(source);
  if (known !== undefined) return known;
  const message = compile(source);
  compiled.set(source, message);
  return message;
}
