import { signalGroup } from "./processes.mjs";
import { Interrupted } from "./refusal.mjs";

const EXIT_CODES = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 };

/** Process groups that are running for us, so that a signal puts all of them away. */
const groups = new Set();
let stopping = false;

/** @param {number | undefined} group */
export function trackGroup(group) {
  groups.add(group);
}

/** @param {number | undefined} group */
export function forgetGroup(group) {
  groups.delete(group);
}

/**
 * SIGINT, SIGTERM and SIGHUP put everything away, once; a second one does not hurry it into leaving things behind.
 * @param {() => Promise<void>} putAway
 */
export function onSignal(putAway) {
  for (const [signal, code] of Object.entries(EXIT_CODES)) {
    process.on(signal, async () => {
      if (stopping) return;
      stopping = true;
      try {
        await putAway();
      } catch (error) {
        console.error(error);
      }
      killGroups();
      process.exit(code);
    });
  }
}

/** Ends at once everything that is tracked; for tools, which have nothing to put away. */
export function killGroups() {
  for (const group of groups) signalGroup(group, "SIGKILL");
}

/** @returns {boolean} whether a signal has told this launcher to stop */
export function isStopping() {
  return stopping;
}

/** Between two steps: what a signal is putting away must not be started meanwhile. */
export function throwIfStopping() {
  if (stopping) throw new Interrupted();
}
