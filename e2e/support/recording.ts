import { expect, type Page } from "@playwright/test";
import type { World } from "../../tools/world.mjs";
import { FRESH } from "./call";

/** A recording as a file, as the gateway serves it to somebody who may replay it: asciicast v2. */
export async function recordedFile(page: Page, world: World, sessionId: string): Promise<string> {
  const answer = await page.request.get(`${world.gatewayOrigin}/gateway/sessions/${sessionId}/recording`, {
    headers: FRESH,
  });
  expect(answer.status()).toBe(200);
  return answer.text();
}

/** Everything a session printed. */
export async function recordedOutput(page: Page, world: World, sessionId: string): Promise<string> {
  const lines = (await recordedFile(page, world, sessionId)).trimEnd().split("\n").slice(1);
  return lines
    .map((line): unknown[] => JSON.parse(line))
    .flatMap(([, kind, text]) => (kind === "o" && typeof text === "string" ? [text] : []))
    .join("");
}
