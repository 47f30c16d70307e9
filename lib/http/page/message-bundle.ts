import { createHash } from "node:crypto";
import { browserSentences, WORDS_PARTS, type WordsPart } from "@/messages/browser-words";
import { LANGUAGES, type Language } from "@/messages/language";

interface WordsFile {
  path: string;
  script: string;
}

const made = new Map<string, WordsFile>();

/**
 * A part of the sentences of a language as a script for the browser. Its address changes with every word in it, so that
 * it can be cached for good.
 */
export function wordsFile(part: WordsPart, language: Language): WordsFile {
  const name = nameOf(part, language);
  const known = made.get(name);
  if (known) return known;
  const words = JSON.stringify(browserSentences(part, language));
  const script =
    `{const words=globalThis.halliganWords??={language:"${language}",sentences:{},parts:[]};` +
    `Object.assign(words.sentences,${words});words.parts.push("${part}")}`;
  const hash = createHash("sha256").update(script).digest("hex").slice(0, 16);
  const file = { path: `/words/${name}.${hash}.js`, script };
  made.set(name, file);
  return file;
}

/**
 * Answers for an address below /words/. One of another build, on a page from before an update, gets today's words, and
 * keeps them for this once.
 */
export function wordsAnswer(path: string): Response {
  const [wanted] = WORDS_PARTS.flatMap((part) =>
    LANGUAGES.filter((language) => path.startsWith(`/words/${nameOf(part, language)}.`)).map((language) =>
      wordsFile(part, language),
    ),
  );
  if (!wanted) return new Response(null, { status: 404 });
  const isCurrent = wanted.path === path;
  return new Response(wanted.script, {
    headers: {
      "content-type": "text/javascript; charset=utf-8",
      "cache-control": isCurrent ? "public, max-age=31536000, immutable" : "no-store",
    },
  });
}

function nameOf(part: WordsPart, language: Language): string {
  return `${part}.${language}`;
}
