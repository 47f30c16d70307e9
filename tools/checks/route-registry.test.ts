import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, expect, it } from "vitest";
import { compareRoutes, readListed } from "./route-registry.mjs";

let folder = "";
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function checkoutWith(files: Record<string, string>): string {
  folder = mkdtempSync(join(tmpdir(), "halligan-routes-"));
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  return folder;
}

it("accepts a registry that lists exactly what is served, whatever the parameters are called", () => {
  const files = {
    "lib/http/routes.ts": `export const ROUTES = ["/", "/nodes/:nodeId", "/api/auth/[...nextauth]"]; // "/old"`,
    "app/page.tsx": "",
    "app/(frame)/nodes/[id]/page.tsx": "",
    "app/api/auth/[...all]/route.ts": "",
  };
  expect(compareRoutes(checkoutWith(files))).toEqual({ served: 3, problems: [] });
});

it("names a route that is served and not listed, and one that is listed and not served", () => {
  const files = { "lib/http/routes.ts": `export const ROUTES = ["/gone"];`, "app/api/secret/route.ts": "" };
  expect(compareRoutes(checkoutWith(files)).problems).toEqual([
    "/api/secret is served and not in lib/http/routes.ts",
    "/gone is in lib/http/routes.ts and not served",
  ]);
});

it("says that the registry is missing instead of comparing with nothing", () => {
  expect(compareRoutes(checkoutWith({})).problems).toEqual(["lib/http/routes.ts is missing"]);
});

it("reads paths out of comments neither of one line nor of several", () => {
  expect([...readListed(`/* "/a" */\n// "/b"\nconst x = { path: '/c' };`)]).toEqual(["/c"]);
});
