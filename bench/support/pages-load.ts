import type { Visitor } from "../../server/testing/visitor";
import { percentile } from "./measure";

const WARM = 4;
const LOADS = 40;

export interface PageTimes {
  status: number;
  p50: number;
  p95: number;
}

/** A server that has just started compiles what it runs: nobody's page is measured by that. */
export async function warmPage(visitor: Visitor, path: string): Promise<void> {
  for (let turn = 0; turn < LOADS; turn++)
    await visitor.get(`${visitor.world.portalOrigin}${path}`, { accept: "text/html" });
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
