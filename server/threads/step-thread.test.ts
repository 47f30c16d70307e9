import { afterEach, expect, it } from "vitest";
import { StepThread } from "./step-thread";

const thread = new StepThread<number | string, number>("testing/steps.mjs", { longestMs: 2_000 });
let stopped: StepThread<number, number> | undefined;
afterEach(async () => {
  await stopped?.stop();
});

it("does steps one after the other, and a step that fails is no other's failure", async () => {
  const answers = await Promise.allSettled([1, "fail", 2, 3].map((step) => thread.step(step)));
  expect(
    answers.map((answer) => (answer.status === "fulfilled" ? answer.value : answer.reason.message)),
  ).toEqual([2, "no", 4, 6]);
});

it("ends a thread that never answers or ends by itself, and begins another", async () => {
  const answers = await Promise.allSettled(["hang", 4, "end", 5].map((step) => thread.step(step)));
  expect(
    answers.map((answer) => (answer.status === "fulfilled" ? answer.value : answer.reason.message)),
  ).toEqual([expect.stringContaining("took longer"), 8, expect.stringContaining("ended with 3"), 10]);
  await thread.stop();
});

it("stops with what is under way and what waits", async () => {
  stopped = new StepThread<number, number>("testing/steps.mjs");
  const waiting = Promise.allSettled([stopped.step(1), stopped.step(2)]);
  await stopped.stop();
  expect((await waiting).map(({ status }) => status)).toContain("rejected");
  await expect(stopped.step(3)).rejects.toThrow("was stopped");
});
