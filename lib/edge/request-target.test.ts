import { expect, it } from "vitest";
import { requestTarget } from "./request-target";

it.each([
  ["a path and a query", "/nodes?q=a%20b", "/nodes", "?q=a%20b"],
  ["a path that looks like an authority", "//[", "//[", ""],
  ["a path that looks like another host", "//evil.example/x", "//evil.example/x", ""],
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
  ["half an escape", "/%"],
  ["escapes that are no UTF-8", "/%ff"],
  ["more than any address needs", `/${"a".repeat(8_000)}`],
])("refuses %s", (_what, target) => {
  expect(() => requestTarget(target)).toThrow(expect.objectContaining({ code: "INVALID_INPUT" }));
});
