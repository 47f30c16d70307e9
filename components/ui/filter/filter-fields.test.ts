import { expect, it } from "vitest";
import { type FilterField, hrefOf, isSet, othersOf, wordOf } from "./filter-fields";

const state: FilterField = {
  ...{ kind: "choice", name: "state", label: "State", value: "closed", fallback: "open" },
  options: [{ value: "closed", label: "closed reviews" }],
};

it("writes a filter into the address beside the others, or takes it out, and begins at the first page", () => {
  const address = { q: "disk full", state: "closed", cursor: "abc" };
  expect(hrefOf("/reviews", address, { mine: "1" })).toBe("/reviews?q=disk+full&state=closed&mine=1");
  expect(hrefOf("/reviews", address, { state: "open" })).toBe("/reviews?q=disk+full&state=open");
  expect(hrefOf("/reviews", address, { state: "" })).toBe("/reviews?q=disk+full");
  expect(hrefOf("/reviews", { cursor: "abc" }, {})).toBe("/reviews");
});

it("carries everything but the name itself and the page along in a form", () => {
  expect(othersOf({ q: "disk", state: "closed", cursor: "abc", sort: "" }, "q")).toEqual([
    ["state", "closed"],
  ]);
});

it("is set when it says something else than the list does by itself", () => {
  expect(isSet(state)).toBe(true);
  expect(isSet({ ...state, value: "open" })).toBe(false);
  expect(isSet({ ...state, value: "" })).toBe(false);
  expect(isSet({ kind: "toggle", name: "mine", label: "Mine", value: "1" })).toBe(true);
});

it("reads as the words of what was chosen, and as what was typed where there are none", () => {
  expect(wordOf(state)).toBe("closed reviews");
  const person = { kind: "suggest", of: "person", name: "person", label: "Person", value: "per_1" } as const;
  expect(wordOf({ ...person, text: "Ana Duarte" })).toBe("Ana Duarte");
  expect(wordOf(person)).toBe("per_1");
  const day = { kind: "day", name: "from", label: "Since", value: "2026-11-23", text: "Mon 23 Nov" } as const;
  expect(wordOf({ ...day, presets: [{ value: "2026-11-23", label: "today" }] })).toBe("today");
  expect(wordOf({ ...day, presets: [] })).toBe("Mon 23 Nov");
});
