import { expect, test } from "vitest";
import { ProviderHealth } from "./provider-health";

test("asks at most every thirty seconds, and tells the last answer meanwhile", async () => {
  let nowMs = 0;
  let answers = false;
  let asked = 0;
  const health = new ProviderHealth({
    probe: async () => {
      asked += 1;
      return answers;
    },
    now: () => nowMs,
  });
  const settled = () => new Promise((resolve) => setImmediate(resolve));

  expect(health.isAway()).toBe(false);
  await settled();
  expect(health.isAway()).toBe(true);
  answers = true;
  nowMs = 29_999;
  expect(health.isAway()).toBe(true);
  await settled();
  expect([health.isAway(), asked]).toEqual([true, 1]);
  nowMs = 30_000;
  expect(health.isAway()).toBe(true);
  await settled();
  expect([health.isAway(), asked]).toEqual([false, 2]);
});

test("makes a process ready with its first answer, and then tells how old the last one is", async () => {
  let nowMs = 0;
  let answers = false;
  const health = new ProviderHealth({ probe: async () => answers, now: () => nowMs });
  await expect(health.finding()).rejects.toThrow("has not answered yet");
  answers = true;
  nowMs = 2_000;
  expect(await health.finding()).toEqual({ ageSeconds: 0 });
  answers = false;
  nowMs = 92_000;
  expect(await health.finding()).toEqual({ ageSeconds: 90 });
});
