import { expect, it } from "vitest";
import { Pauses } from "./pauses";

it("stands still as long as one reason holds, and tells each change once", () => {
  const told: boolean[] = [];
  const pauses = new Pauses<"browser" | "recorder">((isPaused) => told.push(isPaused));
  pauses.set("browser", false);
  pauses.set("browser", true);
  pauses.set("browser", true);
  pauses.set("recorder", true);
  pauses.set("browser", false);
  expect([told, pauses.reasons, pauses.isPaused]).toEqual([[true], ["recorder"], true]);
  expect([pauses.has("browser"), pauses.has("recorder")]).toEqual([false, true]);
  pauses.set("recorder", false);
  expect([told, pauses.reasons, pauses.isPaused]).toEqual([[true, false], [], false]);
});
