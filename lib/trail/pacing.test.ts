import { expect, it } from "vitest";
import { Pacing } from "./pacing";

it("what takes long rests ten times as long, and the others are due meanwhile", async () => {
  let now = 0;
  const pacing = new Pacing(() => now);
  expect(pacing.isDue("a")).toBe(true);
  await pacing.run("a", async () => {
    now += 500;
  });
  await pacing.run("b", async () => {});
  expect([pacing.isDue("a"), pacing.isDue("b"), pacing.isDue("c")]).toEqual([false, true, true]);
  now = 5_499;
  expect(pacing.isDue("a")).toBe(false);
  now = 5_500;
  expect(pacing.isDue("a")).toBe(true);
});

it("what fails rests as well, twice as long each time, up to half an hour, and is forgotten when it works", async () => {
  let now = 0;
  const pacing = new Pacing(() => now);
  const failing = () =>
    pacing.run("a", async () => {
      now += 10;
      throw new Error("away");
    });
  for (const seconds of [10, 20, 40, 80, 160, 320, 640, 1_280, 1_800, 1_800]) {
    await expect(failing()).rejects.toThrow("away");
    now += seconds * 1_000 - 1;
    expect(pacing.isDue("a")).toBe(false);
    now += 1;
    expect(pacing.isDue("a")).toBe(true);
    // Others that rest are forgotten meanwhile.
    await pacing.run("b", async () => {});
  }
  await pacing.run("a", async () => {});
  await expect(failing()).rejects.toThrow("away");
  now += 10_000;
  expect(pacing.isDue("a")).toBe(true);
});
