import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { build } from "esbuild";
import { afterEach, expect, it } from "vitest";
import { until } from "../../sessions/testing/session-world";
import { SEEDED_NODES } from "../inventory";
import { openNodeHost } from "../node-host";

const LEDGER = "i-0b7d20e94a6c8135f";
const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "halligan-warden-"));
  folders.push(folder);
  return folder;
}

function isAlive(pid: number): boolean {
  try {
    // A zombie that nobody has waited for has no program any more.
    return !/\) Z /.test(readFileSync(`/proc/${pid}/stat`, "utf8"));
  } catch {
    return false;
  }
}

/** Each starts a process that outlives its shell and writes its id into the file `pid`. */
const SURVIVORS = [
  ["nohup", "nohup sh -c 'echo $$ >pid; exec sleep 600' >/dev/null 2>&1 &"],
  ["setsid", "setsid sh -c 'echo $$ >pid; exec sleep 600' </dev/null >/dev/null 2>&1 &"],
  [
    "a child without environment",
    "setsid sh -c 'env -i sh -c \"echo \\$\\$ >pid; exec sleep 600\"; sleep 1' &",
  ],
] as const;

it.each(SURVIVORS)("%s survives its terminal and ends with the sandbox", async (_name, command) => {
  const stateDir = newFolder();
  const host = openNodeHost({ stateDir, seeds: SEEDED_NODES, now: () => Date.now() });
  await host.ready;
  const readPid = pidReader(stateDir);
  let hasExited = false;
  const shell = host.openShell(
    LEDGER,
    "ssm-user",
    { cols: 80, rows: 24 },
    { onOutput: () => {}, onExit: () => (hasExited = true) },
  );
  shell.write(Buffer.from(`${command}\n`));
  const pid = await until(readPid, "the survivor");
  shell.hangUp();
  await until(() => hasExited, "the end of the shell");
  expect(isAlive(pid)).toBe(true);
  await host.close();
  expect(isAlive(pid)).toBe(false);
});

it("a shell and what it started do not outlive a sandbox that is killed with SIGKILL", async () => {
  const stateDir = newFolder();
  const program = join(newFolder(), "host.mjs");
  await build({
    stdin: { contents: HOST_PROGRAM, resolveDir: import.meta.dirname, loader: "ts" },
    outfile: program,
    bundle: true,
    platform: "node",
    format: "esm",
    target: "node20",
    // The program lies outside the repository, where a bare name would not resolve.
    external: ["@lydell/node-pty-*"],
    banner: {
      js: `import { createRequire } from "node:module"; const require = createRequire(${JSON.stringify(import.meta.url)});`,
    },
  });
  const sandbox = spawn(process.execPath, [program, stateDir], { stdio: ["ignore", "pipe", "inherit"] });
  const shellPid = await new Promise<number>((resolve) => {
    sandbox.stdout.once("data", (bytes: Buffer) => resolve(Number(bytes.toString())));
  });
  const survivor = await until(pidReader(stateDir), "the survivor");
  expect([isAlive(shellPid), isAlive(survivor)]).toEqual([true, true]);
  sandbox.kill("SIGKILL");
  await until(() => !isAlive(shellPid) && !isAlive(survivor), "the end of both", 5000);
});

function pidReader(stateDir: string): () => number | undefined {
  return () => {
    try {
      return Number(readFileSync(join(stateDir, "nodes", LEDGER, "pid"), "utf8")) || undefined;
    } catch {
      return undefined;
    }
  };
}

const HOST_PROGRAM = `
import { SEEDED_NODES } from "../inventory";
import { openNodeHost } from "../node-host";
setInterval(() => {}, 1000);
const host = openNodeHost({ stateDir: process.argv[2] ?? "", seeds: SEEDED_NODES, now: () => Date.now() });
await host.ready;
let seen = "";
const shell = host.openShell("${LEDGER}", "ssm-user", { cols: 80, rows: 24 }, {
  onOutput: (bytes) => {
    seen += bytes.toString();
    const found = /shell=(\\d+)/.exec(seen);
    if (found) { process.stdout.write(found[1] + "\\n"); seen = ""; }
  },
  onExit: () => {},
});
shell.write(Buffer.from("setsid sh -c 'echo $$ >pid; exec sleep 600' </dev/null >/dev/null 2>&1 & trap '' HUP; echo shell=$$\\n"));
`;
