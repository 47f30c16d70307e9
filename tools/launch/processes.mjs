import { readFileSync } from "node:fs";

/**
 * @param {number} pid
 * @returns {boolean} false also for one that is dead and that nobody has waited for
 */
export function isAlive(pid) {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if (error.code === "ESRCH") return false;
  }
  try {
    const status = readFileSync(`/proc/${pid}/stat`, "utf8");
    return status.slice(status.lastIndexOf(")") + 2, status.lastIndexOf(")") + 3) !== "Z";
  } catch {
    return false;
  }
}

/**
 * @param {number | undefined} group the number of a process group
 * @param {NodeJS.Signals} signal
 */
export function signalGroup(group, signal) {
  if (!group) return;
  try {
    process.kill(-group, signal);
  } catch (error) {
    if (error.code !== "ESRCH") throw error;
  }
}
