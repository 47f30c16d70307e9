import {
  DescribeSessionsCommand,
  GetDocumentCommand,
  SSMClient,
  TerminateSessionCommand,
  UpdateDocumentCommand,
} from "@aws-sdk/client-ssm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { AwsCredentials, accountOf, clientSettings } from "@/lib/aws/credentials";
import { assumeTarget, resumeAwsSession, startSession } from "@/lib/aws/sessions";
import { newId } from "@/lib/kernel/ids";
import { NODES } from "@/lib/requests/testing/world";
import { buildSessionPolicy } from "@/lib/session-policy/build";
import { type AwsWorld, openAwsWorld } from "../testing/aws-world";
import { scopeOf } from "./plan-opening";

const WINDOW_SECONDS = 300;
const region = "eu-west-1";

let world: AwsWorld;
let credentials: AwsCredentials;
let windowEndsAt: Date;
const sessionId = newId("session");

beforeAll(async () => {
  world = await openAwsWorld();
  await world.as("gateway");
  const account = accountOf("111122223333");
  const startsAt = new Date(Date.now() - 1_000);
  windowEndsAt = new Date(startsAt.getTime() + WINDOW_SECONDS * 1000);
  const session = { id: sessionId, region, nodeId: NODES.ledger, documentName: account.documentName };
  const policy = buildSessionPolicy(scopeOf(account, session, { startsAt, endsAt: windowEndsAt }));
  credentials = await assumeTarget(account, {
    roleSessionName: sessionId,
    policy,
    durationSeconds: 900,
    sourceIdentity: world.people.ana.id,
    tags: { session: sessionId },
  });
});
afterAll(() => world.close());

const start = (change: Partial<Parameters<typeof startSession>[1]> = {}) =>
  startSession(credentials, {
    region,
    nodeId: NODES.ledger,
    documentName: accountOf("111122223333").documentName,
    reason: "test",
    ...change,
  });
/** The SDK itself with these credentials: what somebody who got hold of them could do. */
const ssm = () =>
  new SSMClient({ ...clientSettings(region), credentials: AwsCredentials.open(credentials), maxAttempts: 1 });
const nameOf = (error: unknown) => (error instanceof Error ? error.name : String(error));
const denied = { code: "AWS_ACCESS_DENIED" };

/** Every answer here is AWS's (the sandbox's IAM), none is the portal's. */
describe("the credentials of a session", () => {
  it("are denied another node, a document of another name, and another region", async () => {
    await expect(start({ nodeId: NODES.payments })).rejects.toMatchObject(denied);
    await expect(start({ documentName: "SSM-SessionManagerRunShell" })).rejects.toMatchObject(denied);
    await expect(start({ documentName: "AWS-StartSSHSession" })).rejects.toMatchObject(denied);
    await expect(start({ region: "us-east-1" })).rejects.toMatchObject(denied);
  });

  it("are denied what is no part of a session, and others' sessions", async () => {
    const other = `${newId("session")}-0123456789abcdef0`;
    await expect(resumeAwsSession(credentials, { region, awsSessionId: other })).rejects.toMatchObject(
      denied,
    );
    const { documentName } = accountOf("111122223333");
    const calls = [
      new TerminateSessionCommand({ SessionId: other }),
      new DescribeSessionsCommand({ State: "Active" }),
      new GetDocumentCommand({ Name: documentName }),
      new UpdateDocumentCommand({ Name: documentName, Content: "{}" }),
    ] as const;
    const answers = await Promise.allSettled([
      ssm().send(calls[0]),
      ssm().send(calls[1]),
      ssm().send(calls[2]),
      ssm().send(calls[3]),
    ]);
    expect(answers.map((answer) => (answer.status === "rejected" ? nameOf(answer.reason) : "done"))).toEqual(
      calls.map(() => "AccessDeniedException"),
    );
  });

  it("start, resume and end their own session inside the window, and only end it one second after", async () => {
    const { awsSessionId } = await start();
    expect(await resumeAwsSession(credentials, { region, awsSessionId })).toHaveProperty("tokenValue");

    const untilEnd = Math.ceil((windowEndsAt.getTime() - Date.now()) / 1000);
    await world.control("clock", { offsetSeconds: untilEnd + 1 });
    try {
      await expect(start()).rejects.toMatchObject({
        ...denied,
        params: { detail: expect.stringContaining("session policy") },
      });
      await expect(resumeAwsSession(credentials, { region, awsSessionId })).rejects.toMatchObject(denied);
      await ssm().send(new TerminateSessionCommand({ SessionId: awsSessionId }));
    } finally {
      await world.control("clock", { offsetSeconds: 0 });
    }
    await expect.poll(() => world.active()).toEqual([]);
  });
});
