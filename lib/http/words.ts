import { createHash } from "node:crypto";
import { sentencesOf } from "@/messages/catalogue";
import { LANGUAGES, type Language } from "@/messages/language";

interface WordsFile {
  path: string;
  script: string;
}

const made = new Map<Language, WordsFile>();

/**
 * The sentences of a language as a script for the browser. Its address changes with every word in it, so that it can
 * be cached for good.
 */
export function wordsFile(language: Language): WordsFile {
  const known = made.get(language);
  if (known) return known;
  const words = { language, sentences: sentencesOf(language) };
  const script = `globalThis.halliganWords=${JSON.stringify(words)};`;
  const hash = createHash("sha256").update(script).digest("hex").slice(0, 16);
  const file = { path: `/words/${language}.${hash}.js`, script };
  made.set(language, file);
  return file;
}

/**
 * Answers for an address below /words/. One of another build, on a page from before an update, gets today's words, and
 * keeps them for this once.
 */
export function wordsAnswer(path: string): Response {
  const language = LANGUAGES.find((one) => path.startsWith(`/words/${one}.`));
  if (!language) return new Response(null, { status: 404 });
  const file = wordsFile(language);
  const isCurrent = file.path === path;
  return new Response(file.script, {
    headers: {
      "content-type": "text/javascript; charset=utf-8",
      "cache-control": isCurrent ? "public, max-age=31536000, immutable" : "no-store",
    },
  });
}
