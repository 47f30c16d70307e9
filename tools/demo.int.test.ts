import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { until } from "../server/testing/waiting";
import { inCheckout } from "./checkout/checkout.mjs";
import { freePort } from "./launch/ports.mjs";

let folder: string;
let demo: ChildProcess;
let said = "";

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "demo-"));
  // Root starts the database as another user, who must get in.
  chmodSync(folder, 0o711);
  const names = ["PORT", "GATEWAY_PORT", "JOBS_PORT", "SANDBOX_PORT", "IDP_PORT"];
  const ports: [string, string][] = [];
  for (const name of names) ports.push([name, String(await freePort())]);
  demo = spawn(process.execPath, [inCheckout("tools", "demo.mjs")], {
    env: { ...process.env, ...Object.fromEntries(ports), HALLIGAN_STATE: join(folder, "state") },
    stdio: ["ignore", "pipe", "pipe"],
  });
  for (const stream of [demo.stdout, demo.stderr])
    stream?.on("data", (chunk) => {
      said += String(chunk);
    });
  await until(
    "the demo runs",
    150_000,
    () => said.includes("Ctrl-C stops everything") || demo.exitCode !== null,
  );
  expect(demo.exitCode, said).toBeNull();
}, 180_000);

afterAll(async () => {
  if (demo.exitCode === null) {
    demo.kill("SIGTERM");
    await once(demo, "exit");
  }
  rmSync(folder, { recursive: true, force: true });
}, 30_000);

it("lets a browser choose a person only after it has opened the printed address", async () => {
  const address = /^ {2}(http:\/\/\S+)$/m.exec(said)?.[1] ?? "";
  const portal = /leads to (http:\/\/localhost:\d+)\./.exec(said)?.[1];
  const groups = new URL("/groups", address);
  expect((await fetch(groups)).status).toBe(403);
  const opened = await fetch(address, { redirect: "manual" });
  expect(opened.headers.get("location")).toBe(`${portal}/`);
  const cookie = opened.headers.get("set-cookie")?.split(";")[0] ?? "";
  expect((await fetch(groups, { headers: { cookie } })).status).toBe(200);
  expect((await fetch(`${portal}/sign-in`)).status).toBe(200);
});
