import { expect, it } from "vitest";
import { narrowerChoices, windowChoices } from "./window-choices";

it.each([
  [60, 3600, [300, 900, 1800, 3600]],
  [900, 28_800, [1800, 3600, 7200, 14_400, 28_800]],
  [10, 30, [10, 30]],
  [30, 30, [30]],
])("offers windows between %d and %d seconds", (shortestSeconds, longestSeconds, choices) => {
  expect(windowChoices({ shortestSeconds, longestSeconds })).toEqual(choices);
});

it.each([
  [1800, 60, [300, 900]],
  [30, 10, [10, 15]],
  [10, 10, []],
])("offers shorter windows than %d seconds, none below %d", (asked, shortest, choices) => {
  expect(narrowerChoices(asked, shortest)).toEqual(choices);
});
