import { execFileSync } from "node:child_process";
import {
  GetDocumentCommand,
  SSMClient,
  UpdateDocumentCommand,
  UpdateDocumentDefaultVersionCommand,
} from "@aws-sdk/client-ssm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { forgetDestinations } from "@/lib/accounts/documents/read-destinations";
import { expectedDocument } from "@/lib/accounts/documents/session-document";
import { createDocument } from "@/lib/aws/documents";
import { endGrant } from "@/lib/grants/end-grant";
import { config } from "@/lib/kernel/config/config";
import { eventsOf } from "@/lib/requests/testing/store";
import { NODES } from "@/lib/requests/testing/world";
import { requestEnd } from "../ending/request-end";
import { readSession } from "../read-session";
import { type AwsWorld, gateway, openAwsWorld } from "../testing/aws-world";
import { rowOf } from "../testing/store";
import { openSession } from "./open-session";

let world: AwsWorld;
beforeAll(async () => {
  world = await openAwsWorld();
});
afterAll(() => world.close());

const size = { cols: 120, rows: 36 };

/** Makes another version the default one, and comes back when that is done. */
function chooseAtOnce(settings: object, Name: string, DocumentVersion: string): void {
  const script = `import("@aws-sdk/client-ssm").then(({ SSMClient, UpdateDocumentDefaultVersionCommand: Choose }) =>
    new SSMClient(${JSON.stringify(settings)}).send(new Choose(${JSON.stringify({ Name, DocumentVersion })})))`;
  execFileSync(process.execPath, ["-e", script], { stdio: "ignore" });
}

async function codesOf(sessionId: string): Promise<string[]> {
  return (await eventsOf({ sessionId })).map(({ code, outcome }) =>
    outcome === "done" ? code : `${code} ${outcome}`,
  );
}

describe("a session", () => {
  it("is opened under one policy for one node, with each step on record, and ended until AWS no longer has it", async () => {
    const { ana } = world.people;
    const { sessionId, grantId } = await world.createdSession(ana);
    await world.as("gateway");
    const channel = await openSession(gateway, { sessionId, gatewayId: world.gatewayId, ...size });
    expect(channel.awsSessionId).toMatch(new RegExp(`^${sessionId}-[a-z0-9]{17,}$`));
    expect(channel).toMatchObject({ epoch: 1, keepsInput: false });
    expect(await codesOf(sessionId)).toEqual([
      "session.created",
      "session.opening",
      "session.role-assuming",
      "session.role-assumed",
      "session.starting",
      "session.opened",
    ]);
    expect(JSON.stringify(await rowOf(sessionId))).not.toContain(channel.tokenValue);
    expect(await world.active()).toMatchObject([
      { awsSessionId: channel.awsSessionId, nodeId: NODES.ledger, status: expect.stringMatching(/^Connect/) },
    ]);

    await world.as("web");
    const detail = await readSession(ana, sessionId);
    expect(detail).toMatchObject({ state: "open", incident: "INC-4711", isMine: true, grantId });
    expect(detail.policy?.checks).toEqual([
      { name: "reader", passed: true, cases: 1, failures: [] },
      { name: "simulator", passed: true, cases: 41, failures: [] },
    ]);

    await requestEnd(ana, { sessionId });
    expect(await rowOf(sessionId)).toMatchObject({ state: "ending", endReason: "ended-by-person" });
    await world.work("end-session");
    expect(await rowOf(sessionId)).toMatchObject({ state: "ended", endAnswer: "Terminated" });
    expect((await rowOf(sessionId)).endConfirmedAt).not.toBeNull();
    expect(await world.active()).toEqual([]);
    expect((await codesOf(sessionId)).slice(6)).toEqual([
      "session.end-requested",
      "session.ended",
      "session.end-confirmed",
    ]);
    await world.as("web");
    await endGrant(ana, { grantId });
  });

  it("is not opened under a grant that ended after it was created, and says why", async () => {
    const { gus } = world.people;
    const { sessionId, grantId } = await world.createdSession(gus);
    await endGrant(gus, { grantId });
    await world.as("gateway");
    const opening = openSession(gateway, { sessionId, gatewayId: world.gatewayId, ...size });
    await expect(opening).rejects.toMatchObject({ code: "GRANT_OVER" });
    expect(await rowOf(sessionId)).toMatchObject({
      state: "failed",
      endNote: "GRANT_OVER",
      assumeIntendedAt: null,
    });
    expect((await codesOf(sessionId)).at(-1)).toBe("session.failed failed");
    await expect(
      openSession(gateway, { sessionId, gatewayId: world.gatewayId, ...size }),
    ).rejects.toMatchObject({
      code: "SESSION_OVER",
    });
  });

  it("is not opened with a document that somebody changed under its name", async () => {
    const { ben } = world.people;
    const Name = config().HALLIGAN_ACCOUNTS[0]?.documentName;
    const operator = new SSMClient({
      ...{ region: "eu-west-1", endpoint: config().HALLIGAN_AWS_ENDPOINT ?? "", credentials: world.operator },
    });
    const { Content = "", DocumentVersion: before } = await operator.send(new GetDocumentCommand({ Name }));
    const changed = Content.replace("/halligan/sessions", "/elsewhere");
    const update = { Name, Content: changed, DocumentVersion: "$LATEST" };
    const { DocumentDescription: made } = await operator.send(new UpdateDocumentCommand(update));
    const choose = (DocumentVersion: string | undefined) =>
      operator.send(new UpdateDocumentDefaultVersionCommand({ Name, DocumentVersion }));
    await choose(made?.DocumentVersion);
    try {
      const { sessionId, grantId } = await world.createdSession(ben);
      await world.as("gateway");
      const opening = openSession(gateway, { sessionId, gatewayId: world.gatewayId, ...size });
      await expect(opening).rejects.toMatchObject({
        code: "DOCUMENT_CHANGED",
        params: { document: Name, differs: ["inputs.cloudWatchLogGroupName"] },
      });
      expect(await rowOf(sessionId)).toMatchObject({ state: "failed", assumeIntendedAt: null });
      await world.as("web");
      await endGrant(ben, { grantId });
    } finally {
      await choose(before);
    }
    expect(await world.active()).toEqual([]);
  });

  it("is ended when its document was changed while it was started, and the channel is nobody's", async () => {
    const { ben } = world.people;
    const Name = config().HALLIGAN_ACCOUNTS[0]?.documentName ?? "";
    const settings = {
      ...{ region: "eu-west-1", endpoint: config().HALLIGAN_AWS_ENDPOINT ?? "", credentials: world.operator },
    };
    const operator = new SSMClient(settings);
    const { Content = "", DocumentVersion: before = "1" } = await operator.send(
      new GetDocumentCommand({ Name }),
    );
    const { DocumentDescription: made } = await operator.send(
      new UpdateDocumentCommand({
        ...{ Name, DocumentVersion: "$LATEST", Content: Content.replace('"60"', '"61"') },
      }),
    );
    const choose = (DocumentVersion = "1") =>
      operator.send(new UpdateDocumentDefaultVersionCommand({ Name, DocumentVersion }));
    try {
      const { sessionId, grantId } = await world.createdSession(ben);
      await world.as("gateway");
      const opening = openSession(gateway, { sessionId, gatewayId: world.gatewayId, ...size }, (step) => {
        // In another process, as this one goes on only when it is done.
        if (step === "session") chooseAtOnce(settings, Name, made?.DocumentVersion ?? "");
      });
      await expect(opening).rejects.toMatchObject({
        code: "DOCUMENT_CHANGED",
        params: { differs: ["inputs.maxSessionDuration"] },
      });
      expect(await rowOf(sessionId)).toMatchObject({ state: "failed", endNote: "DOCUMENT_CHANGED" });
      expect((await codesOf(sessionId)).slice(-2)).toEqual(["session.opened", "session.failed failed"]);
      await world.work("end-session");
      await world.as("web");
      await endGrant(ben, { grantId });
    } finally {
      await choose(before);
    }
    expect(await world.active()).toEqual([]);
  });

  it("is not opened with a document whose key is not the settings', whatever its name says", async () => {
    const { ben } = world.people;
    const account = config().HALLIGAN_ACCOUNTS[0];
    if (!account) throw new TypeError("no account is configured");
    const untouched = structuredClone(account);
    const open = async () => {
      const { sessionId, grantId } = await world.createdSession(ben);
      await world.as("gateway");
      const opening = openSession(gateway, { sessionId, gatewayId: world.gatewayId, ...size });
      await expect(opening).rejects.toMatchObject({
        code: "DOCUMENT_CHANGED",
        params: { differs: ["inputs.kmsKeyId"] },
      });
      expect(await rowOf(sessionId)).toMatchObject({ state: "failed", endNote: "DOCUMENT_CHANGED" });
      await world.as("web");
      await endGrant(ben, { grantId });
    };
    try {
      const kmsKeyId = "mrk-1234abcd12ab34cd56ef1234567890ab";
      const encrypted = expectedDocument({
        ...account,
        sessionDocument: { ...account.sessionDocument, kmsKeyId },
      });
      await world.as("jobs");
      await createDocument({ account, region: "eu-west-1" }, encrypted);
      // The settings have none, the document has one: named by its content all the same.
      account.documentName = encrypted.name;
      await open();
      // The settings have one, the document none.
      account.documentName = untouched.documentName;
      account.sessionDocument = { ...account.sessionDocument, kmsKeyId };
      await open();
    } finally {
      Object.assign(account, untouched);
    }
  });

  it("is opened where its log has no group, or AWS does not say, and both are on record", async () => {
    const { ben } = world.people;
    const account = config().HALLIGAN_ACCOUNTS[0];
    if (!account) throw new TypeError("no account is configured");
    const untouched = structuredClone(account);
    const open = async () => {
      const { sessionId, grantId } = await world.createdSession(ben);
      await world.as("gateway");
      forgetDestinations();
      await openSession(gateway, { sessionId, gatewayId: world.gatewayId, ...size });
      await requestEnd(gateway, { sessionId, reason: "window-ended" });
      await world.work("end-session");
      await world.as("web");
      await endGrant(ben, { grantId });
      const events = await eventsOf({ sessionId });
      const { data } = events.find(({ code }) => code === "session.log-doubtful") ?? {};
      return { checks: (await rowOf(sessionId)).recordChecks, data };
    };
    expect(await open()).toEqual({ checks: { log: "streamed", findings: [] }, data: undefined });
    await world.control("fail", {
      action: "logs:DescribeLogGroups",
      code: "AccessDeniedException",
      count: 1,
    });
    expect(await open()).toEqual({
      ...{ checks: { log: "streamed", findings: ["log-group-unread"] } },
      ...{ data: { findings: ["log-group-unread"] } },
    });
    try {
      account.logGroupName = "/nobody/made/this";
      await world.as("jobs");
      const document = expectedDocument(account);
      await createDocument({ account, region: "eu-west-1" }, document);
      account.documentName = document.name;
      expect((await open()).data).toEqual({ findings: ["log-group-missing"] });
    } finally {
      Object.assign(account, untouched);
    }
  });

  it("is opened all the same when AWS asks to slow down", async () => {
    const { ben } = world.people;
    const { sessionId, grantId } = await world.createdSession(ben);
    await world.as("gateway");
    for (const action of ["ssm:StartSession", "ssm:GetDocument"])
      await world.control("throttle", { action, count: 2 });
    await openSession(gateway, { sessionId, gatewayId: world.gatewayId, ...size });
    expect(await rowOf(sessionId)).toMatchObject({ state: "open" });
    await requestEnd(gateway, { sessionId, reason: "window-ended" });
    await world.work("end-session");
    expect(await world.active()).toEqual([]);
    await world.as("web");
    await endGrant(ben, { grantId });
  });

  it("that somebody ended while it was being opened is ended in AWS too", async () => {
    const { hal } = world.people;
    const { sessionId, grantId } = await world.createdSession(hal);
    await world.as("gateway");
    const opening = openSession(gateway, { sessionId, gatewayId: world.gatewayId, ...size });
    await expect.poll(async () => (await rowOf(sessionId)).state).toBe("opening");
    await requestEnd(gateway, { sessionId, reason: "grant-ended" });
    await expect(opening).rejects.toMatchObject({ code: "SESSION_OVER" });
    await world.work("end-session");
    expect(await rowOf(sessionId)).toMatchObject({ state: "ended", endReason: "grant-ended" });
    expect(await world.active()).toEqual([]);
    await world.as("web");
    await endGrant(hal, { grantId });
  });
});
