import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { accountOf, standingRole } from "@/lib/aws/credentials";
import { assumeTarget, startSession, terminateSession } from "@/lib/aws/sessions";
import { endGrant } from "@/lib/grants/end-grant";
import type { PersonActor } from "@/lib/kernel/actor";
import { config } from "@/lib/kernel/config/config";
import { newId, type SessionId } from "@/lib/kernel/ids";
import { eventsOf } from "@/lib/requests/testing/store";
import { jobs, NODES } from "@/lib/requests/testing/world";
import { buildSessionPolicy } from "@/lib/session-policy/build";
import { markChannelClosed } from "../ending/mark-channel-closed";
import { openSession } from "../opening/open-session";
import { scopeOf } from "../opening/plan-opening";
import { commitAssumed, commitAssuming, type OpeningLease, takeLease } from "../opening/steps";
import { type AwsWorld, gateway, openAwsWorld } from "../testing/aws-world";
import { rowOf } from "../testing/store";
import { SweepMemory, sweepSessions } from "./sweep-sessions";

let world: AwsWorld;
beforeAll(async () => {
  world = await openAwsWorld({
    ...{ OPENING_SECONDS: "1", HEARTBEAT_SECONDS: "1", DEAD_SECONDS: "3", ABANDONED_SECONDS: "3" },
  });
  // The standing roles are assumed before anything is made to fail: only a session's own role is meant.
  await world.as("gateway");
  const account = accountOf("111122223333");
  for (const roleArn of [account.brokerRoleArn, account.readerRoleArn]) await standingRole(account, roleArn);
});
afterEach(() => world.control("calm", {}));
afterAll(() => world.close());

const size = { cols: 80, rows: 24 };

async function codesOf(sessionId: string): Promise<string[]> {
  return (await eventsOf({ sessionId })).map(({ code, outcome }) =>
    outcome === "done" ? code : `${code} ${outcome}`,
  );
}

/** Rounds of sweep and queue, until AWS has nothing open and every end is confirmed. */
async function sweepUntilQuiet(memory = new SweepMemory()): Promise<void> {
  await expect
    .poll(
      async () => {
        await world.as("jobs");
        await sweepSessions(jobs, memory);
        await world.work("end-session");
        return world.active();
      },
      { timeout: 30_000, interval: 200 },
    )
    .toEqual([]);
}

/** A session that its person opens; ends its grant when it is over. */
async function withSession(
  person: PersonActor,
  work: (sessionId: SessionId) => Promise<void>,
): Promise<void> {
  const { sessionId, grantId } = await world.createdSession(person);
  await world.as("gateway");
  try {
    await work(sessionId);
  } finally {
    await world.as("web");
    await endGrant(person, { grantId });
  }
}

const open = (sessionId: SessionId) =>
  openSession(gateway, { sessionId, gatewayId: world.gatewayId, ...size });

const BEFORE_ASSUME = ["session.created", "session.opening", "session.role-assuming"];
const BEFORE_START = [...BEFORE_ASSUME, "session.role-assumed", "session.starting"];

describe("an answer of AWS that fails or is lost", () => {
  it.each([
    {
      step: "AssumeRole refused",
      order: { action: "sts:AssumeRole", code: "AccessDenied", count: 9 },
      code: "AWS_ACCESS_DENIED",
      codes: BEFORE_ASSUME,
    },
    {
      step: "AssumeRole done, answer lost",
      order: { action: "sts:AssumeRole", afterEffect: true, count: 9 },
      code: "AWS_UNAVAILABLE",
      codes: BEFORE_ASSUME,
    },
    {
      step: "StartSession refused",
      order: { action: "ssm:StartSession", code: "InternalServerError", count: 1 },
      code: "AWS_UNAVAILABLE",
      codes: BEFORE_START,
    },
    {
      step: "StartSession done, an error answered",
      order: { action: "ssm:StartSession", code: "InternalServerError", afterEffect: true, count: 1 },
      code: "AWS_UNAVAILABLE",
      codes: BEFORE_START,
    },
    {
      step: "StartSession done, answer lost",
      order: { action: "ssm:StartSession", afterEffect: true, count: 1 },
      code: "AWS_UNAVAILABLE",
      codes: BEFORE_START,
    },
  ])("leaves nothing open and no step unrecorded: $step", async ({ order, code, codes }) => {
    await withSession(world.people.ana, async (sessionId) => {
      await world.control("fail", order);
      await expect(open(sessionId)).rejects.toMatchObject({ code });
      await world.control("calm", {});
      expect(await codesOf(sessionId)).toEqual([...codes, "session.failed failed"]);
      await sweepUntilQuiet();
      const row = await rowOf(sessionId);
      expect(row).toMatchObject({ state: "failed", endReason: "opening-failed", endNote: code });
      expect(row.endConfirmedAt).not.toBeNull();
      const wasStarted = order.action === "ssm:StartSession" && order.afterEffect === true;
      expect(row.awsSessionId === null).toBe(!wasStarted);
    });
  });
});

describe("a gateway that dies", () => {
  /** Goes as far as a step and then says nothing more, as a killed process does. */
  async function openUntil(
    sessionId: SessionId,
    step: "lease" | "intent" | "assumed" | "started",
  ): Promise<string | null> {
    const lease: OpeningLease = await takeLease(gateway, { sessionId, gatewayId: newId("process"), ...size });
    if (step === "lease") return null;
    const account = accountOf(lease.accountId);
    const now = Date.now();
    const scope = scopeOf(account, lease, {
      startsAt: new Date(now - 2_000),
      endsAt: new Date(now + 600_000),
    });
    const policy = buildSessionPolicy(scope);
    await commitAssuming(gateway, lease, {
      ...{ scope, policy, proof: { isSafe: true, checks: [] } },
      ...{ personId: world.people.ana.id, windowId: "", stepUp: "none" as const },
    });
    if (step === "intent") return null;
    const credentials = await assumeTarget(account, {
      ...{
        roleSessionName: sessionId,
        policy,
        durationSeconds: 900,
        sourceIdentity: "per_x",
        tags: { session: sessionId },
      },
    });
    await commitAssumed(gateway, lease);
    if (step === "assumed") return null;
    const { region, nodeId, documentName } = lease;
    return (await startSession(credentials, { region, nodeId, documentName, reason: "test" })).awsSessionId;
  }

  it.each(["lease", "intent", "assumed", "started"] as const)(
    "leaves an opening that the sweep gives up, and nothing open: killed after %s",
    async (step) => {
      await withSession(world.people.ben, async (sessionId) => {
        const awsSessionId = await openUntil(sessionId, step);
        expect((await rowOf(sessionId)).state).toBe("opening");
        await expect
          .poll(
            async () => {
              await sweepUntilQuiet();
              const { state, endConfirmedAt } = await rowOf(sessionId);
              return { state, isConfirmed: endConfirmedAt !== null };
            },
            { timeout: 20_000 },
          )
          .toEqual({ state: "failed", isConfirmed: true });
        expect(await rowOf(sessionId)).toMatchObject({ awsSessionId, endNote: "OPENING_TIMED_OUT" });
        expect(await codesOf(sessionId)).toContain("session.failed failed");
      });
    },
  );

  it("leaves an open session that is ended as abandoned when no gateway comes for it", async () => {
    await withSession(world.people.gus, async (sessionId) => {
      await open(sessionId);
      const memory = new SweepMemory();
      await expect
        .poll(
          async () => {
            await sweepUntilQuiet(memory).catch(() => undefined);
            return (await rowOf(sessionId)).state;
          },
          { timeout: 30_000 },
        )
        .toBe("ended");
      expect(await rowOf(sessionId)).toMatchObject({ endReason: "abandoned", endAnswer: "Terminated" });
    });
  });
});

describe("what AWS has and our rows have not", () => {
  async function startOutside(roleSessionName: string): Promise<string> {
    await world.as("gateway");
    const [account] = config().HALLIGAN_ACCOUNTS;
    if (!account) throw new TypeError("no account");
    const session = {
      id: `ses_${"0".repeat(26)}` as const,
      region: "eu-west-1",
      nodeId: NODES.search,
      documentName: account.documentName,
    };
    const now = Date.now();
    const policy = buildSessionPolicy(
      scopeOf(account, session, { startsAt: new Date(now - 2_000), endsAt: new Date(now + 600_000) }),
    );
    const credentials = await assumeTarget(account, {
      ...{ roleSessionName, policy, durationSeconds: 900, sourceIdentity: "per_x", tags: {} },
    });
    const { region, nodeId, documentName } = session;
    return (await startSession(credentials, { region, nodeId, documentName, reason: "outside" }))
      .awsSessionId;
  }

  it("is ended and recorded once when it carries a name of ours", async () => {
    const sessionId = newId("session");
    const awsSessionId = await startOutside(sessionId);
    await sweepUntilQuiet();
    expect(await eventsOf({ sessionId })).toMatchObject([
      { code: "session.swept", data: { awsSessionId, why: "unknown" } },
    ]);
  });

  it("is left alone when it is another principal's", async () => {
    const awsSessionId = await startOutside("somebody");
    await world.as("jobs");
    await sweepSessions(jobs, new SweepMemory());
    expect(await world.active()).toMatchObject([{ awsSessionId }]);
    const [account] = config().HALLIGAN_ACCOUNTS;
    if (account) await terminateSession({ account, region: "eu-west-1" }, awsSessionId);
  });

  it("and what our rows have and AWS has not is over after two rounds, as AWS's doing", async () => {
    await withSession(world.people.hal, async (sessionId) => {
      const { awsSessionId } = await open(sessionId);
      await world.as("jobs");
      const account = accountOf("111122223333");
      await terminateSession({ account, region: "eu-west-1" }, awsSessionId);
      await expect.poll(() => world.active()).toEqual([]);
      const memory = new SweepMemory();
      await sweepSessions(jobs, memory);
      expect((await rowOf(sessionId)).state).toBe("open");
      await sweepSessions(jobs, memory);
      expect(await rowOf(sessionId)).toMatchObject({ state: "ended", endReason: "aws-ended" });
      await world.as("gateway");
      await expect(markChannelClosed(gateway, { sessionId, output: "" })).resolves.toBe("aws-ended");
      await sweepUntilQuiet();
    });
  });
});
