import { expect, it } from "vitest";
import { requestTarget } from "./request-target";

it.each([
  ["a path and a query", "/nodes?q=a%20b", "/nodes", "?q=a%20b"],
  ["a path with a host in its middle", "/nodes//evil.example", "/nodes//evil.example", ""],
  ["a path that climbs", "/a/../nodes", "/nodes", ""],
])("takes %s for a path", (_what, target, path, search) => {
  const url = requestTarget(target);
  expect([url.pathname, url.search, url.host]).toEqual([path, search, "target.invalid"]);
});

it.each([
  ["nothing", undefined],
  ["an asterisk", "*"],
  ["a whole URL", "http://localhost:3000/"],
  ["an authority", "localhost:443"],
  ["a path that begins as an authority", "//["],
  ["another host", "//evil.example/x"],
  ["another host behind a backslash", "/\\evil.example"],
  ["another host behind a climb", "/a/..//evil.example"],
  ["half an escape", "/%"],
  ["escapes that are no UTF-8", "/%ff"],
  ["more than any address needs", `/${"a".repeat(8_000)}`],
])("refuses %s", (_what, target) => {
  expect(() => requestTarget(target)).toThrow(expect.objectContaining({ code: "INVALID_INPUT" }));
});
