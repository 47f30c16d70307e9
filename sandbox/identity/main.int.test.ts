import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer, type Server } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";

let folder: string;
let occupied: Server;
let port: number;
const children: ChildProcess[] = [];

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "identity-"));
  occupied = createServer().listen(0, "127.0.0.1");
  await once(occupied, "listening");
  const address = occupied.address();
  port = typeof address === "object" && address ? address.port : 0;
});

afterEach(() => {
  for (const child of children.splice(0)) child.kill("SIGKILL");
  occupied.close();
  rmSync(folder, { recursive: true, force: true });
});

it("says ready, and ends when its launcher lets go of it", async () => {
  await new Promise((resolve) => occupied.close(resolve));
  const child = start();
  expect((await once(child, "message"))[0]).toEqual({ ready: true });
  expect((await fetch(`http://127.0.0.1:${port}/.well-known/openid-configuration`)).status).toBe(200);
  child.disconnect();
  expect((await once(child, "exit"))[0]).toBe(0);
});

it("names the port and the variable when the port is taken", async () => {
  const { code, output } = await runToEnd(start());
  expect(code).toBe(1);
  expect(output).toContain(
    `Port ${port} is taken: stop the program that uses it, or set IDP_PORT to another port.`,
  );
});

it("names the settings that are missing", async () => {
  const { code, output } = await runToEnd(start({ IDP_CLIENT_SECRET: "", IDP_REDIRECT_URIS: "nonsense" }));
  expect(code).toBe(1);
  expect(output).toContain(
    "The identity provider can't start: IDP_CLIENT_SECRET, IDP_REDIRECT_URIS missing or not valid.",
  );
});

function start(changes: Record<string, string> = {}): ChildProcess {
  const child = spawn(process.execPath, ["--import", "tsx", join(import.meta.dirname, "main.ts")], {
    env: {
      PATH: process.env.PATH,
      TMPDIR: tmpdir(),
      NODE_ENV: "test",
      IDP_PORT: String(port),
      IDP_STATE: folder,
      IDP_CLIENT_ID: "portal",
      IDP_CLIENT_SECRET: "a-secret-for-this-test-only",
      IDP_REDIRECT_URIS: "http://localhost:3999/api/auth/callback/oidc",
      ...changes,
    },
    stdio: ["ignore", "pipe", "pipe", "ipc"],
  });
  children.push(child);
  return child;
}

async function runToEnd(child: ChildProcess): Promise<{ code: number; output: string }> {
  let output = "";
  child.stdout?.on("data", (text) => (output += text));
  child.stderr?.on("data", (text) => (output += text));
  const [code] = await once(child, "close");
  return { code, output };
}
