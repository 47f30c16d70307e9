import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

/** The folder that holds package.json: every launcher works on this one, wherever it was called from. */
export const checkout = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

/**
 * @param {string[]} parts
 * @returns {string} an absolute path below the checkout
 */
export function inCheckout(...parts) {
  return join(checkout, ...parts);
}
