import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { A_MINUTE, KillWorld } from "@/server/testing/kill-world";
import type { Visitor } from "@/server/testing/visitor";
import { until } from "@/server/testing/waiting";

let portal: KillWorld;
beforeAll(async () => {
  portal = await KillWorld.start();
});
afterEach(() => portal.gate.open());
afterAll(() => portal?.stop());

describe("a process that is killed while a session ends", () => {
  const ended = new Map<string, { sessionId: string; reason: string }>();
  const askForEnd = ({ person, sessionId }: { person: Visitor; sessionId: string }) =>
    person.post("/api/sessions/end", { sessionId });

  it("jobs, before anything was asked of AWS", async () => {
    const session = await portal.openSession();
    await portal.world.kill("jobs");
    await askForEnd(session);
    expect(await session.terminal.ends(5_000)).toMatchObject({ code: 4010 });
    expect(await portal.isOpenInAws(session.sessionId)).toBe(true);
    expect(await portal.rowOf(session.sessionId)).toMatchObject({ state: "ending" });
    await portal.world.start("jobs");
    ended.set("before", { sessionId: session.sessionId, reason: "ended-by-person" });
  });

  it("jobs, while AWS refuses", async () => {
    const session = await portal.openSession();
    await portal.world.sandbox.control("throttle", { action: "ssm:TerminateSession", count: 1000 });
    await askForEnd(session);
    await until("the end was tried", 10_000, async () => {
      const { faults } = (await portal.world.sandbox.control("state")) as { faults: { left: number }[] };
      return faults.some(({ left }) => left < 1000);
    });
    await portal.world.kill("jobs");
    await portal.world.sandbox.control("calm", {});
    await portal.world.start("jobs");
    ended.set("refused", { sessionId: session.sessionId, reason: "ended-by-person" });
  });

  it("jobs, when AWS has ended it and the answer is not on record: its jobs are unlocked and run", async () => {
    const session = await portal.openSession();
    await portal.gate.shut("jobs", session.sessionId, "session.ended", "session.end-confirmed");
    await askForEnd(session);
    await portal.gate.arrival();
    expect(await portal.isOpenInAws(session.sessionId)).toBe(false);
    const jobs = "select locked_by as worker from graphile_worker._private_jobs where key = $1";
    const key = `end-session:${session.sessionId}`;
    // It may be the sweep that stands at the gate: the job's worker then waits for it, and takes the job all the same.
    await until("a worker has taken the job", A_MINUTE, async () => {
      const [job] = await portal.rows.all<{ worker: string | null }>(jobs, [key]);
      return job?.worker != null;
    });
    await portal.killAndStart("jobs");
    await until("another worker has done the job", A_MINUTE, async () => {
      const [job] = await portal.rows.all<{ worker: string | null }>(jobs, [key]);
      return job === undefined;
    });
    ended.set("answered", { sessionId: session.sessionId, reason: "ended-by-person" });
  }, 90_000);

  it("the gateway, when the shell has exited and the database does not know it", async () => {
    const session = await portal.openSession();
    await portal.gate.shut("gateway", session.sessionId, "session.ended");
    session.terminal.type("exit\r");
    await portal.gate.arrival();
    expect(await portal.rowOf(session.sessionId)).toMatchObject({ state: "open" });
    await portal.killAndStart("gateway");
    ended.set("exited", { sessionId: session.sessionId, reason: "aws-ended" });
  });

  it("both, while the window ends", async () => {
    const session = await portal.openSession(7);
    await portal.gate.shut("jobs", session.sessionId, "session.ended", "grant.ended");
    await session.terminal.ends(12_000);
    await portal.world.kill("gateway");
    await portal.gate.arrival();
    await portal.killAndStart("jobs");
    await portal.world.start("gateway");
    ended.set("window", { sessionId: session.sessionId, reason: "window-ended" });
  });

  it("leaves every end proved, once, with one review each, and the chain whole", async () => {
    await portal.settles();
    for (const [name, { sessionId, reason }] of ended) {
      const row = await portal.rowOf(sessionId);
      expect.soft([name, row]).toMatchObject([name, { state: "ended", reason, isConfirmed: true }]);
      expect
        .soft((await portal.codesOf(sessionId)).filter((code) => code === "session.ended"))
        .toHaveLength(1);
      const reviews = () => portal.rows.all("select from reviews where session_id = $1", [sessionId]);
      await until(`${name} has its review`, 20_000, async () => (await reviews()).length > 0);
      expect.soft(await reviews()).toHaveLength(1);
    }
    expect(ended.size).toBe(5);
    await portal.chainHolds();
  }, 120_000);
});
