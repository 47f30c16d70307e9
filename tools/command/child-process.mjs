import { spawn } from "node:child_process";
import { closeSync, existsSync, openSync, readFileSync } from "node:fs";
import { basename } from "node:path";
import { inCheckout } from "../checkout/checkout.mjs";
import { signalGroup } from "../launch/processes.mjs";
import { Refusal } from "./refusal.mjs";
import { forgetGroup, throwIfStopping, trackGroup } from "./signals.mjs";
import { after } from "./waiting.mjs";

const LAST_LINES = 15;
/** Packages say what their files are; to guess it from the text as well takes Node a fifth of a program's start. */
const NODE_FLAGS = ["--no-experimental-detect-module"];

/**
 * @typedef {object} Service one long-running program of ours
 * @property {string} name
 * @property {number} pid
 * @property {string | undefined} log path of its log
 * @property {Promise<{ code: number | null, signal: string | null }>} exited
 * @property {() => boolean} isRunning
 * @property {(patienceMs?: number) => Promise<void>} stop SIGTERM, and SIGKILL to its group when it does not go
 * @property {(signal: NodeJS.Signals) => Promise<void>} kill sends the signal and waits for the end
 */

/**
 * Starts a program that reports `{ ready: true }` over its IPC channel and waits for that. It leads a group of
 * its own: Ctrl-C reaches the launcher only, which then stops everything in order.
 * @param {object} what
 * @param {string} what.name for sentences and the log's name
 * @param {string[]} what.command arguments of node: script first
 * @param {Record<string, string>} what.env the whole environment
 * @param {string} [what.log] where its output goes; without one it goes where ours goes
 * @param {string} [what.cwd]
 * @param {number} [what.patienceMs] how long it may take until it is ready
 * @returns {Promise<Service>}
 */
export async function startService({ name, command, env, log, cwd = inCheckout(), patienceMs = 60_000 }) {
  const output = log ? openSync(log, "a", 0o600) : "inherit";
  const from = log ? readSize(log) : 0;
  const child = spawn(process.execPath, [...NODE_FLAGS, ...command], {
    cwd,
    env,
    detached: true,
    stdio: ["ignore", output, output, "ipc"],
  });
  if (typeof output === "number") closeSync(output);
  trackGroup(child.pid);
  const exited = new Promise((done) => {
    child.once("exit", (code, signal) => {
      forgetGroup(child.pid);
      done({ code, signal });
    });
  });
  const service = {
    name,
    pid: child.pid ?? 0,
    log,
    exited,
    isRunning: () => child.exitCode === null && child.signalCode === null,
    stop: async (patience = 900) => {
      if (!service.isRunning()) return;
      child.kill("SIGTERM");
      const isLate = Symbol("late");
      if ((await Promise.race([exited, after(patience, isLate)])) === isLate)
        signalGroup(child.pid, "SIGKILL");
      await exited;
    },
    kill: async (signal) => {
      child.kill(signal);
      await exited;
    },
  };
  const isReady = new Promise((done) => {
    child.on("message", (message) => {
      if (message && typeof message === "object" && "ready" in message) done("ready");
    });
  });
  const outcome = await Promise.race([isReady, exited, after(patienceMs, "late")]);
  if (outcome === "ready") return service;
  await service.stop(200);
  const problem = outcome === "late" ? `was not ready after ${patienceMs / 1000} s` : howItEnded(outcome);
  throw new Refusal(`${name} ${problem}. ${quoteLog(log, from)}`);
}

/**
 * @param {{ code: number | null, signal: string | null }} end
 * @returns {string}
 */
export function howItEnded({ code, signal }) {
  return signal ? `was ended by ${signal}` : `ended with code ${code}`;
}

/**
 * @param {string | undefined} log
 * @param {number} [from] only what was written after this many bytes
 * @returns {string} the last lines for a sentence about a failure
 */
export function quoteLog(log, from = 0) {
  if (!log) return "";
  const text = existsSync(log) ? readFileSync(log).subarray(from).toString("utf8").trim() : "";
  if (text === "") return `It left no word (${log}).`;
  const lines = text.split("\n").slice(-LAST_LINES);
  return `Its last words (${log}):\n${lines.map((line) => `    ${line}`).join("\n")}`;
}

/**
 * Runs a tool to its end, quietly. It ends with us, kill -9 included.
 * @param {string} command absolute path of a script that node runs
 * @param {string[]} args
 * @param {{ env: Record<string, string>, cwd?: string, isShown?: boolean }} options isShown: pass on what it prints
 * @returns {Promise<{ code: number, output: string, stdout: string }>}
 */
export async function runTool(command, args, { env, cwd = inCheckout(), isShown = false }) {
  const guard = inCheckout("tools", "launch", "supervise.mjs");
  const child = spawn(process.execPath, [guard, process.execPath, command, ...args], {
    cwd,
    env,
    detached: true,
    stdio: ["ignore", "pipe", "pipe", "ipc"],
  });
  trackGroup(child.pid);
  let output = "";
  let stdout = "";
  child.stdout?.on("data", (chunk) => {
    output += chunk;
    stdout += chunk;
    if (isShown) process.stdout.write(chunk);
  });
  child.stderr?.on("data", (chunk) => {
    output += chunk;
    if (isShown) process.stderr.write(chunk);
  });
  const { code, signal } = await new Promise((done) => {
    child.once("close", (exitCode, exitSignal) => done({ code: exitCode, signal: exitSignal }));
  });
  forgetGroup(child.pid);
  throwIfStopping();
  return { code: signal ? 128 : (code ?? 1), output, stdout };
}

/**
 * @param {string} label for the sentence
 * @param {string} command
 * @param {string[]} args
 * @param {Parameters<typeof runTool>[2]} options
 * @returns {Promise<string>} its standard output
 */
export async function runToolOrRefuse(label, command, args, options) {
  const { code, output, stdout } = await runTool(command, args, options);
  if (code === 0) return stdout;
  throw new Refusal(`${label} failed (${basename(command)} ended with code ${code}):\n${abridge(output)}`);
}

/** Some tools say what is wrong first and then everything they know, others the other way round. */
function abridge(output) {
  const lines = output.trim().split("\n");
  const shown = lines.length > 40 ? [...lines.slice(0, 18), "…", ...lines.slice(-20)] : lines;
  return shown.map((line) => `    ${line}`).join("\n");
}

function readSize(file) {
  return existsSync(file) ? readFileSync(file).length : 0;
}
