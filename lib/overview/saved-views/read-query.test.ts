import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { QueryReader } from "@/lib/kernel/list-query";
import { nodeFilters, nodeSort } from "@/lib/nodes/lists/list-filters";
import { requestFilters, requestSort } from "@/lib/requests/lists/list-filters";
import { reviewFilters, reviewSort } from "@/lib/reviews/lists/list-filters";
import { sessionFilters, sessionSort } from "@/lib/sessions/lists/list-filters";
import { queryText, understoodQuery, understoodText } from "./read-query";
import { SAVED_LISTS, type SavedList, type ViewQuery } from "./views";

describe("what is understood of a query", () => {
  it.each<[SavedList, ViewQuery, ViewQuery]>([
    ["nodes", { state: "offline", sort: "-name" }, { state: "offline", sort: "-name" }],
    ["nodes", { view: "viw_1", cursor: "abc", page: "2", constructor: "x" }, {}],
    ["nodes", { state: "asleep", sort: "colour", account: "12" }, {}],
    // What the list does by itself is no choice.
    ["nodes", { sort: "name" }, {}],
    ["reviews", { state: "open", sort: "due" }, {}],
    ["reviews", { state: "closed", sort: "-closed" }, { state: "closed", sort: "-closed" }],
    ["reviews", { state: "open", sort: "-closed" }, {}],
    ["reviews", { verdict: "in-order", state: "any" }, { verdict: "in-order" }],
    [
      "requests",
      { needs: "me", from: "2026-02-31", until: "2026-02-28" },
      { needs: "me", until: "2026-02-28" },
    ],
    ["sessions", { state: "running", mine: "1", mine2: "1" }, { state: "running", mine: "1" }],
    ["audit", { code: "session.opened", sort: "-at" }, { code: "session.opened" }],
    ["audit", { code: "session.invented", outcome: "refused" }, { outcome: "refused" }],
  ])("of %s %j is %j", (list, query, kept) => {
    expect(understoodQuery(list, query)).toEqual(kept);
  });

  it("is one text for one meaning, whatever order it was written in", () => {
    const one = understoodQuery("nodes", { sort: "-name", q: "db", state: "offline" });
    const other = understoodQuery("nodes", { state: "offline", sort: "-name", view: "x", q: "db" });
    expect(queryText(one)).toBe(queryText(other));
  });

  it("is read from a text as from an address: the first of a name, broken or not", () => {
    expect(understoodText("nodes", "?state=offline&state=online&%E0%A4%A&q=%00%F0&__proto__=1")).toEqual({
      state: "offline",
      q: "\u0000\ufffd",
    });
    expect(understoodText("nodes", "")).toEqual({});
  });
});

describe("a list shows the same by what was understood as by what was given", () => {
  const MEANING: Readonly<Partial<Record<SavedList, (query: QueryReader) => unknown>>> = {
    nodes: (query) => [nodeFilters(query).filters, nodeSort(query).sort],
    requests: (query) => [requestFilters(query).filters, requestSort(query).sort],
    sessions: (query) => [sessionFilters(query).filters, sessionSort(query).sort],
    reviews: (query) => [reviewFilters(query).filters, reviewSort(query, reviewFilters(query).filters).sort],
  };
  const NAMES = [
    "q",
    "state",
    "person",
    "protection",
    "sort",
    "verdict",
    "from",
    "overdue",
    "view",
    "cursor",
    "node",
  ];
  const VALUES = [
    "1",
    "open",
    "closed",
    "any",
    "offline",
    "running",
    "due",
    "-due",
    "-closed",
    "name",
    "prod",
  ];
  const query = fc.dictionary(
    fc.oneof(fc.constantFrom(...NAMES), fc.string()),
    fc.oneof(fc.constantFrom(...VALUES, "in-order", "2026-02-28"), fc.string()),
  );

  it.each(SAVED_LISTS)("%s", (list) => {
    fc.assert(
      fc.property(query, (given) => {
        const kept = understoodQuery(list, given);
        expect(understoodQuery(list, kept)).toEqual(kept);
        expect(queryText(understoodText(list, queryText(kept)))).toBe(queryText(kept));
        const own = (from: ViewQuery) => (name: string) =>
          Object.hasOwn(from, name) ? from[name] : undefined;
        expect(MEANING[list]?.(own(kept))).toEqual(MEANING[list]?.(own(given)));
      }),
    );
  });
});
