import { join } from "node:path";
import { inCheckout } from "../checkout/checkout.mjs";

/**
 * Gives the tests one file with one thing changed, as HALLIGAN_MUTANT says (tools/mutants.mjs sets it); the file itself
 * stays as it is.
 * @returns {import("vitest/config").Plugin[]} none without it
 */
export function mutantPlugin() {
  const { HALLIGAN_MUTANT } = process.env;
  if (!HALLIGAN_MUTANT) return [];
  const { file, replace, by } = JSON.parse(HALLIGAN_MUTANT);
  const path = join(inCheckout(), file);
  return [
    {
      name: "mutant",
      enforce: "pre",
      transform: (code, id) => (id.split("?")[0] === path ? code.replace(replace, () => by) : undefined),
    },
  ];
}
