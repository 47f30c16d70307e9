import { describe, expect, it } from "vitest";
import { encodeCursor, isInstant, isName, limitOf, pageOf, placeOf, timeCursorOf } from "./paging";

describe("paging", () => {
  it("gives a cursor exactly when there is more, and reads it back", () => {
    const rows = ["a", "b", "c"].map((name) => ({ name, id: `i-${name}` }));
    const first = pageOf(rows, 2, (row) => [row.name, row.id]);
    expect(first.rows.map(({ name }) => name)).toEqual(["a", "b"]);
    expect(placeOf({ cursor: first.nextCursor ?? "" }, isName)).toEqual({
      after: ["b", "i-b"],
      direction: "on",
    });
    expect(pageOf(rows, 3, (row) => [row.name, row.id]).nextCursor).toBeNull();
    expect(pageOf([], 3, () => ["", ""])).toEqual({ rows: [], nextCursor: null, previousCursor: null });
  });

  it("reads a cursor that leads back", () => {
    expect(placeOf({ cursor: encodeCursor(["b", "i-b"], "back") }, isName)).toEqual({
      after: ["b", "i-b"],
      direction: "back",
    });
  });

  it("begins at the beginning without a cursor", () => {
    expect(placeOf({}, isInstant)).toEqual({ after: null, direction: "on" });
  });

  it.each([
    [undefined, 30],
    [0, 1],
    [100, 100],
    [101, 100],
    [2.9, 2],
  ])("takes a limit of %s as %i", (limit, expected) => {
    expect(limitOf(limit === undefined ? {} : { limit })).toBe(expected);
  });

  it.each([
    ["2026-03-14T09:26:53.123Z", true],
    ["2026-03-14T09:26:53.123456Z", true],
    ["2026-03-14T09:26:53Z", false],
    ["2026-03-14T09:26:53.123999Z", true],
    ["2026-13-14T09:26:53.123Z", false],
    ["2026-02-30T09:26:53.123Z", false],
    ["2026-03-14T24:00:00.000Z", false],
    ["0000-03-14T09:26:53.123Z", false],
    ["2026", false],
    ["infinity", false],
    ["yesterday", false],
  ])("takes %s for an instant: %s", (key, expected) => {
    expect(isInstant(key)).toBe(expected);
  });

  const encoded = (value: unknown) => Buffer.from(JSON.stringify(value)).toString("base64url");
  it.each([
    "nonsense",
    encoded(["only one"]),
    encoded([1, 2]),
    encoded(["no time", "id"]),
    encoded(["2026-03-14T09:26:53.123Z", "id", "sideways"]),
    encoded(["2026-03-14T09:26:53.123Z", "i\0d"]),
    encoded({}),
  ])("refuses the cursor %s", (cursor) => {
    expect(() => timeCursorOf({ cursor })).toThrow(expect.objectContaining({ code: "INVALID_INPUT" }));
  });
});
