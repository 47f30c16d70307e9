import { gzipSync } from "node:zlib";
import type { Visitor } from "./visitor";

/** What a page may load of JavaScript, in KB with gzip. */
export const MOST_SCRIPTS_KB = 172;
/** But for these: terminal and player load a terminal emulator. */
export const HEAVY_PAGES: readonly string[] = ["/sessions/[id]", "/sessions/[id]/terminal"];

const sizes = new Map<string, number>();

/**
 * The scripts that a page names, in its tags and in what its components are read from.
 * @param language what the browser asks for
 * @returns KB with gzip
 */
export async function weighScripts(visitor: Visitor, path: string, language = "en"): Promise<number> {
  const { portalOrigin } = visitor.world;
  const answer = await visitor.get(`${portalOrigin}${path}`, {
    accept: "text/html",
    "accept-language": language,
  });
  if (answer.status !== 200) throw new Error(`${path} answered ${answer.status}`);
  // What only browsers without modules load is no part of what is transferred.
  const body = answer.body.replace(/<script[^>]*nomodule[^>]*>/gi, "");
  const named = [
    ...body.matchAll(/(?:src|href)="(\/(?:_next\/static|messages)\/[^"?]+\.js)/g),
    ...body.matchAll(/(?:\/_next\/)?(static\/chunks\/[\w./%()[\]-]+\.js)/g),
  ].map(([, file = ""]) => (file.startsWith("/") ? file : `/_next/${file}`));
  let bytes = 0;
  for (const file of new Set(named)) {
    const known = sizes.get(file) ?? gzipSync((await visitor.get(`${portalOrigin}${file}`)).body).length;
    sizes.set(file, known);
    bytes += known;
  }
  return bytes / 1024;
}
