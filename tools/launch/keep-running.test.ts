import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { inCheckout } from "../checkout/checkout.mjs";
import { waitFor } from "../command/waiting.mjs";
import { isAlive } from "./processes.mjs";

const READY = `process.send({ ready: true }); setInterval(() => {}, 1000); process.on("disconnect", () => process.exit(1));`;
const HEEDS = `process.on("SIGTERM", () => process.exit(0)); ${READY}`;
const FAILS = `process.on("SIGTERM", () => process.exit(3)); ${READY}`;
const HANGS = `process.on("SIGTERM", () => {}); ${READY}`;
/** Ready, and dead a moment later. */
const DIES = `process.send({ ready: true }, () => { console.error("no such table: people"); process.exit(9); });`;

interface Line {
  name?: string;
  pid?: number;
  said?: string;
  sentence?: string;
}

let folder = "";
let launcher: ChildProcess;
let lines: Line[] = [];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "halligan-keeper-"));
  lines = [];
});
afterEach(() => {
  launcher.kill("SIGKILL");
  rmSync(folder, { recursive: true, force: true });
});

function listen(child: ChildProcess): void {
  launcher = child;
  let text = "";
  child.stdout?.on("data", (chunk) => {
    text += String(chunk);
    const whole = text.split("\n");
    text = whole.pop() ?? "";
    lines.push(...whole.filter((line) => line.startsWith("{")).map((line) => JSON.parse(line) as Line));
  });
}

/** Starts the launcher and waits until all of its programs run. */
async function keep(...programs: string[]): Promise<number[]> {
  lines = [];
  const script = inCheckout("tools", "launch", "testing", "keeper.mjs");
  listen(spawn(process.execPath, [script, folder, ...programs], { stdio: ["ignore", "pipe", "inherit"] }));
  await seen(() => pidsOf().length === programs.length);
  return pidsOf();
}

const pidsOf = (name?: string) =>
  lines.flatMap((line) => (line.pid && (name === undefined || line.name === name) ? [line.pid] : []));
const seen = async (what: () => boolean) => expect(await waitFor(what, 15_000)).toBe(true);

async function endOf(signal?: NodeJS.Signals): Promise<number | null> {
  const end = once(launcher, "exit");
  if (signal) launcher.kill(signal);
  const [code] = await end;
  return code;
}

describe("a process that dies", { timeout: 30_000 }, () => {
  it("is started again, alone", async () => {
    const [first = 0, second = 0] = await keep(HEEDS, HEEDS);
    process.kill(first, "SIGKILL");
    await seen(() => pidsOf("program 0").length === 2);
    expect(pidsOf("program 0")[1]).not.toBe(first);
    expect(pidsOf("program 1")).toEqual([second]);
    expect(isAlive(second)).toBe(true);
    expect(lines.find(({ said }) => said)?.said).toBe(
      "program 0 was ended by SIGKILL; it is started again in 0.25 s.",
    );
    expect(await endOf("SIGTERM")).toBe(0);
    expect(pidsOf().filter(isAlive)).toEqual([]);
  });

  it("five times within a minute is given up, with its name, its last words and another exit code", async () => {
    await keep(HEEDS, DIES);
    expect(await endOf()).toBe(7);
    expect(pidsOf("program 1")).toHaveLength(5);
    const pauses = lines.flatMap(({ said }) => /again in ([\d.]+) s/.exec(said ?? "")?.[1] ?? []);
    expect(pauses).toEqual(["0.25", "0.5", "1", "2"]);
    expect(lines.at(-1)?.sentence).toMatch(
      /^program 1 ended with code 9: 5 deaths within a minute\. Its last words \(.*\):\n.*no such table: people/s,
    );
  });

  it("and can't be started again counts each attempt as a death", async () => {
    const flag = join(folder, "flag");
    const once_ = `if (require("node:fs").existsSync(${JSON.stringify(flag)})) process.exit(4); ${HEEDS}`;
    const [pid = 0] = await keep(once_);
    writeFileSync(flag, "");
    process.kill(pid, "SIGKILL");
    expect(await endOf()).toBe(7);
    expect(lines.at(-1)?.sentence).toMatch(/^program 0 ended with code 4/);
  });
});

describe("a launcher that is told to stop", { timeout: 30_000 }, () => {
  it.each(["SIGTERM", "SIGINT"] as const)(
    "by %s ends with 0 when everything ended cleanly",
    async (signal) => {
      const pids = await keep(HEEDS, HEEDS);
      expect(await endOf(signal)).toBe(0);
      expect(pids.filter(isAlive)).toEqual([]);
    },
  );

  it("ends with 1 when a program says that its stop failed, or had to be killed", async () => {
    await keep(HEEDS, FAILS);
    expect(await endOf("SIGTERM")).toBe(1);
    await keep(HANGS);
    expect(await endOf("SIGTERM")).toBe(1);
  });

  it("while a program waits to be started again starts it no more", async () => {
    const [first = 0] = await keep(HEEDS);
    process.kill(first, "SIGKILL");
    await seen(() => lines.some(({ said }) => said !== undefined));
    expect(await endOf("SIGTERM")).toBe(0);
    expect(pidsOf()).toEqual([first]);
  });

  it("a second time stops at once", async () => {
    const [pid = 0] = await keep(HANGS);
    launcher.kill("SIGTERM");
    // A second one within half a second is the same Ctrl-C, passed on by npm.
    const startedAt = Date.now();
    expect(await waitFor(() => Date.now() - startedAt > 600, 5_000)).toBe(true);
    expect(isAlive(pid)).toBe(true);
    expect(await endOf("SIGTERM")).toBe(1);
    expect(Date.now() - startedAt).toBeLessThan(2_500);
    expect(await waitFor(() => !isAlive(pid), 1_000)).toBe(true);
  });

  it("through npm ends with 0 too", async () => {
    writeFileSync(
      join(folder, "package.json"),
      JSON.stringify({
        scripts: {
          keep: `exec node ${inCheckout("tools", "launch", "testing", "keeper.mjs")} ${folder} '${HEEDS}'`,
        },
      }),
    );
    const npm = spawn("npm", ["run", "--silent", "keep"], {
      cwd: folder,
      stdio: ["ignore", "pipe", "inherit"],
    });
    listen(npm);
    await seen(() => pidsOf().length === 1);
    expect(await endOf("SIGTERM")).toBe(0);
    expect(await waitFor(() => !pidsOf().some(isAlive), 5_000)).toBe(true);
  });
});
