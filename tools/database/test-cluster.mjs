import { randomBytes } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { openStateFolder } from "../checkout/state-folder.mjs";
import { isAlive } from "../launch/processes.mjs";
import { migrate } from "../migrate.mjs";
import { startPostgres, stopPostgres } from "./embedded-postgres.mjs";
import { asSuperuser, createLogins, joinGroups } from "./login-roles.mjs";

export const TEMPLATE = "halligan_template";
/** Test processes find the server of their run here. */
export const CLUSTER_VARIABLE = "HALLIGAN_TEST_CLUSTER";
const PLACEHOLDER = "DATABASE_NAME";

/**
 * @typedef {object} ClusterHandle what test processes are told, as JSON
 * @property {string} folder of this run, for the worlds
 * @property {string} adminUrl the superuser's
 * @property {import("./login-roles.mjs").DatabaseUrls} urls with DATABASE_NAME for the database
 */

/**
 * Starts a PostgreSQL server for one test run, with a migrated template database in it. Every run has its own,
 * so two runs never meet; what a killed run left is put away here.
 * @returns {Promise<{ handle: ClusterHandle, templateUrl: string, stop: () => Promise<void> }>} templateUrl: the migrated
 *   database's, for its owner; no database can be copied from it while somebody is connected
 */
export async function startTestCluster() {
  const state = openStateFolder();
  const runs = join(state, "test-runs");
  mkdirSync(runs, { recursive: true, mode: 0o711 });
  await putAwayDeadRuns(runs);
  const folder = join(runs, `${process.pid}-${randomBytes(4).toString("hex")}`);
  mkdirSync(folder, { mode: process.getuid?.() === 0 ? 0o711 : 0o700 });
  writeFileSync(join(folder, "owner"), `${process.pid} ${startTime(process.pid)}`);
  const server = await startPostgres({
    folder: join(folder, "database"),
    programs: join(state, "programs"),
    isThrowAway: true,
  });
  const stop = async () => {
    await server.stop();
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    const urlsOf = await createLogins(server, folder);
    await asSuperuser(server, (client) => client.query(`CREATE DATABASE ${TEMPLATE} OWNER halligan_owner`));
    await migrate({ url: urlsOf(TEMPLATE).owner });
    await joinGroups(server);
    const handle = { folder, adminUrl: server.url("postgres"), urls: urlsOf(PLACEHOLDER) };
    return { handle, templateUrl: urlsOf(TEMPLATE).owner, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/**
 * @param {import("./login-roles.mjs").DatabaseUrls} urls of a handle
 * @param {string} database
 * @returns {import("./login-roles.mjs").DatabaseUrls}
 */
export function urlsFor(urls, database) {
  const named = Object.entries(urls).map(([name, url]) => [name, url.replace(PLACEHOLDER, database)]);
  return Object.fromEntries(named);
}

/** @returns {ClusterHandle} */
export function currentCluster() {
  const text = process.env[CLUSTER_VARIABLE];
  if (!text) {
    throw new TypeError(
      "this test needs a database: run it through npm test, vitest's integration project or playwright",
    );
  }
  return JSON.parse(text);
}

async function putAwayDeadRuns(runs) {
  for (const name of readdirSync(runs)) {
    const folder = join(runs, name);
    const owner = join(folder, "owner");
    const [pid = 0, started] = existsSync(owner) ? readFileSync(owner, "utf8").split(" ") : [];
    if (isAlive(Number(pid)) && startTime(Number(pid)) === started) continue;
    // A test may have had a server of its own: database-….
    for (const entry of readdirSync(folder).filter((one) => /^database(-|$)/.test(one)))
      await stopPostgres(join(folder, entry));
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Process numbers are used again; a number together with its start time is not. */
function startTime(pid) {
  try {
    const status = readFileSync(`/proc/${pid}/stat`, "utf8");
    return status.slice(status.lastIndexOf(")") + 2).split(" ")[19];
  } catch {
    return undefined;
  }
}
