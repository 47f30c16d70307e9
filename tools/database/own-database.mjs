import { randomBytes } from "node:crypto";
import { mkdirSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { openStateFolder } from "../checkout/state-folder.mjs";
import { migrate } from "../migrate.mjs";
import { startPostgres } from "./embedded-postgres.mjs";
import { asSuperuser, createLogins, joinGroups } from "./login-roles.mjs";
import { currentCluster } from "./test-cluster.mjs";

const NAME = "halligan";

/**
 * @typedef {object} OwnDatabase a PostgreSQL server for one test alone, which may stop it
 * @property {string} adminUrl the superuser's
 * @property {import("./login-roles.mjs").DatabaseUrls} urls the same after every start
 * @property {() => Promise<void>} stop as a server that is shut down: connections are closed
 * @property {() => Promise<void>} crash every process of it is killed where it stands; `start` recovers
 * @property {() => Promise<void>} start
 * @property {() => void} freeze from now on it accepts connections and says nothing
 * @property {() => void} thaw
 * @property {() => Promise<void>} drop stops it and deletes its folder
 */

/**
 * Starts a migrated PostgreSQL server in the folder of this test run.
 * @param {object} [options]
 * @param {boolean} [options.isMigrated] false leaves the database empty
 * @returns {Promise<OwnDatabase>}
 */
export async function startOwnDatabase({ isMigrated = true } = {}) {
  const folder = join(currentCluster().folder, `database-${randomBytes(4).toString("hex")}`);
  mkdirSync(folder, { mode: process.getuid?.() === 0 ? 0o711 : 0o700 });
  const place = { folder, programs: join(openStateFolder(), "programs"), isThrowAway: true };
  let server = await startPostgres(place);
  const drop = async () => {
    signal(folder, "SIGCONT");
    await server.stop();
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    const urlsOf = await createLogins(server, folder);
    await asSuperuser(server, (client) => client.query(`CREATE DATABASE ${NAME} OWNER halligan_owner`));
    if (isMigrated) {
      await migrate({ url: urlsOf(NAME).owner });
      await joinGroups(server);
    }
    return {
      adminUrl: server.url(NAME),
      urls: urlsOf(NAME),
      stop: () => server.stop(),
      crash: async () => {
        signal(folder, "SIGKILL");
        while (server.isRunning()) await pause(10);
      },
      start: async () => {
        server = await startPostgres(place);
      },
      freeze: () => signal(folder, "SIGSTOP"),
      thaw: () => signal(folder, "SIGCONT"),
      drop,
    };
  } catch (error) {
    await drop();
    throw error;
  }
}

/** Every process of the server: one for each connection, besides the first. */
function signal(folder, name) {
  const [line = ""] = readFileSync(join(folder, "data", "postmaster.pid"), "utf8").split("\n");
  const first = Number(line);
  const children = readdirSync("/proc").filter((entry) => /^\d+$/.test(entry) && parentOf(entry) === first);
  for (const pid of [first, ...children.map(Number)]) {
    try {
      process.kill(pid, name);
    } catch (error) {
      if (error.code !== "ESRCH") throw error; // a connection that ended meanwhile
    }
  }
}

function parentOf(pid) {
  try {
    const status = readFileSync(`/proc/${pid}/stat`, "utf8");
    return Number(status.slice(status.lastIndexOf(")") + 2).split(" ")[1]);
  } catch {
    return undefined; // ended meanwhile
  }
}
