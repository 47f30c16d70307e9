import { CloudTrailClient, LookupEventsCommand } from "@aws-sdk/client-cloudtrail";
import { CloudWatchLogsClient, DescribeLogGroupsCommand } from "@aws-sdk/client-cloudwatch-logs";
import { DescribeInstancesCommand, EC2Client } from "@aws-sdk/client-ec2";
import { GetRoleCommand, IAMClient } from "@aws-sdk/client-iam";
import {
  CreateDocumentCommand,
  DescribeInstanceInformationCommand,
  DescribeSessionsCommand,
  ListDocumentsCommand,
  ResumeSessionCommand,
  SSMClient,
  StartSessionCommand,
  TerminateSessionCommand,
} from "@aws-sdk/client-ssm";
import { AssumeRoleCommand, type AssumeRoleCommandInput, STSClient } from "@aws-sdk/client-sts";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { newId } from "@/lib/kernel/ids";
import { buildSessionPolicy } from "@/lib/session-policy/build";
import { openInAws } from "@/server/testing/evidence";
import { NODES } from "@/server/testing/loop";
import { startWorld, type World } from "../tools/world.mjs";

/** Every answer here is the sandbox's IAM's: the portal is not even running. */

interface Keys {
  accessKeyId: string;
  secretAccessKey: string;
  sessionToken?: string;
}

const region = "eu-west-1";
const second = 1000;

let world: World;
let startsAt: Date;
let endsAt: Date;
let mine: { keys: Keys; sessionId: string };
let others: { keys: Keys; sessionId: string };

beforeAll(async () => {
  world = await startWorld({ processes: ["sandbox"] });
  const now = Math.floor(Date.now() / second) * second;
  startsAt = new Date(now + 120 * second);
  endsAt = new Date(now + 420 * second);
  mine = await credentialsFor(NODES.ledger);
  others = await credentialsFor(NODES.search);
});
afterAll(() => world?.stop());

function settings(keys: Keys, at = region) {
  return { region: at, endpoint: world.sandbox.endpoint, credentials: keys, maxAttempts: 1 };
}

async function assume(keys: Keys, input: AssumeRoleCommandInput): Promise<Keys> {
  const { Credentials: given } = await new STSClient(settings(keys)).send(new AssumeRoleCommand(input));
  return {
    accessKeyId: given?.AccessKeyId ?? "",
    secretAccessKey: given?.SecretAccessKey ?? "",
    sessionToken: given?.SessionToken ?? "",
  };
}

const user = (name: "gateway" | "jobs"): Keys => {
  const keys = world.sandbox.credentials[name];
  if (!keys) throw new TypeError(`the sandbox has no user ${name}`);
  return keys;
};

const broker = () =>
  assume(user("gateway"), { RoleArn: world.sandbox.accounts[0].brokerRoleArn, RoleSessionName: "halligan" });

/** As the gateway gets them: gateway's user, broker, target with the policy that the portal writes. */
async function credentialsFor(nodeId: string): Promise<{ keys: Keys; sessionId: string }> {
  const { accountId, documentName, targetRoleArn, externalId } = world.sandbox.accounts[0];
  const sessionId = newId("session");
  const scope = { partition: "aws", accountId, region, nodeId, documentName, sessionId, startsAt, endsAt };
  const keys = await assume(await broker(), {
    RoleArn: targetRoleArn,
    RoleSessionName: sessionId,
    ExternalId: externalId,
    SourceIdentity: "per_ana",
    DurationSeconds: 900,
    Policy: buildSessionPolicy(scope),
  });
  return { keys, sessionId };
}

const start = (keys: Keys, given: { node?: string; document?: string; at?: string } = {}) =>
  new SSMClient(settings(keys, given.at)).send(
    new StartSessionCommand({
      Target: given.node ?? NODES.ledger,
      DocumentName: given.document ?? world.sandbox.accounts[0].documentName,
    }),
  );
const resume = (keys: Keys, SessionId: string) =>
  new SSMClient(settings(keys)).send(new ResumeSessionCommand({ SessionId }));
const terminate = (keys: Keys, SessionId: string) =>
  new SSMClient(settings(keys)).send(new TerminateSessionCommand({ SessionId }));

async function answerTo(call: Promise<unknown>): Promise<string> {
  return call.then(
    () => "done",
    (error: Error) => error.name,
  );
}

/** What AWS has open: until the node has ended its shell, a session that was ended is still among them. */
const isOpenInAws = (sessionIds: string[]) =>
  expect.poll(() => openInAws(world), { timeout: 20_000 }).toEqual(sessionIds);

async function endAllOfMine(): Promise<void> {
  for (const id of await openInAws(world)) if (id.startsWith(mine.sessionId)) await terminate(mine.keys, id);
}

/**
 * Makes a call at an instant of the sandbox's clock; again, when the machine was too slow for that second.
 * @param undo takes back what a call that came too late has done
 */
async function at(
  instant: Date,
  offsetSeconds: number,
  call: () => Promise<unknown>,
  undo: () => Promise<void> = async () => {},
): Promise<string> {
  const wanted = instant.getTime() + offsetSeconds * second;
  for (;;) {
    await world.sandbox.control("clock", { offsetSeconds: (wanted - Date.now()) / second });
    const answer = await answerTo(call());
    const { now } = (await world.sandbox.control("state")) as { now: string };
    if (Date.parse(now) - wanted < 0.9 * second) return answer;
    await undo();
  }
}

const DENIED = "AccessDeniedException";

describe("the credentials of a session", () => {
  it("open it from the window's first second to its last, and at no other", async () => {
    const tries: [edge: Date, offset: number, answer: string][] = [
      [startsAt, -1, DENIED],
      [startsAt, 0, "done"],
      [startsAt, 1, "done"],
      [endsAt, -1, "done"],
      [endsAt, 0, DENIED],
      [endsAt, 1, DENIED],
    ];
    for (const [edge, offset, answer] of tries)
      expect
        .soft([offset, await at(edge, offset, () => start(mine.keys), endAllOfMine)])
        .toEqual([offset, answer]);
    await endAllOfMine();
    await isOpenInAws([]);
  });

  it("come back to it until the window's end, and end it after", async () => {
    await world.sandbox.control("clock", { offsetSeconds: (startsAt.getTime() - Date.now()) / second + 60 });
    const { SessionId: id = "" } = await start(mine.keys);
    expect(await at(endsAt, -1, () => resume(mine.keys, id))).toBe("done");
    expect(await at(endsAt, 0, () => resume(mine.keys, id))).toBe(DENIED);
    expect(await at(endsAt, 1, () => resume(mine.keys, id))).toBe(DENIED);
    expect(await openInAws(world)).toEqual([id]);
    expect(await at(endsAt, 2, () => terminate(mine.keys, id))).toBe("done");
    await isOpenInAws([]);
  });

  it("do nothing else, inside the window: other nodes, documents, regions, sessions and actions", async () => {
    await world.sandbox.control("clock", { offsetSeconds: (startsAt.getTime() - Date.now()) / second + 60 });
    const { SessionId: theirs = "" } = await start(others.keys, { node: NODES.search });
    const { keys } = mine;
    const client = new SSMClient(settings(keys));
    const { closerRoleArn, readerRoleArn, targetRoleArn, externalId, documentName } =
      world.sandbox.accounts[0];
    const role = (RoleArn: string) =>
      assume(keys, {
        RoleArn,
        RoleSessionName: "outsider",
        ExternalId: externalId,
        SourceIdentity: "per_ana",
      });
    const calls: Record<string, () => Promise<unknown>> = {
      "another node": () => start(keys, { node: NODES.payments }),
      "a node that does not exist": () => start(keys, { node: "i-0123456789abcdef0" }),
      "the default document": () => start(keys, { document: "SSM-SessionManagerRunShell" }),
      "a document for SSH": () => start(keys, { document: "AWS-StartSSHSession" }),
      "a document for commands": () => start(keys, { document: "AWS-StartInteractiveCommand" }),
      "a document of a longer name": () => start(keys, { document: `${documentName}x` }),
      "another region": () => start(keys, { at: "us-east-1" }),
      "resuming another's session": () => resume(keys, theirs),
      "ending another's session": () => terminate(keys, theirs),
      "listing sessions": () => client.send(new DescribeSessionsCommand({ State: "Active" })),
      "listing documents": () => client.send(new ListDocumentsCommand({})),
      "listing nodes": () => client.send(new DescribeInstanceInformationCommand({})),
      "making a document": () =>
        client.send(new CreateDocumentCommand({ Name: "Halligan-Shell-x", Content: "{}" })),
      "the closer's role": () => role(closerRoleArn),
      "the reader's role": () => role(readerRoleArn),
      "its own role again": () => role(targetRoleArn),
      "reading roles": () =>
        new IAMClient(settings(keys)).send(new GetRoleCommand({ RoleName: "HalliganTarget" })),
      "reading instances": () => new EC2Client(settings(keys)).send(new DescribeInstancesCommand({})),
      "reading logs": () => new CloudWatchLogsClient(settings(keys)).send(new DescribeLogGroupsCommand({})),
      "reading the trail": () => new CloudTrailClient(settings(keys)).send(new LookupEventsCommand({})),
    };
    for (const [what, call] of Object.entries(calls))
      expect
        .soft([what, await answerTo(call())])
        .toEqual([what, expect.stringMatching(/AccessDenied|UnauthorizedOperation/)]);
    await isOpenInAws([theirs]);
    expect(await answerTo(terminate(others.keys, theirs))).toBe("done");
    await isOpenInAws([]);
  });
});

describe("the keys of the processes themselves", () => {
  it("open nothing: neither the gateway's user, nor the broker, nor the jobs' roles", async () => {
    const { closerRoleArn, readerRoleArn, brokerRoleArn, targetRoleArn, externalId } =
      world.sandbox.accounts[0];
    const jobs = user("jobs");
    const closer = await assume(jobs, { RoleArn: closerRoleArn, RoleSessionName: "halligan" });
    const reader = await assume(jobs, { RoleArn: readerRoleArn, RoleSessionName: "halligan" });
    const assumed = await broker();
    const target = (keys: Keys, given: Partial<AssumeRoleCommandInput> = {}) =>
      assume(keys, {
        ...{
          RoleArn: targetRoleArn,
          RoleSessionName: "outsider",
          ExternalId: externalId,
          SourceIdentity: "per_ana",
        },
        ...given,
      });
    const calls: Record<string, () => Promise<unknown>> = {
      "the gateway's user starting": () => start(user("gateway")),
      "the broker starting": () => start(assumed),
      "the closer starting": () => start(closer),
      "the reader starting": () => start(reader),
      "the gateway's user as target": () => target(user("gateway")),
      "the jobs' user as target": () => target(jobs),
      "the jobs' user as broker": () => assume(jobs, { RoleArn: brokerRoleArn, RoleSessionName: "outsider" }),
      "the broker without the external id": () => target(assumed, { ExternalId: "another" }),
      "the broker for nobody": () =>
        assume(assumed, { RoleArn: targetRoleArn, RoleSessionName: "outsider", ExternalId: externalId }),
    };
    for (const [what, call] of Object.entries(calls))
      expect.soft([what, await answerTo(call())]).toEqual([what, expect.stringMatching(/^AccessDenied/)]);
    const alone = await target(assumed);
    expect(await answerTo(start(alone, { document: "AWS-StartSSHSession" }))).toBe(DENIED);
    await isOpenInAws([]);
  });
});
