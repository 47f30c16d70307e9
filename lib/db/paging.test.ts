import { describe, expect, it } from "vitest";
import { cursorOf, limitOf, pageOf, timeCursorOf } from "./paging";

describe("paging", () => {
  it("gives a cursor exactly when there is more, and reads it back", () => {
    const rows = ["a", "b", "c"].map((name) => ({ name, id: `i-${name}` }));
    const first = pageOf(rows, 2, (row) => [row.name, row.id]);
    expect(first.rows.map(({ name }) => name)).toEqual(["a", "b"]);
    expect(cursorOf({ cursor: first.nextCursor ?? "" })).toEqual(["b", "i-b"]);
    expect(pageOf(rows, 3, (row) => [row.name, row.id]).nextCursor).toBeNull();
    expect(pageOf([], 3, () => ["", ""])).toEqual({ rows: [], nextCursor: null });
  });

  it.each([
    [undefined, 50],
    [0, 1],
    [100, 100],
    [101, 100],
    [2.9, 2],
  ])("takes a limit of %s as %i", (limit, expected) => {
    expect(limitOf(limit === undefined ? {} : { limit })).toBe(expected);
  });

  const encoded = (value: unknown) => Buffer.from(JSON.stringify(value)).toString("base64url");
  it.each(["nonsense", encoded(["only one"]), encoded([1, 2]), encoded(["no time", "id"]), encoded({})])(
    "refuses the cursor %s",
    (cursor) => {
      expect(() => timeCursorOf({ cursor })).toThrow(expect.objectContaining({ code: "INVALID_INPUT" }));
    },
  );
});
