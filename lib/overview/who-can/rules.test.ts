import { describe, expect, it } from "vitest";
import { mayAskWhoCan, nextAt } from "./rules";

const NOW = new Date("2026-03-14T09:26:53Z");

describe("the time that is asked about", () => {
  it.each([
    [undefined, "2026-03-14T09:26:53.000Z"],
    ["09:27", "2026-03-14T09:27:00.000Z"],
    ["09:26", "2026-03-15T09:26:00.000Z"],
    ["03:00", "2026-03-15T03:00:00.000Z"],
    ["23:59", "2026-03-14T23:59:00.000Z"],
    ["24:00", undefined],
    ["3:00", undefined],
    ["03:60", undefined],
    ["03:00Z", undefined],
  ])("%s is the next one", (time, at) => {
    expect(nextAt(time, NOW)?.toISOString()).toBe(at);
  });
});

it("engineers alone may not ask", () => {
  expect(mayAskWhoCan({ roles: ["engineer"] })).toMatchObject({ ok: false, code: "ROLE_MISSING" });
  for (const role of ["approver", "reviewer", "administrator"] as const)
    expect(mayAskWhoCan({ roles: [role] })).toMatchObject({ ok: true });
});
