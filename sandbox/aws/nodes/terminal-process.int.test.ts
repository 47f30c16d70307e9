import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { until } from "../sessions/testing/session-world";
import { SEEDED_NODES } from "./inventory";
import { openNodeHost } from "./node-host";

const stateDir = mkdtempSync(join(tmpdir(), "halligan-terminal-"));
const host = openNodeHost({ stateDir, seeds: SEEDED_NODES, now: () => Date.now() });
afterAll(async () => {
  await host.close();
  rmSync(stateDir, { recursive: true, force: true });
});

test("a sandbox that is too busy to read loses nothing of what a shell said before it ended", async () => {
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
