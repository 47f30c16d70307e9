import { readFileSync } from "node:fs";
import { join } from "node:path";
import { inCheckout } from "../../checkout/checkout.mjs";
import { startService } from "../../command/child-process.mjs";
import { Refusal } from "../../command/refusal.mjs";
import { isStopping } from "../../command/signals.mjs";
import { pause, waitFor } from "../../command/waiting.mjs";
import { isAlive } from "../../launch/processes.mjs";
import { isReady } from "../network/portal-proxy.mjs";

const RESTART_MS = 1_000;
/** As systemd's StartLimitBurst: who dies more often than this within a minute stays down. */
const MOST_A_MINUTE = 5;
const READY_PATIENCE_MS = 60_000;
const STOP_PATIENCE_MS = 15_000;

/**
 * @typedef {object} Unit one `npm start -- web|gateway|jobs`, watched as a service manager would
 * @property {"web" | "gateway" | "jobs"} kind
 * @property {string} name
 * @property {number} port where it says whether it is ready
 * @property {number} starts how often it was started
 * @property {() => number[]} pids of everything below the launcher, the process itself first
 * @property {() => Promise<void>} start and wait until it is ready
 * @property {() => Promise<void>} stop by SIGTERM, as a service manager does
 * @property {(patienceMs?: number) => Promise<boolean>} becomesReady
 */

/**
 * @param {object} about
 * @param {"web" | "gateway" | "jobs"} about.kind
 * @param {string} about.name
 * @param {number} about.port where it says whether it is ready
 * @param {Record<string, string>} about.env the whole environment
 * @param {string} about.folder for logs
 * @param {(sentence: string) => void} about.tell
 * @returns {Unit}
 */
export function defineUnit({ kind, name, port, env, folder, tell }) {
  let service;
  let isWanted = false;
  const starts = [];
  const launch = async () => {
    starts.push(Date.now());
    // npm start says when everything it starts runs, by a line and not by a channel: the supervisor's word is enough.
    service = await startService({
      name,
      command: [
        inCheckout("tools", "launch", "supervise.mjs"),
        "--ready",
        process.execPath,
        inCheckout("tools", "start.mjs"),
        kind,
      ],
      env,
      log: join(folder, `${name}.log`),
    });
    void watch(service);
  };
  const watch = async (watched) => {
    const { code, signal } = await watched.exited;
    if (!isWanted || isStopping() || watched !== service) return;
    const recent = starts.filter((at) => at > Date.now() - 60_000).length;
    if (recent >= MOST_A_MINUTE)
      return tell(`${name} ended ${recent} times within a minute and stays down; see ${watched.log}`);
    tell(`${name} ended (${signal ?? `code ${code}`}) and is started again`);
    await pause(RESTART_MS);
    if (isWanted && !isStopping()) await launch();
  };
  const unit = {
    kind,
    name,
    port,
    get starts() {
      return starts.length;
    },
    // The first below us is `npm start`, which is no process of the portal.
    pids: () => (service ? descendants(service.pid).slice(1).filter(isAlive) : []),
    becomesReady: async (patienceMs = READY_PATIENCE_MS) =>
      (await waitFor(() => isReady(port), patienceMs, 200)) === true,
    start: async () => {
      isWanted = true;
      await launch();
      if (await unit.becomesReady()) return;
      throw new Refusal(`${name} did not become ready; see ${join(folder, `${name}.log`)}`);
    },
    stop: async () => {
      isWanted = false;
      await service?.stop(STOP_PATIENCE_MS);
    },
  };
  return unit;
}

/** https://man7.org/linux/man-pages/man5/proc_tid_children.5.html */
function descendants(pid) {
  let children = [];
  try {
    children = readFileSync(`/proc/${pid}/task/${pid}/children`, "utf8")
      .trim()
      .split(" ")
      .filter(Boolean)
      .map(Number);
  } catch {
    // It has ended since.
  }
  return children.flatMap((child) => [child, ...descendants(child)]);
}
