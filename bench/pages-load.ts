import { gzipSync } from "node:zlib";
import type { Visitor } from "../server/testing/visitor";
import { percentile } from "./measure";

const WARM = 4;
const LOADS = 40;

export interface PageTimes {
  status: number;
  p50: number;
  p95: number;
}

/** Loads a page again and again, one after the other. @returns milliseconds to its last byte */
export async function measurePage(visitor: Visitor, path: string): Promise<PageTimes> {
  const url = `${visitor.world.portalOrigin}${path}`;
  let status = 200;
  const times: number[] = [];
  for (let turn = 0; turn < WARM + LOADS; turn++) {
    const startedAt = performance.now();
    const answer = await visitor.get(url, { accept: "text/html" });
    if (turn >= WARM) times.push(performance.now() - startedAt);
    if (answer.status !== 200) status = answer.status;
  }
  times.sort((a, b) => a - b);
  return { status, p50: percentile(times, 0.5), p95: percentile(times, 0.95) };
}

const sizes = new Map<string, number>();

/** The scripts that a page names, in its tags and in what its components are read from. @returns KB with gzip */
export async function measureScripts(visitor: Visitor, path: string): Promise<number> {
  const { portalOrigin } = visitor.world;
  const answer = await visitor.get(`${portalOrigin}${path}`, { accept: "text/html" });
  // What only browsers without modules load is no part of what is transferred.
  const body = answer.body.replace(/<script[^>]*nomodule[^>]*>/gi, "");
  const named = [
    ...body.matchAll(/(?:src|href)="(\/(?:_next\/static|words)\/[^"?]+\.js)/g),
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
