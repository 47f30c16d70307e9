import { expect, it } from "vitest";
import { chipsOf, type FilterField } from "./filter-fields";

const search: FilterField = { name: "q", label: "Search", value: "disk full", kind: "text" };
const state: FilterField = {
  ...{ name: "state", label: "State", value: "closed", fallback: "open", kind: "select" },
  options: [{ value: "closed", label: "closed ones" }],
};
const mine: FilterField = { name: "mine", label: "Mine", value: "1", kind: "tick" };

it("says what is filtered by, each with the address without it", () => {
  expect(chipsOf("/reviews", [search, state, mine])).toEqual([
    { name: "q", text: "Search: disk full", href: "/reviews?state=closed&mine=1" },
    { name: "state", text: "State: closed ones", href: "/reviews?q=disk+full&mine=1" },
    { name: "mine", text: "Mine", href: "/reviews?q=disk+full&state=closed" },
  ]);
});

it("says nothing of what is as it is without a word, and ends at the bare address", () => {
  expect(
    chipsOf("/reviews", [
      { ...search, value: "" },
      { ...state, value: "open" },
    ]),
  ).toEqual([]);
  expect(chipsOf("/reviews", [{ ...state, value: "" }, mine])).toEqual([
    { name: "mine", text: "Mine", href: "/reviews" },
  ]);
});
