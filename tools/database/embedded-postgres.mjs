import { spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import {
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { basename, join } from "node:path";
import { readJson, writePrivate } from "../checkout/state-folder.mjs";
import { quoteLog } from "../command/child-process.mjs";
import { Refusal } from "../command/refusal.mjs";
import { pause, waitFor } from "../command/waiting.mjs";
import { freePort, whyNotFree } from "../launch/ports.mjs";
import { isAlive } from "../launch/processes.mjs";
import { copyPrograms, giveToDatabase, programEnvironment, unprivileged } from "./postgres-programs.mjs";

const SUPERUSER = "postgres";
const START_PATIENCE_MS = 60_000;

/**
 * @typedef {object} Server a PostgreSQL server of ours on 127.0.0.1
 * @property {number} port
 * @property {string} password of the superuser
 * @property {boolean} isNew its data folder was made by this call
 * @property {boolean} wasRunning a killed launcher had left it, and we took it over
 * @property {(database: string, user?: string, password?: string) => string} url
 * @property {() => boolean} isRunning
 * @property {(patienceMs?: number) => Promise<void>} stop
 * @property {string} log
 */

/**
 * Starts the PostgreSQL server of a folder, or takes over the one that a killed launcher left running there.
 * @param {object} options
 * @param {string} options.folder where data, password and log live
 * @param {string} options.programs a folder for the programs, shared by all servers of this checkout
 * @param {boolean} [options.isThrowAway] true: the folder is deleted after the run, so initdb need not flush it
 * @param {Record<string, string>} [options.settings] of the server, over ours
 * @returns {Promise<Server>}
 */
export async function startPostgres({ folder, programs, isThrowAway = false, settings = {} }) {
  mkdirSync(folder, { recursive: true, mode: process.getuid?.() === 0 ? 0o711 : 0o700 });
  const bin = join(copyPrograms(programs), "bin");
  const isNew = await createCluster({ folder, bin, isThrowAway });
  const password = readFileSync(join(folder, "superuser"), "utf8").trim();
  const log = join(folder, "server.log");
  const left = await takeOver(folder, password);
  if (left) return server({ ...left, folder, password, log, isNew, wasRunning: true });

  const port = await choosePort(folder);
  const output = openSync(log, "a", 0o600);
  const written = statSync(log).size;
  const child = spawn(join(bin, "postgres"), serverArguments(folder, port, settings), {
    ...unprivileged(),
    cwd: join(folder, "data"),
    env: programEnvironment(),
    // A group of its own: Ctrl-C must not stop the database before those who write to it.
    detached: true,
    stdio: ["ignore", output, output],
  });
  closeSync(output);
  child.unref();
  const ended = new Promise((done) => {
    child.once("exit", () => done("ended"));
    child.once("error", () => done("ended"));
  });
  const outcome = await Promise.race([ended, answers(port, password, START_PATIENCE_MS)]);
  if (outcome !== "answers") {
    child.kill("SIGQUIT");
    throw new Refusal(
      `The database in ${folder} does not start; npm run demo -- --reset starts over. ${quoteLog(log, written)}`,
    );
  }
  return server({ pid: child.pid, port, folder, password, log, isNew, wasRunning: false });
}

/**
 * Stops the server of a folder, if one runs there.
 * @param {string} folder
 */
export async function stopPostgres(folder) {
  const left = findRunning(folder);
  if (left) await stopProcess(left.pid, 5000);
}

function server({ pid, port, folder, password, log, isNew, wasRunning }) {
  writePrivate(join(folder, "server.json"), `${JSON.stringify({ port })}\n`);
  return {
    port,
    password,
    log,
    isNew,
    wasRunning,
    url: (database, user = SUPERUSER, userPassword = password) =>
      `postgresql://${user}:${encodeURIComponent(userPassword)}@127.0.0.1:${port}/${database}`,
    isRunning: () => isAlive(pid),
    stop: (patienceMs = 2500) => stopProcess(pid, patienceMs),
  };
}

function serverArguments(folder, port, more) {
  const settings = {
    port,
    listen_addresses: "127.0.0.1",
    unix_socket_directories: "",
    max_connections: 300,
    shared_buffers: "64MB",
    timezone: "UTC",
    log_timezone: "UTC",
    log_min_messages: "warning",
    // What is acknowledged is on the disk: the recorder's promise rests on it, in demo and test too.
    fsync: "on",
    synchronous_commit: "on",
    ...more,
  };
  return [
    "-D",
    join(folder, "data"),
    ...Object.entries(settings).flatMap(([name, value]) => ["-c", `${name}=${value}`]),
  ];
}

async function createCluster({ folder, bin, isThrowAway }) {
  const data = join(folder, "data");
  const major = readVersion(data);
  if (major === 18 && existsSync(join(folder, "superuser"))) return false;
  if (major !== undefined && major !== 18) {
    throw new Refusal(
      `The database in ${folder} was made by PostgreSQL ${major} and this is 18; npm run demo -- --reset starts over.`,
    );
  }
  if (existsSync(data) && readdirSync(data).length > 0) {
    throw new Refusal(`The database folder ${data} is incomplete; npm run demo -- --reset starts over.`);
  }
  const fresh = join(folder, `new-${process.pid}`);
  for (const name of readdirSync(folder)) {
    // What an interrupted start left.
    if (name.startsWith("new-")) rmSync(join(folder, name), { recursive: true, force: true });
  }
  const password = randomBytes(24).toString("base64url");
  mkdirSync(join(fresh, "data"), { recursive: true, mode: 0o700 });
  writeFileSync(join(fresh, "password"), password, { mode: 0o400 });
  for (const path of [fresh, join(fresh, "data"), join(fresh, "password")]) giveToDatabase(path);
  const { code, output } = await runInitdb(bin, fresh, isThrowAway);
  if (code !== 0) {
    rmSync(fresh, { recursive: true, force: true });
    throw new Refusal(
      `The database cannot be created in ${folder}: ${output.trim().split("\n").slice(-4).join(" ")}`,
    );
  }
  writePrivate(join(folder, "superuser"), `${password}\n`);
  rmSync(data, { recursive: true, force: true });
  renameSync(join(fresh, "data"), data);
  rmSync(fresh, { recursive: true, force: true });
  return true;
}

function runInitdb(bin, fresh, isThrowAway) {
  const options = ["--auth=scram-sha-256", `--pwfile=${join(fresh, "password")}`, "--encoding=UTF8"];
  // The built-in provider sorts the same on every machine, whatever locales it has.
  options.push("--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8");
  if (isThrowAway) options.push("--no-sync");
  const child = spawn(join(bin, "initdb"), ["-D", join(fresh, "data"), "-U", SUPERUSER, ...options], {
    ...unprivileged(),
    cwd: fresh,
    env: programEnvironment(),
    stdio: ["ignore", "pipe", "pipe"],
  });
  let output = "";
  child.stdout?.on("data", (chunk) => {
    output += chunk;
  });
  child.stderr?.on("data", (chunk) => {
    output += chunk;
  });
  return new Promise((done) => {
    child.once("error", (error) => done({ code: 1, output: error.message }));
    child.once("close", (code) => done({ code: code ?? 1, output }));
  });
}

function readVersion(data) {
  const file = join(data, "PG_VERSION");
  return existsSync(file) ? Number.parseInt(readFileSync(file, "utf8"), 10) : undefined;
}

async function takeOver(folder, password) {
  const left = findRunning(folder);
  if (!left) {
    // PostgreSQL takes any living process with that number for its own kind; this one is not.
    rmSync(join(folder, "data", "postmaster.pid"), { force: true });
    return undefined;
  }
  if ((await answers(left.port, password, 3000)) === "answers") return left;
  await stopProcess(left.pid, 5000);
  return undefined;
}

function findRunning(folder) {
  const data = join(folder, "data");
  const file = join(data, "postmaster.pid");
  if (!existsSync(file)) return undefined;
  const [pid, , , port] = readFileSync(file, "utf8").split("\n").map(Number);
  if (!pid || !port || !isAlive(pid)) return undefined;
  try {
    const isOurs =
      readlinkSync(`/proc/${pid}/cwd`) === data && basename(readlinkSync(`/proc/${pid}/exe`)) === "postgres";
    return isOurs ? { pid, port } : undefined;
  } catch {
    return undefined;
  }
}

async function choosePort(folder) {
  const kept = readJson(join(folder, "server.json"))?.port;
  return typeof kept === "number" && !(await whyNotFree(kept)) ? kept : freePort();
}

async function answers(port, password, patienceMs) {
  const { default: pg } = await import("pg");
  const deadline = Date.now() + patienceMs;
  while (Date.now() < deadline) {
    const client = new pg.Client({
      host: "127.0.0.1",
      port,
      user: SUPERUSER,
      password,
      database: "postgres",
    });
    client.on("error", () => {});
    try {
      await client.connect();
      await client.query("select 1");
      return "answers";
    } catch (error) {
      if (error.code === "28P01") return "wrong password";
      await pause(50);
    } finally {
      await client.end().catch(() => {});
    }
  }
  return "silent";
}

async function stopProcess(pid, patienceMs) {
  // SIGINT: fast shutdown, ends connections and writes a checkpoint. SIGQUIT: at once, recovers at the next start.
  for (const [signal, patience] of [
    ["SIGINT", patienceMs],
    ["SIGQUIT", 1000],
    ["SIGKILL", 1000],
  ]) {
    if (!isAlive(pid)) return;
    process.kill(pid, signal);
    if (await waitFor(() => !isAlive(pid), patience)) return;
  }
}
