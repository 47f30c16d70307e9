import { expect, type Page } from "@playwright/test";
import type { World } from "../../tools/world.mjs";
import { FRESH } from "./call";

/** Everything a session printed, as the gateway serves it to somebody who may replay it. */
export async function recordedOutput(page: Page, world: World, sessionId: string): Promise<string> {
  const answer = await page.request.get(`${world.gatewayOrigin}/gateway/sessions/${sessionId}/recording`, {
    headers: FRESH,
  });
  expect(answer.status()).toBe(200);
  const lines = (await answer.text()).trimEnd().split("\n").slice(1);
  return lines
    .map((line): unknown[] => JSON.parse(line))
    .flatMap(([, kind, text]) => (kind === "o" && typeof text === "string" ? [text] : []))
    .join("");
}
