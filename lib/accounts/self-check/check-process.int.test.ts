import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { readNodeTags } from "@/lib/aws/inventory";
import { registerProcess } from "@/lib/db/processes";
import { config } from "@/lib/kernel/config/config";
import { readTroubles } from "@/lib/overview/troubles";
import { NODES } from "@/lib/requests/testing/world";
import { type AwsWorld, openAwsWorld } from "@/lib/sessions/testing/aws-world";
import { selfCheck } from "./check-process";

let world: AwsWorld;
beforeAll(async () => {
  world = await openAwsWorld();
});
afterEach(() => {
  vi.useRealTimers();
});
afterAll(() => world.close());

async function checked(kind: "gateway" | "jobs", as: "gateway" | "jobs" = kind) {
  await world.as(kind);
  const id = await registerProcess(kind);
  await world.as(as);
  const keys = {
    HALLIGAN_AWS_ACCESS_KEY_ID: config().HALLIGAN_AWS_ACCESS_KEY_ID,
    HALLIGAN_AWS_SECRET_ACCESS_KEY: config().HALLIGAN_AWS_SECRET_ACCESS_KEY,
  };
  await world.as(kind);
  Object.assign(config(), keys);
  const lines: string[] = [];
  const check = selfCheck(kind, id, (line) => lines.push(line));
  return { problems: await check(), lines, check };
}

describe("a process", () => {
  it.each(["gateway", "jobs"] as const)(
    "finds nothing wrong with itself where all is well: %s",
    async (kind) => {
      expect(await checked(kind)).toMatchObject({ problems: [], lines: [] });
    },
  );

  it("that runs under the gateway's AWS role is no jobs process: it says which role, where, and what to add", async () => {
    const { problems, lines, check } = await checked("jobs", "gateway");
    const denied = problems.filter((problem) => problem.kind === "role").map(({ role }) => role);
    expect(denied).toContain("closer");
    expect(denied).not.toContain("reader");
    const line = lines.find((text) => text.includes("role/HalliganCloser")) ?? "";
    expect(line).toMatch(/can't become arn:\S+closer\S* in account \d{12} \(\w+\), denied: AccessDenied/i);
    expect(line).toContain('"Action": "sts:AssumeRole"');
    // Said once in the log, and on every page until it is mended.
    const before = lines.length;
    await check();
    expect(lines).toHaveLength(before);
    await world.as("web");
    expect(await readTroubles()).toContainEqual(
      expect.objectContaining({ kind: "role-denied", process: "jobs", role: "closer" }),
    );
    await world.as("jobs");
    expect(await check()).toEqual([]);
    expect(lines.at(-1)).toBe("clock and roles are in order again");
  });

  it.each([
    [600, "clock-ahead", "ahead of"],
    [-600, "clock-behind", "behind"],
  ])("whose clock is %i s off says so, against the database and AWS", async (seconds, kind, words) => {
    vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + seconds * 1000 });
    const { problems, lines } = await checked("gateway");
    const clocks = problems.filter((problem) => problem.kind === "clock");
    expect(clocks.map(({ against }) => against)).toEqual(["database", "aws"]);
    for (const clock of clocks) expect(Math.abs(clock.seconds - seconds)).toBeLessThanOrEqual(3);
    expect(lines.filter((line) => line.includes(`s ${words}`))).toHaveLength(2);
    vi.useRealTimers();
    await world.as("web");
    expect(await readTroubles()).toContainEqual(
      expect.objectContaining({ kind, process: "gateway", against: "aws" }),
    );
  });

  it("ten minutes off still reads from AWS: the SDK signs again by AWS's date", async () => {
    await world.as("gateway");
    const [account] = config().HALLIGAN_ACCOUNTS;
    if (!account) throw new TypeError("no account is configured");
    vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + 600_000 });
    expect(await readNodeTags(account, "eu-west-1", NODES.ledger)).toMatchObject({ Env: "staging" });
  });
});
