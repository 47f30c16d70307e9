import { describe, expect, it } from "vitest";
import { addSeconds } from "@/lib/kernel/time";
import { countsFrom } from "./rules";

const createdAt = new Date("2026-03-14T09:26:53Z");
const added = (seconds: number) => ({ createdAt, countsFrom: addSeconds(createdAt, seconds) });

describe("a passkey", () => {
  it.each([
    ["none waited for", 0, 86_400],
    ["one that waits for longer", 172_800, 172_800],
  ])("of the last day counts for nothing while the provider is away: %s", (_title, waited, expected) => {
    expect(countsFrom(added(waited), true)).toEqual(addSeconds(createdAt, expected));
    expect(countsFrom(added(waited), false)).toEqual(addSeconds(createdAt, waited));
  });
});
