import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/**
 * The schema and the default rules of policy/, as lib/policy/compile/shipped.ts reads them from a build.
 * @param {string} folder the checkout's policy/
 */
export function shippedPolicyJson(folder) {
  const defaults = join(folder, "default");
  const names = readdirSync(defaults).filter((name) => name.endsWith(".cedar"));
  return JSON.stringify({
    schema: readFileSync(join(folder, "halligan.cedarschema"), "utf8"),
    files: names.sort().map((name) => ({ name, text: readFileSync(join(defaults, name), "utf8") })),
  });
}
