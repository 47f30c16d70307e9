import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, it } from "vitest";
import { until } from "../../sessions/testing/session-world";
import { SEEDED_NODES } from "../inventory";
import { openNodeHost } from "../node-host";

const stateDir = mkdtempSync(join(tmpdir(), "halligan-terminal-"));
const host = openNodeHost({ stateDir, seeds: SEEDED_NODES, now: () => Date.now() });
afterAll(async () => {
  await host.close();
  rmSync(stateDir, { recursive: true, force: true });
});

it("a paste into a program that does not read neither stops the sandbox nor is taken without end, and arrives whole", async () => {
  await host.ready;
  let seen = "";
  let isOver = false;
  const program = host.runCommand(
    "i-0b7d20e94a6c8135f",
    "ssm-user",
    "stty raw -echo; echo ready; sleep 3; head -c 131072 | wc -c",
    "terminal",
    {
      onOutput: (bytes) => {
        seen += bytes.toString("utf8");
      },
      onExit: () => {
        isOver = true;
      },
    },
  );
  await until(() => seen.includes("ready"), "the program", 20_000);
  const line = Buffer.from(`${"x".repeat(1023)}\n`);
  let taken = 0;
  const used = process.cpuUsage();
  const startedAt = performance.now();
  let refusals = 0;
  while (taken < 128) {
    if (program.write(line)) taken += 1;
    else {
      refusals += 1;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
  const { user, system } = process.cpuUsage(used);
  expect(refusals).toBeGreaterThan(0);
  // Waiting costs nothing: the stand-in used to take a whole processor for as long as the program slept.
  expect((user + system) / 1000 / (performance.now() - startedAt)).toBeLessThan(0.5);
  await until(() => isOver, "the end", 20_000);
  expect(seen).toContain("131072");
});

it("a sandbox that is too busy to read loses nothing of what a shell said before it ended", async () => {
  await host.ready;
  let seen = 0;
  let isOver = false;
  host.runCommand("i-0b7d20e94a6c8135f", "ssm-user", "head -c 120000 /dev/zero | tr '\\0' z", "terminal", {
    onOutput: (bytes) => {
      seen += bytes.length;
      // As long as this blocks, nobody reads the terminal.
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 60);
    },
    onExit: () => {
      isOver = true;
    },
  });
  await until(() => isOver, "the end", 20_000);
  expect(seen).toBe(120_000);
});

it("a program that has let go of its terminal and lives on is resized and written to in vain, and nothing falls", async () => {
  await host.ready;
  let isOver = false;
  let isUnheld = false;
  const program = host.runCommand(
    "i-0b7d20e94a6c8135f",
    "ssm-user",
    "trap '' HUP; echo ready; exec sleep 3 <&- >&- 2>&-",
    "terminal",
    {
      onOutput: () => {
        setTimeout(() => {
          isUnheld = true;
        }, 500);
      },
      onExit: () => {
        isOver = true;
      },
    },
  );
  await until(() => isUnheld, "the terminal to be let go of", 20_000);
  expect(isOver).toBe(false);
  program.resize(100, 30);
  expect(program.write(Buffer.from("ls\n"))).toBe(true);
  await until(() => isOver, "the end", 20_000);
});
