import { describe, expect, it } from "vitest";
import { MAX_VIEW_NAME, MOST_VIEWS, placeOfView, viewName } from "./rules";

describe("a view's name", () => {
  it.each([
    ["Offline", "Offline"],
    ["  Prod \n offline ", "Prod offline"],
    ["Pro\u200bd\u202e\u0000", "Prod"],
    ["Cafe\u0301", "Café"],
    ["離線的節點", "離線的節點"],
    ["x".repeat(MAX_VIEW_NAME), "x".repeat(MAX_VIEW_NAME)],
    ["🔥".repeat(MAX_VIEW_NAME), "🔥".repeat(MAX_VIEW_NAME)],
  ])("%j is kept as %j", (typed, kept) => {
    expect(viewName(typed)).toEqual({ ok: true, value: kept });
  });

  it.each([
    [""],
    [" \t\n"],
    ["\u200b\u2060\ufeff"],
    ["\u202e"],
    ["\u2800\u3164"],
    ["\u0301"],
    ["x".repeat(MAX_VIEW_NAME + 1)],
  ])("%j is refused: nothing of it can be seen, or it is too long", (typed) => {
    expect(viewName(typed)).toMatchObject({ ok: false, code: "INVALID_INPUT", params: { fields: ["name"] } });
  });
});

describe("what is saved", () => {
  const views = [{ id: "viw_1", name: "Offline", query: "state=offline" }];

  it("is a new view under a new name", () => {
    expect(placeOfView(views, { name: "offline", query: "state=offline" }, false)).toEqual({
      ok: true,
      value: null,
    });
  });

  it("takes the place of one of its name when that is wished, and only then", () => {
    const wanted = { name: "Offline", query: "protection=prod" };
    expect(placeOfView(views, wanted, true)).toEqual({ ok: true, value: views[0] });
    expect(placeOfView(views, wanted, false)).toMatchObject({
      code: "VIEW_EXISTS",
      params: { name: "Offline" },
    });
  });

  it("is the one that is there when it says the same", () => {
    expect(placeOfView(views, { name: "Offline", query: "state=offline" }, false)).toEqual({
      ok: true,
      value: views[0],
    });
  });

  it("is refused where there are as many as there may be, unless it takes another's place", () => {
    const many = (count: number) =>
      Array.from({ length: count }, (_, at) => ({ name: `${at}`, query: `q=${at}` }));
    const wanted = { name: "one more", query: "q=x" };
    expect(placeOfView(many(MOST_VIEWS - 1), wanted, false)).toEqual({ ok: true, value: null });
    expect(placeOfView(many(MOST_VIEWS), wanted, false)).toMatchObject({
      code: "TOO_MANY_VIEWS",
      params: { most: MOST_VIEWS },
    });
    expect(placeOfView(many(MOST_VIEWS), { name: "3", query: "q=x" }, true)).toMatchObject({ ok: true });
  });
});
