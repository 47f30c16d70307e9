import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { SEEDED_NODES } from "./inventory";
import { type NodeHost, openNodeHost } from "./node-host";

const NODE = "i-0b7d20e94a6c8135f";
const KNOWN_AT = Date.UTC(2026, 2, 14, 9, 26, 53);

let folder: string;
let now = KNOWN_AT;
let host: NodeHost;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "halligan-node-host-"));
  host = openNodeHost({ stateDir: folder, seeds: SEEDED_NODES, now: () => now });
  await host.ready;
});
afterAll(async () => {
  await host?.close();
  rmSync(folder, { recursive: true, force: true });
});

const laidDown = () => readdirSync(join(folder, "nodes")).sort();

function run(command: string): Promise<string> {
  let said = "";
  return new Promise((resolve) => {
    host.runCommand(NODE, "root", command, "pipes", {
      onOutput: (bytes) => {
        said += bytes.toString();
      },
      onExit: () => resolve(said.trim()),
    });
  });
}

it("lays a machine down when its first program starts, as of when it became known, and no other", async () => {
  expect(laidDown()).toEqual([]);
  now += 3_600_000;
  expect(await run("ls -d srv var; echo mine >note")).toContain("var");
  expect(laidDown()).toEqual([NODE, `${NODE}.seeded`]);
  expect(Number(readFileSync(join(folder, "nodes", `${NODE}.seeded`), "utf8"))).toBe(KNOWN_AT);
  expect(await run("cat note")).toBe("mine");
});
