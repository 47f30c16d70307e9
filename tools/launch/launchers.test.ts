import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { inCheckout } from "../checkout/checkout.mjs";
import { runToolOrRefuse, startService } from "../command/child-process.mjs";
import { findHolder, hold } from "../command/single-instance.mjs";
import { waitFor } from "../command/waiting.mjs";
import { isAlive } from "./processes.mjs";

const PATIENCE_MS = 15_000;
let folder = "";
let launcher: ChildProcess | undefined;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "halligan-launcher-"));
});
afterEach(() => {
  launcher?.kill("SIGKILL");
  rmSync(folder, { recursive: true, force: true });
});

async function startLauncher(mode: "service" | "tool"): Promise<number> {
  const script = inCheckout("tools", "launch", "testing", "launcher.mjs");
  launcher = spawn(process.execPath, [script, folder, mode], { stdio: ["ignore", "pipe", "inherit"] });
  const [line] = await once(launcher.stdout ?? launcher, "data");
  return JSON.parse(String(line)).pid;
}

it("tells whoever comes second who holds the folder, and lets go after kill -9", {
  timeout: PATIENCE_MS,
}, async () => {
  expect(await findHolder(folder, "demo")).toBeUndefined();
  await startLauncher("service");
  const held = { pid: launcher?.pid, about: "http://localhost:1" };
  expect(await findHolder(folder, "demo")).toEqual(held);
  expect(await hold(folder, "demo")).toEqual({ heldBy: held });
  launcher?.kill("SIGKILL");
  const isFree = await waitFor(async () => !(await findHolder(folder, "demo")), 5000);
  expect(isFree).toBe(true);
  const lock = await hold(folder, "demo");
  expect(lock).toHaveProperty("release");
  if ("release" in lock) lock.release();
});

it("takes its services with it when it is killed with -9", { timeout: PATIENCE_MS }, async () => {
  const service = await startLauncher("service");
  expect(isAlive(service)).toBe(true);
  launcher?.kill("SIGKILL");
  expect(await waitFor(() => !isAlive(service), 5000)).toBe(true);
});

it("takes a tool and what the tool has started with it", { timeout: PATIENCE_MS }, async () => {
  const forever = "setInterval(() => {}, 1000)";
  writeFileSync(
    join(folder, "tool.mjs"),
    `import { spawn } from "node:child_process";
     const { pid } = spawn(process.execPath, ["-e", "${forever}"]);
     console.log(JSON.stringify({ pid }));
     ${forever};`,
  );
  const grandchild = await startLauncher("tool");
  expect(isAlive(grandchild)).toBe(true);
  launcher?.kill("SIGKILL");
  expect(await waitFor(() => !isAlive(grandchild), 5000)).toBe(true);
});

it("quotes the last words of a service that dies before it is ready", { timeout: PATIENCE_MS }, async () => {
  const command = ["-e", `console.error("no such table: people"); process.exit(3)`];
  await expect(
    startService({ name: "The gateway", command, env: {}, log: join(folder, "log") }),
  ).rejects.toThrow(/The gateway ended with code 3\. Its last words \(.*\):\n {4}no such table: people/);
});

it("ends a service that is not ready in time", { timeout: PATIENCE_MS }, async () => {
  const command = ["-e", `console.log(process.pid); setInterval(() => {}, 1000)`];
  const start = startService({
    name: "The gateway",
    command,
    env: {},
    log: join(folder, "log"),
    patienceMs: 700,
  });
  const error = await start.catch((problem: Error) => problem);
  expect(String(error)).toMatch(/was not ready after 0\.7 s/);
  const pid = Number(/\n {4}(\d+)/.exec(String(error))?.[1]);
  expect(isAlive(pid)).toBe(false);
});

it("kills the group of a service that does not heed SIGTERM", { timeout: PATIENCE_MS }, async () => {
  const command = [
    "-e",
    `process.on("SIGTERM", () => {}); setInterval(() => {}, 1000); process.send({ ready: true })`,
  ];
  const service = await startService({ name: "It", command, env: {}, log: join(folder, "log") });
  await service.stop(200);
  expect(isAlive(service.pid)).toBe(false);
  expect((await service.exited).signal).toBe("SIGKILL");
});

it("says which tool failed and what it said", { timeout: PATIENCE_MS }, async () => {
  writeFileSync(join(folder, "tool.mjs"), `console.log("line 7: nonsense"); process.exit(2)`);
  await expect(runToolOrRefuse("Building", join(folder, "tool.mjs"), [], { env: {} })).rejects.toThrow(
    /Building failed \(tool\.mjs ended with code 2\):\n {4}line 7: nonsense/,
  );
});
