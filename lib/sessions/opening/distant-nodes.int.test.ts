import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { accountOf } from "@/lib/aws/credentials";
import { readNodeTags } from "@/lib/aws/inventory";
import { listActiveSessions } from "@/lib/aws/sessions";
import { createRequest } from "@/lib/grants/requesting/create-request";
import { decideAsShown } from "@/lib/grants/testing/decide";
import { readInventory } from "@/lib/nodes/inventory/read-inventory";
import { jobs } from "@/lib/requests/testing/world";
import { requestEnd } from "../ending/request-end";
import { readSession } from "../read-session";
import { type AwsWorld, gateway, openAwsWorld } from "../testing/aws-world";
import { rowOf } from "../testing/store";
import { createSession } from "./create-session";
import { openSession } from "./open-session";

const CORE = "111122223333";
const DATA = "444455556666";
const HYBRID = "mi-0d5a8c31f6e2b7940";
const TOKYO = "i-07f4c1e9b3a86d25e";
const QUARANTINED = "i-0fa11000000000005";
const THROTTLED = "i-0fa11000000000004";

let world: AwsWorld;
beforeAll(async () => {
  world = await openAwsWorld();
  await world.as("jobs");
  for (const accountId of [CORE, DATA]) await readInventory(jobs, accountId);
});
afterAll(() => world.close());

/** A grant on the node, with the yes that it may need. */
async function grantOn(nodeId: string): Promise<string> {
  const { ana, ben } = world.people;
  await world.as("web");
  const asked = await createRequest(ana, {
    nodeIds: [nodeId],
    justification: "Queue stands still since 02:10",
    incident: "INC-4712",
    windowSeconds: 600,
  });
  const { requestId } = asked;
  if (asked.grantId) return asked.grantId;
  return (await decideAsShown(ben, { requestId, version: 1, verdict: "approve" })).grantId ?? "";
}

/** Opens a shell's channel under a grant. */
async function opened(nodeId: string, grantId: string) {
  const { ana } = world.people;
  await world.as("web");
  const { sessionId } = await createSession(ana, { grantId, nodeId });
  await world.as("gateway");
  const channel = await openSession(gateway, { sessionId, gatewayId: world.gatewayId, cols: 120, rows: 36 });
  return { sessionId, channel };
}

async function activeIn(accountId: string, region: string): Promise<string[]> {
  await world.as("jobs");
  const rows = await listActiveSessions({ account: accountOf(accountId), region });
  return rows.map(({ awsSessionId }) => awsSessionId);
}

async function endAndConfirm(sessionId: string): Promise<void> {
  await world.as("web");
  await requestEnd(world.people.ana, { sessionId });
  await world.work("end-session");
  expect(await rowOf(sessionId)).toMatchObject({ state: "ended", endAnswer: "Terminated" });
}

describe("a session", () => {
  it("of a machine outside AWS is opened under a policy that names a managed instance, and ended", async () => {
    const { sessionId, channel } = await opened(HYBRID, await grantOn(HYBRID));
    expect(await activeIn(CORE, "eu-west-1")).toEqual([channel.awsSessionId]);
    const { policy } = await rowOf(sessionId);
    expect(policy).toContain(`arn:aws:ssm:eu-west-1:${CORE}:managed-instance/${HYBRID}`);
    expect(policy).not.toContain(":instance/mi-");
    await world.as("web");
    const { policy: shown } = await readSession(world.people.ana, sessionId);
    expect(shown?.checks.map(({ passed }) => passed)).toEqual([true, true]);
    await endAndConfirm(sessionId);
    expect(await activeIn(CORE, "eu-west-1")).toEqual([]);
  });

  it("of another account is opened by the one broker in that account and region, and ended there", async () => {
    const { sessionId, channel } = await opened(TOKYO, await grantOn(TOKYO));
    expect(await activeIn(DATA, "ap-northeast-1")).toEqual([channel.awsSessionId]);
    expect((await rowOf(sessionId)).policy).toContain(`arn:aws:ec2:ap-northeast-1:${DATA}:instance/${TOKYO}`);
    await endAndConfirm(sessionId);
    expect(await activeIn(DATA, "ap-northeast-1")).toEqual([]);
  });
});

describe("a node that fails by design", () => {
  it("is denied by the organisation although the session's policy was proven", async () => {
    const grantId = await grantOn(QUARANTINED);
    await expect(opened(QUARANTINED, grantId)).rejects.toMatchObject({ code: "AWS_ACCESS_DENIED" });
    expect(await activeIn(CORE, "us-east-1")).toEqual([]);
  });

  it("is throttled once beyond our patience, and opened at the next try", async () => {
    const grantId = await grantOn(THROTTLED);
    await expect(opened(THROTTLED, grantId)).rejects.toMatchObject({ code: "AWS_THROTTLED" });
    const { sessionId, channel } = await opened(THROTTLED, grantId);
    expect(await activeIn(CORE, "us-east-1")).toEqual([channel.awsSessionId]);
    await endAndConfirm(sessionId);
  });
});

describe("the tags of a node, asked for now", () => {
  it("come from Systems Manager for a machine outside AWS, and from EC2 for an instance", async () => {
    await world.as("gateway");
    expect(await readNodeTags(accountOf(CORE), "eu-west-1", HYBRID)).toMatchObject({ Site: "Rotterdam" });
    expect(await readNodeTags(accountOf(DATA), "ap-northeast-1", TOKYO)).toMatchObject({ Env: "staging" });
    await expect(readNodeTags(accountOf(CORE), "eu-west-1", "mi-00000000000000000")).rejects.toMatchObject({
      code: "AWS_NOT_FOUND",
    });
  });
});
