import { createHash } from "node:crypto";
import { BUNDLE_PARTS, type BundlePart, browserMessages } from "@/messages/browser-messages";
import { LANGUAGES, type Language } from "@/messages/language";

interface MessageBundle {
  path: string;
  script: string;
}

const made = new Map<string, MessageBundle>();

/**
 * A part of the sentences of a language as a script for the browser. Its address changes with every word in it, so that
 * it can be cached for good.
 */
export function messageBundle(part: BundlePart, language: Language): MessageBundle {
  const name = nameOf(part, language);
  const known = made.get(name);
  if (known) return known;
  const messages = JSON.stringify(browserMessages(part, language));
  const script =
    `{const bundle=globalThis.halliganMessages??={language:"${language}",messages:{},parts:[]};` +
    `Object.assign(bundle.messages,${messages});bundle.parts.push("${part}")}`;
  const hash = createHash("sha256").update(script).digest("hex").slice(0, 16);
  const file = { path: `/messages/${name}.${hash}.js`, script };
  made.set(name, file);
  return file;
}

/**
 * Answers for an address below /messages/. One of another build, on a page from before an update, gets today's words, and
 * keeps them for this once.
 */
export function bundleAnswer(path: string): Response {
  const [wanted] = BUNDLE_PARTS.flatMap((part) =>
    LANGUAGES.filter((language) => path.startsWith(`/messages/${nameOf(part, language)}.`)).map((language) =>
      messageBundle(part, language),
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

function nameOf(part: BundlePart, language: Language): string {
  return `${part}.${language}`;
}
