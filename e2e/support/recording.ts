import { expect, type Page } from "@playwright/test";
import type { ExportFormat } from "@/lib/recordings/exporting/formats";
import type { World } from "../../tools/world.mjs";
import { FRESH } from "./call";

/** A recording as a file, as the gateway serves it to somebody who may replay it. */
export async function recordedFile(
  page: Page,
  world: World,
  sessionId: string,
  format: ExportFormat = "asciicast-v2",
): Promise<string> {
  const address = `${world.gatewayOrigin}/gateway/sessions/${sessionId}/recording?format=${format}`;
  const answer = await page.request.get(address, { headers: FRESH });
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
