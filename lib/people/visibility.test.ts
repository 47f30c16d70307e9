import { describe, expect, it } from "vitest";
import { canSee, scopeOf, scopeSeen, VISIBILITY } from "./visibility";

const things = [
  ...(["nodes", "requests", "grants", "sessions", "reviews", "people", "settings", "audit"] as const),
  "last-resort",
] as const;

describe("who may see what", () => {
  it.each([
    ["Ana, an engineer", ["engineer"], ["all", "own", "own", "own", "own", null, null, null, "all"]],
    [
      "Ben, engineer and approver",
      ["engineer", "approver"],
      ["all", "all", "all", "all", "all", null, null, null, "all"],
    ],
    ["Cleo, a reviewer", ["reviewer"], ["all", "all", "all", "all", "all", null, null, "all", null]],
    [
      "Dov, an administrator",
      ["administrator"],
      ["all", "all", "all", "all", "all", "all", "all", "all", "all"],
    ],
    ["Eve, of no role", [], [null, null, null, null, null, null, null, null, null]],
  ] as const)("%s", (_title, roles, expected) => {
    const seen = things.map((thing) => {
      const scope = scopeOf({ roles }, thing);
      return scope.ok ? scope.value : null;
    });
    expect(seen).toEqual(expected);
    expect(things.map((thing) => canSee({ roles }, thing))).toEqual(expected.map((scope) => scope !== null));
  });

  it("covers every thing there is", () => {
    expect(Object.keys(VISIBILITY).sort()).toEqual([...things].sort());
  });

  it("refuses Eve with the roles that would do", () => {
    expect(scopeOf({ roles: [] }, "audit")).toEqual({
      ok: false,
      code: "ROLE_MISSING",
      params: { roles: ["reviewer", "administrator"] },
    });
    expect(() => scopeSeen({ roles: [] }, "nodes")).toThrow(
      expect.objectContaining({ code: "ROLE_MISSING" }),
    );
  });
});
