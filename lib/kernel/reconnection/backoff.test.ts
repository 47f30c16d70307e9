import { expect, it } from "vitest";
import { backoffMs } from "./backoff";

const schedule = { firstMs: 200, maxMs: 5_000 };

it.each([
  [1, 200],
  [2, 400],
  [5, 3_200],
  [6, 5_000],
  [7, 5_000],
  [5_000, 5_000],
])("doubles with each failure up to the maximum: after %i it is at most %i ms", (failures, longest) => {
  expect(backoffMs(failures, schedule, () => 1)).toBe(longest);
  expect(backoffMs(failures, schedule, () => 0)).toBe(longest / 2);
});
