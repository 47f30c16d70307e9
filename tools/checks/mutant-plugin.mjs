import { join } from "node:path";
import { inCheckout } from "../checkout/checkout.mjs";

/**
 * Gives the tests one file with one thing changed, as VITEST_MUTANT says (tools/mutants.mjs sets it); the file itself
 * stays as it is. Not a setting of ours by its name: programs refuse those that they do not know.
 * @returns {import("vitest/config").Plugin[]} none without it
 */
export function mutantPlugin() {
  const { VITEST_MUTANT } = process.env;
  if (!VITEST_MUTANT) return [];
  const { file, replace, by } = JSON.parse(VITEST_MUTANT);
  const path = join(inCheckout(), file);
  return [
    {
      name: "mutant",
      enforce: "pre",
      transform: (code, id) => (id.split("?")[0] === path ? code.replace(replace, () => by) : undefined),
    },
  ];
}
