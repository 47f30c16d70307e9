import { throwIfStopping } from "./signals.mjs";

const PATIENCE_MS = 1000;
let say = console.log;

/** For launchers whose standard output is read by a program. */
export function sayProgressOnStderr() {
  say = console.error;
}

/**
 * Runs one step and prints a line about it once it lasts longer than a second, and one when it is over.
 * @template T
 * @param {string} label what happens, as a noun phrase: "Installing packages"
 * @param {() => T | Promise<T>} work
 * @returns {Promise<T>}
 */
export async function step(label, work) {
  throwIfStopping();
  const startedAt = Date.now();
  let shown = false;
  const timer = setTimeout(() => {
    shown = true;
    say(`  ${label} …`);
  }, PATIENCE_MS);
  try {
    const result = await work();
    throwIfStopping();
    if (shown) say(`  ${label}: done in ${seconds(startedAt)} s`);
    return result;
  } finally {
    clearTimeout(timer);
  }
}

/**
 * @param {number} startedAt milliseconds since the epoch
 * @returns {string} seconds since then, one decimal below ten
 */
export function seconds(startedAt) {
  const passed = (Date.now() - startedAt) / 1000;
  return passed.toFixed(passed < 10 ? 1 : 0);
}
