import { signalGroup } from "../launch/processes.mjs";
import { Interrupted } from "./refusal.mjs";

const EXIT_CODES = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 };

/** Process groups that are running for us, so that a signal puts all of them away. */
const groups = new Set();
let stopping = false;
let stoppingSince = 0;

/** @param {number | undefined} group */
export function trackGroup(group) {
  groups.add(group);
}

/** @param {number | undefined} group */
export function forgetGroup(group) {
  groups.delete(group);
}

/** Ctrl-C may come twice: from the terminal, and passed on by npm. */
const SAME_SIGNAL_MS = 500;

/**
 * SIGINT, SIGTERM and SIGHUP put everything away, once; a second one kills what is left at once, and leaves nothing
 * behind that runs.
 * @param {() => Promise<boolean | void>} putAway says true for a stop that was clean: then this launcher ends with 0.
 *   Tools, whose work a signal breaks off, say nothing and end with the signal's code
 */
export function onSignal(putAway) {
  for (const [signal, code] of Object.entries(EXIT_CODES)) {
    process.on(signal, async () => {
      if (stopping) {
        if (Date.now() - stoppingSince < SAME_SIGNAL_MS) return;
        killGroups();
        process.exit(1);
      }
      stopping = true;
      stoppingSince = Date.now();
      /** @type {boolean | void} */
      let isClean = false;
      try {
        isClean = await putAway();
      } catch (error) {
        console.error(error);
      }
      killGroups();
      process.exit(isClean === undefined ? code : isClean ? 0 : 1);
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
