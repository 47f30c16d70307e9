import { randomBytes } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { startOwnDatabase } from "./database/own-database.mjs";
import { currentCluster } from "./database/test-cluster.mjs";
import { createTestDatabase } from "./database/test-database.mjs";
import {
  environmentOf,
  originsOf,
  PROCESS_NAMES,
  readCredentials,
  startProcess,
  startProcesses,
} from "./launch/portal-processes.mjs";
import { freePort } from "./launch/ports.mjs";

/**
 * Durations of a test world: a minute of a real night is a second here. Tests wait for what is seen.
 * @type {import("./launch/portal-processes.mjs").Settings}
 */
const QUICK = {
  INVENTORY_SECONDS: 2,
  SWEEP_SECONDS: 1,
  HEARTBEAT_SECONDS: 1,
  DEAD_SECONDS: 4,
  SEAL_SECONDS: 1,
  ANCHOR_SECONDS: 1,
  EVIDENCE_SECONDS: 1,
  WINDOW_MIN_SECONDS: 5,
  WARNING_SECONDS: 8,
  GROUPS_MAX_AGE_SECONDS: 1,
};

/**
 * @typedef {import("./launch/portal-processes.mjs").ProcessName} ProcessName
 * @typedef {object} World a portal of its own with everything around it
 * @property {string} portalOrigin
 * @property {string} gatewayOrigin
 * @property {string} idpOrigin
 * @property {import("./launch/portal-processes.mjs").Ports} ports
 * @property {string} folder
 * @property {Sandbox} sandbox
 * @property {import("./database/login-roles.mjs").DatabaseUrls} databaseUrls
 * @property {string} adminUrl of its database, the superuser's
 * @property {import("./database/own-database.mjs").OwnDatabase | undefined} database its own server, if it was asked for
 * @property {(name: ProcessName) => number[]} pids of the processes that run under this name
 * @property {(name?: ProcessName) => Record<string, string>} env the whole environment of a process (default web)
 * @property {(name: ProcessName) => string} log what a process has printed
 * @property {(name: ProcessName, settings?: import("./launch/portal-processes.mjs").Settings) => Promise<void>} restart
 *   stops it as an operator would, starts it again, with other settings if any are given
 * @property {(name: ProcessName, signal?: NodeJS.Signals) => Promise<void>} kill ends it (default SIGKILL)
 * @property {(name: ProcessName) => Promise<void>} start one that was killed or left out
 * @property {() => Promise<void>} stop ends everything and deletes the database and the folder
 *
 * @typedef {object} Sandbox
 * @property {string} endpoint
 * @property {string} region
 * @property {Record<string, { accessKeyId: string, secretAccessKey: string }>} credentials operator, gateway, jobs
 * @property {[Record<string, any>, ...Record<string, any>[]]} accounts as the portal is told them; core first
 * @property {(path: string, body?: unknown) => Promise<any>} control POST /_sandbox/<path>; without a body GET
 */

/**
 * Starts a world: own database, sandbox, identity provider, portal, ports and durations.
 * @param {object} [options]
 * @param {import("./launch/portal-processes.mjs").Settings} [options.settings] environment of portal and sandbox
 * @param {ProcessName[]} [options.processes] which to start; all of them by default
 * @param {boolean} [options.ownDatabase] a database server that this test may stop
 * @param {boolean} [options.hasBuckets] whether audit and recordings use the sandbox's buckets, as a demo's do
 * @param {boolean} [options.isOnEveryAddress] web listens on ::1 too, as a demo's: a process more, which costs seconds
 * @returns {Promise<World>}
 */
export async function startWorld({
  settings = {},
  processes = [...PROCESS_NAMES],
  ownDatabase = false,
  hasBuckets = false,
  isOnEveryAddress = false,
} = {}) {
  const folder = join(currentCluster().folder, `world-${randomBytes(4).toString("hex")}`);
  mkdirSync(folder, { mode: process.getuid?.() === 0 ? 0o711 : 0o700 });
  const own = ownDatabase ? await startOwnDatabase() : undefined;
  const database = own ?? (await createTestDatabase());
  const place = {
    folder,
    urls: database.urls,
    hasBuckets,
    ports: await freePorts(),
    // Nobody else is on ::1 with this port: whoever tries that first comes here next.
    ...(isOnEveryAddress ? {} : { webAddresses: ["127.0.0.1"] }),
    settings: { ...QUICK, ...settings },
    controlToken: randomBytes(16).toString("hex"),
  };
  /** @type {Map<ProcessName, import("./command/child-process.mjs").Service[]>} */
  const running = new Map();
  const start = async (name) => {
    running.set(name, await startProcess(name, place));
  };
  const each = async (name, end) => {
    await Promise.all((running.get(name) ?? []).map(end));
    running.delete(name);
  };
  const stop = async () => {
    for (const name of [...PROCESS_NAMES].reverse()) await each(name, (service) => service.stop());
    await database.drop();
    if (!process.env.HALLIGAN_KEEP_WORLDS) rmSync(folder, { recursive: true, force: true });
  };
  try {
    const [first, ...others] = PROCESS_NAMES.filter((name) => processes.includes(name));
    const onStarted = (name, services) => running.set(name, services);
    if (first) await startProcesses([first], place, onStarted);
    await startProcesses(others, place, onStarted);
  } catch (error) {
    await stop();
    throw error;
  }
  const origins = originsOf(place.ports);
  return {
    portalOrigin: origins.portal,
    gatewayOrigin: origins.gateway,
    idpOrigin: origins.identity,
    ports: place.ports,
    folder,
    sandbox: sandboxOf(place, origins.sandbox),
    databaseUrls: database.urls,
    adminUrl: database.adminUrl,
    database: own,
    pids: (name) => (running.get(name) ?? []).map(({ pid }) => pid),
    env: (name = "web") => environmentOf(name, place),
    log: (name) => readLog(folder, name),
    restart: async (name, changed = {}) => {
      await each(name, (service) => service.stop());
      Object.assign(place.settings, changed);
      await start(name);
    },
    kill: (name, signal = "SIGKILL") => each(name, (service) => service.kill(signal)),
    start,
    stop,
  };
}

/**
 * @param {World} world
 * @returns {{ name: string, text: string }[]} the logs of all processes, to be kept when a test has failed
 */
export function logsOf(world) {
  const logs = join(world.folder, "logs");
  return (existsSync(logs) ? readdirSync(logs) : []).map((name) => ({
    name,
    text: readFileSync(join(logs, name), "utf8"),
  }));
}

async function freePorts() {
  const ports = new Set();
  while (ports.size < 6) ports.add(await freePort());
  const [web, gateway, jobs, sandbox, identity, mail] = ports;
  return { web, gateway, jobs, sandbox, identity, mail };
}

function sandboxOf(place, endpoint) {
  const file = () => readCredentials(place);
  return {
    endpoint,
    get region() {
      return file().region;
    },
    get credentials() {
      return file().users;
    },
    get accounts() {
      return file().accounts;
    },
    control: async (path, body) => {
      const response = await fetch(`${endpoint}/_sandbox/${path}`, {
        method: body === undefined ? "GET" : "POST",
        headers: { "content-type": "application/json", "x-sandbox-token": place.controlToken },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      const text = await response.text();
      if (!response.ok) throw new Error(`the sandbox answered ${response.status} to ${path}: ${text}`);
      return text === "" ? undefined : JSON.parse(text);
    },
  };
}

function readLog(folder, name) {
  const file = join(folder, "logs", `${name}.log`);
  return existsSync(file) ? readFileSync(file, "utf8") : "";
}
