import { expect, it } from "vitest";
import { eachByItself } from "./each-by-itself";

it("works on all, and says at the end what failed", async () => {
  const worked: number[] = [];
  const work = (failing: readonly number[]) =>
    eachByItself([1, 2, 3], async (thing) => {
      worked.push(thing);
      if (failing.includes(thing)) throw new Error(`no ${thing}`);
    });
  await work([]);
  await expect(work([2])).rejects.toThrow(/^no 2$/);
  await expect(work([1, 2])).rejects.toThrow("2 failed, the first with: no 1");
  expect(worked).toEqual([1, 2, 3, 1, 2, 3, 1, 2, 3]);
});
