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

it("what fails rests as well", async () => {
  let now = 0;
  const pacing = new Pacing(() => now);
  const failing = pacing.run("a", async () => {
    now += 10;
    throw new Error("away");
  });
  await expect(failing).rejects.toThrow("away");
  expect(pacing.isDue("a")).toBe(false);
});
