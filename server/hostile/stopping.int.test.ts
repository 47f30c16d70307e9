import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { until } from "@/server/testing/waiting";
import { send } from "@/server/testing/wire";
import { inCheckout } from "../../tools/checkout/checkout.mjs";
import { startWorld, type World } from "../../tools/world.mjs";

let world: World;
let child: ChildProcess | undefined;
let said = "";

beforeAll(async () => {
  world = await startWorld({ processes: ["sandbox", "identity"] });
});
afterEach(() => void child?.kill("SIGKILL"));
afterAll(() => world?.stop());

type Name = "web" | "gateway" | "jobs";
const NAMES: readonly Name[] = ["web", "gateway", "jobs"];

/** One process alone, as an operator would start it, ready. */
async function start(name: Name, settings: Record<string, string> = {}): Promise<ChildProcess> {
  const script =
    name === "web"
      ? [inCheckout("tools", "launch", "run-web.mjs"), "127.0.0.1", String(world.ports.web)]
      : [inCheckout("dist", `${name}.mjs`)];
  const env = { ...world.env(name), ...settings, NODE_ENV: "production" as const };
  const started: ChildProcess = spawn(process.execPath, script, {
    env,
    stdio: ["ignore", "pipe", "pipe", "ipc"],
  });
  child = started;
  said = "";
  for (const stream of [started.stdout, started.stderr])
    stream?.on("data", (chunk) => {
      said += String(chunk);
    });
  await Promise.race([once(started, "message"), once(started, "exit")]);
  expect(started.exitCode, said).toBeNull();
  return started;
}

async function endOf(process_: ChildProcess): Promise<unknown> {
  const [code, signal] = process_.exitCode === null ? await once(process_, "exit") : [process_.exitCode];
  return signal ?? code;
}

describe.each(NAMES)("%s", { timeout: 60_000 }, (name) => {
  it.each(["SIGTERM", "SIGINT"] as const)("told to stop by %s ends with 0", async (signal) => {
    const running = await start(name);
    running.kill(signal);
    expect(await endOf(running), said).toBe(0);
    expect(said).toMatch(/INFO: stopping .*INFO: stopped /s);
  });

  it("whose launcher is gone ends too", async () => {
    const running = await start(name, { DRAIN_SECONDS: "60" });
    running.disconnect();
    expect(await endOf(running), said).toBe(0);
  });
});

describe.each(["web", "gateway"] as const)("%s that drains", { timeout: 60_000 }, (name) => {
  const path = { web: "/sign-in", gateway: "/gateway/health" }[name];
  const ask = () => send(`http://127.0.0.1:${world.ports[name]}${path}`, { headers: { host: hostOf() } });
  const hostOf = () => new URL(name === "web" ? world.portalOrigin : world.gatewayOrigin).host;

  it("still answers, and then ends with 0", async () => {
    const running = await start(name, { DRAIN_SECONDS: "2" });
    running.kill("SIGTERM");
    await until("it says that it stops", 5_000, () => /INFO: stopping/.test(said));
    expect((await ask()).status).toBe(200);
    expect(await endOf(running), said).toBe(0);
    await expect(ask()).rejects.toThrow(/ECONNREFUSED/);
  });

  it("ends at once when it is told a second time", async () => {
    const running = await start(name, { DRAIN_SECONDS: "60" });
    const startedAt = Date.now();
    running.kill("SIGTERM");
    await until("it is no longer the same keystroke", 5_000, () => Date.now() - startedAt > 700);
    running.kill("SIGTERM");
    expect(await endOf(running)).toBe(1);
    expect(Date.now() - startedAt).toBeLessThan(20_000);
  });
});
