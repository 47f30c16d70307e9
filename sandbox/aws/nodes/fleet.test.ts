import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { type Fleet, GROUP_TAG, openFleet } from "./fleet";
import { nodeRow } from "./node-row";
import type { NodeSeed } from "./node-seed";

const NOW = Date.parse("2026-03-14T09:26:53Z");
const seed = (id: string, tags: Record<string, string>): NodeSeed => ({
  row: nodeRow({ id, name: id, ip: "10.0.0.1", tags }),
  files: () => [],
});
const OWN = seed("i-00000000000000001", { Env: "staging" });
const MEMBER = seed("i-00000000000000002", { [GROUP_TAG]: "herd" });
const HERD = {
  name: "herd",
  subnet: "10.0.9",
  launch: (id: string) => seed(id, { [GROUP_TAG]: "herd" }),
};

describe("the fleet", () => {
  let folder: string;
  let clock = NOW;
  const launched: string[] = [];
  const file = () => join(folder, "fleet.jsonl");
  const open = (): Fleet =>
    openFleet({
      file: file(),
      seeds: [OWN, MEMBER],
      groups: [HERD],
      now: () => clock,
      onLaunch: ({ row }) => launched.push(row.id),
    });
  const ids = (fleet: Fleet) => fleet.nodes().map(({ row }) => row.id);
  const states = (fleet: Fleet) => fleet.machines().map(({ state }) => state);
  beforeEach(() => {
    vi.useFakeTimers();
    folder = mkdtempSync(join(tmpdir(), "halligan-fleet-"));
    clock = NOW;
    launched.length = 0;
  });
  afterEach(() => {
    vi.useRealTimers();
    rmSync(folder, { recursive: true, force: true });
  });

  it("lets a machine of a group pass through its states while another takes its place", () => {
    const fleet = open();
    expect(fleet.end(MEMBER.row.id)).toEqual({ from: "running", to: "shutting-down" });
    expect(ids(fleet)).toEqual([OWN.row.id]);
    expect(states(fleet)).toEqual(["running", "shutting-down", "pending"]);
    expect(launched).toHaveLength(1);
    vi.advanceTimersByTime(2000);
    expect(states(fleet)).toEqual(["running", "terminated", "running"]);
    expect(ids(fleet)).toEqual([OWN.row.id, launched[0]]);
    // Ended is ended: nothing more happens, and nothing more is launched.
    expect(fleet.end(MEMBER.row.id)).toEqual({ from: "terminated", to: "terminated" });
    expect(launched).toHaveLength(1);
    fleet.close();
  });

  it("does not replace a machine of its own, and knows no other", () => {
    const fleet = open();
    fleet.end(OWN.row.id);
    expect(launched).toEqual([]);
    expect(() => fleet.end("i-0000000000000dead")).toThrow(TypeError);
    expect(() => fleet.changeTags("i-0000000000000dead", {})).toThrow(TypeError);
    fleet.close();
  });

  it("is the same after a restart, and forgets after an hour what came and went", () => {
    const first = open();
    first.end(MEMBER.row.id);
    vi.advanceTimersByTime(2000);
    const [replacement = ""] = launched;
    first.end(replacement);
    first.changeTags(OWN.row.id, { Env: "prod" });
    first.changeTags(OWN.row.id, { Env: undefined, Ticket: "A-1" });
    first.close();

    clock += 3_599_000;
    const second = open();
    expect(ids(second)).toEqual([OWN.row.id, launched[1]]);
    expect(second.find(OWN.row.id)?.row.tags).toEqual({ Ticket: "A-1" });
    expect(states(second)).toEqual(["running", "terminated", "terminated", "running"]);
    second.close();

    clock += 2000;
    const third = open();
    expect(states(third)).toEqual(["running", "running"]);
    third.close();
    expect(readFileSync(file(), "utf8")).not.toContain(replacement);
    const fourth = open();
    expect(ids(fourth)).toEqual([OWN.row.id, launched[1]]);
    expect(fourth.find(OWN.row.id)?.row.tags).toEqual({ Ticket: "A-1" });
    fourth.close();
  });
});
