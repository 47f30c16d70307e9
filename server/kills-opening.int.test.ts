import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { KillWorld } from "@/server/testing/kill-world";
import { descendants, hasUnread } from "@/server/testing/processes";
import { until } from "@/server/testing/waiting";

let portal: KillWorld;
beforeAll(async () => {
  portal = await KillWorld.start();
});
afterEach(() => portal.gate.open());
afterAll(() => portal?.stop());

describe("a gateway that is killed while it opens", () => {
  const killed = new Map<string, string>();

  it.each([
    ["before it holds the session", "session.opening"],
    ["before its intent to assume the role", "session.role-assuming"],
    ["when it has assumed the role and not said so", "session.role-assumed"],
    ["when AWS has started the session and the database does not know it", "session.opened"],
  ])("%s: %s", async (_when, code) => {
    const { person, sessionId } = await portal.newSession();
    await portal.gate.shut("gateway", sessionId, code);
    const terminal = person.open(sessionId);
    await portal.gate.arrival();
    const codes = await portal.codesOf(sessionId);
    expect(await portal.isOpenInAws(sessionId)).toBe(code === "session.opened");
    await portal.killAndStart("gateway");
    expect((await terminal.ends()).code).toBe(1006);
    expect((await portal.codesOf(sessionId)).slice(0, codes.length)).toEqual(codes);
    expect(codes).not.toContain(code);
    killed.set(code, sessionId);
  });

  it("when it is open and nobody has the keyboard yet", async () => {
    const { person, sessionId } = await portal.newSession();
    await portal.gate.shut("person", sessionId, "session.attached");
    const terminal = person.open(sessionId);
    await portal.gate.arrival();
    await portal.world.kill("gateway");
    expect(await portal.rowOf(sessionId)).toMatchObject({ state: "open" });
    await portal.world.start("gateway");
    await terminal.ends();
    killed.set("session.attached", sessionId);
  });

  it("while its StartSession is under way: AWS does it for somebody who is dead", async () => {
    const { person, sessionId } = await portal.newSession();
    await portal.gate.shut("gateway", sessionId, "session.starting");
    const terminal = person.open(sessionId);
    await portal.gate.arrival();
    const pidOf = (program: string) =>
      descendants().find(({ command }) => command.includes(program))?.pid ?? 0;
    const sandbox = pidOf("sandbox/aws.mjs");
    const gateway = pidOf("dist/gateway.mjs");
    process.kill(sandbox, "SIGSTOP");
    try {
      await portal.gate.open();
      await until("its request waits before AWS", 10_000, () =>
        hasUnread(gateway, portal.world.ports.sandbox),
      );
      expect(await portal.codesOf(sessionId)).toContain("session.starting");
      await portal.world.kill("gateway");
    } finally {
      process.kill(sandbox, "SIGCONT");
    }
    await until("AWS has started it", 10_000, () => portal.isOpenInAws(sessionId));
    await portal.world.start("gateway");
    await terminal.ends();
    killed.set("session.starting", sessionId);
  });

  it("leaves nothing open that the rows do not know, a minute later, and no event missing", async () => {
    await portal.settles();
    const states = Object.fromEntries(
      await Promise.all([...killed].map(async ([code, id]) => [code, await portal.rowOf(id)] as const)),
    );
    const failed = { state: "failed", reason: "opening-failed", isConfirmed: true };
    expect(states).toMatchObject({
      "session.opening": { state: "created", reason: null },
      "session.role-assuming": { ...failed, answer: "never-started" },
      "session.role-assumed": { ...failed, answer: "never-started" },
      "session.opened": { ...failed, answer: "Terminated" },
      "session.attached": { state: "ended", reason: "abandoned", answer: "Terminated", isConfirmed: true },
      "session.starting": { ...failed, answer: "Terminated" },
    });
    expect(killed.size).toBe(6);
    await portal.chainHolds();
  }, 120_000);

  it("leaves a session that was not held to the next gateway", async () => {
    const sessionId = killed.get("session.opening") ?? "";
    const terminal = await portal.people.ana.open(sessionId).ready();
    terminal.type("exit\r");
    expect(await terminal.ends()).toMatchObject({ code: 4010 });
    await portal.settles();
    expect(await portal.rowOf(sessionId)).toMatchObject({ state: "ended", reason: "exited" });
  });
});
