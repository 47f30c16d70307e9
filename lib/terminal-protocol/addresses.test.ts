import { describe, expect, it } from "vitest";
import { attachQuery, parseAttachQuery } from "./attach-query";
import { pageQuery, parsePageQuery, parseToPage } from "./page-messages";

const read = (query: string) => parseAttachQuery(new URLSearchParams(query));

describe("a terminal's address", () => {
  it.each([
    [{ cols: 100, rows: 30, after: 17, windowId: "w1", take: "ask" } as const],
    [{ cols: 100, rows: 30, after: 0, windowId: "", take: "now" } as const],
  ])("is read as it was written: %o", (attaching) => {
    expect(read(attachQuery(attaching))).toEqual(attaching);
  });

  it("of a watcher names neither a window nor what it takes", () => {
    expect(attachQuery({ cols: 80, rows: 24, after: 3 })).toBe("cols=80&rows=24&after=3");
  });

  it.each([
    "",
    "cols=x&rows=&after=-1&take=later",
    `after=1.5&window=${"w".repeat(65)}`,
    "after=9007199254740993",
  ])("that makes no sense gives the usual terminal, from the start: %s", (query) => {
    expect(read(query)).toMatchObject({ cols: 80, after: 0, windowId: "", take: "now" });
  });

  it("has a size within the limits", () => {
    expect(read("cols=9999&rows=1")).toMatchObject({ cols: 500, rows: 2 });
  });
});

describe("a page's address", () => {
  it("says how old it is", () => {
    expect(parsePageQuery(new URLSearchParams(pageQuery(1234)))).toBe(1234);
  });

  it.each(["", "ageMs=", "ageMs=-1", "ageMs=1.5", "ageMs=soon", `ageMs=${"9".repeat(16)}`])(
    "that doesn't say so is as old as can be: %s",
    (query) => {
      expect(parsePageQuery(new URLSearchParams(query))).toBe(Number.MAX_SAFE_INTEGER);
    },
  );

  it.each(["", "null", "3", "{}", '{"type":"fireworks"}'])("%s is nothing that a page is told", (text) => {
    expect(parseToPage(text)).toBeUndefined();
  });
});
