import { expect, it } from "vitest";
import { ProviderHealth, type ProviderTrouble } from "./health";

const AWAY: ProviderTrouble = { cause: "unreachable", detail: "connect ECONNREFUSED" };

it("asks at most every thirty seconds, tells the last answer meanwhile, and reports what has changed once", async () => {
  let nowMs = 0;
  let trouble: ProviderTrouble | null = AWAY;
  let asked = 0;
  const reported: (string | null)[] = [];
  const health = new ProviderHealth({
    probe: async () => {
      asked += 1;
      return trouble;
    },
    onChange: (changed) => reported.push(changed?.cause ?? null),
    now: () => nowMs,
  });
  const settled = () => new Promise((resolve) => setImmediate(resolve));

  expect(health.trouble()).toBeNull();
  await settled();
  expect(health.trouble()).toEqual(AWAY);
  nowMs = 29_999;
  expect(health.trouble()).toEqual(AWAY);
  await settled();
  expect([asked, reported]).toEqual([1, ["unreachable"]]);
  nowMs = 30_000;
  expect(health.trouble()).toEqual(AWAY);
  await settled();
  trouble = null;
  nowMs = 60_000;
  health.trouble();
  await settled();
  expect([health.trouble(), asked, reported]).toEqual([null, 3, ["unreachable", null]]);
});

it("makes a process ready with its first good answer, and then tells how old the last one is", async () => {
  let nowMs = 0;
  let trouble: ProviderTrouble | null = AWAY;
  const health = new ProviderHealth({ probe: async () => trouble, onChange: () => {}, now: () => nowMs });
  await expect(health.finding()).rejects.toThrow("could not be used yet");
  trouble = null;
  nowMs = 2_000;
  expect(await health.finding()).toEqual({ ageSeconds: 0 });
  trouble = AWAY;
  nowMs = 92_000;
  expect(await health.finding()).toEqual({ ageSeconds: 90 });
});
