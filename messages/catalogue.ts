import { en } from "./en";
import type { Language } from "./language";
import { zhTW } from "./zh-TW";

type Sentences = Readonly<Record<string, string>>;

const CATALOGUES: Readonly<Record<Language, Sentences>> = { en, "zh-TW": { ...en, ...zhTW } };

/** Every sentence of a language by code; one that is not translated yet is there in English. Not for the browser. */
export function sentencesOf(language: Language): Sentences {
  return CATALOGUES[language];
}
