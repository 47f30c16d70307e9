import {
  GetDocumentCommand,
  SSMClient,
  UpdateDocumentCommand,
  UpdateDocumentDefaultVersionCommand,
} from "@aws-sdk/client-ssm";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { accountOf } from "@/lib/aws/credentials";
import { terminateSession } from "@/lib/aws/sessions";
import { endGrant } from "@/lib/grants/end-grant";
import { config } from "@/lib/kernel/config/config";
import { isId, newId, type SessionId } from "@/lib/kernel/ids";
import { eventsOf } from "@/lib/requests/testing/store";
import { jobs } from "@/lib/requests/testing/world";
import { endGrantSessions } from "../ending/end-grant-sessions";
import { openSession } from "../opening/open-session";
import { readOwnership } from "../read-ownership";
import { type AwsWorld, gateway, openAwsWorld } from "../testing/aws-world";
import { changeRow, rowOf } from "../testing/store";
import { resumeSession } from "./resume-session";
import { rightToContinue } from "./right-to-continue";

let world: AwsWorld;
let sessionId: SessionId;
let grantId: string;
let opened: Awaited<ReturnType<typeof openSession>>;

beforeAll(async () => {
  world = await openAwsWorld();
});
beforeEach(async () => {
  ({ sessionId, grantId } = await world.createdSession(world.people.ana));
  await world.as("gateway");
  opened = await openSession(gateway, { sessionId, gatewayId: world.gatewayId, cols: 80, rows: 24 });
  return async () => {
    await world.as("web");
    await endGrant(world.people.ana, { grantId }).catch(() => undefined);
    await world.work("end-grant-sessions");
    await world.work("end-session");
  };
});
afterAll(() => world.close());

const resume = (takeOver: boolean, gatewayId = world.gatewayId) =>
  resumeSession(gateway, { sessionId, gatewayId, takeOver });

describe("a session that is resumed", () => {
  it("gets a new token for its original address under the same epoch", async () => {
    const again = await resume(false);
    expect(again).toMatchObject({ ...opened, tokenValue: expect.any(String) });
    expect(again.tokenValue).not.toBe(opened.tokenValue);
    const codes = (await eventsOf({ sessionId })).map(({ code }) => code);
    expect(codes.slice(-2)).toEqual(["session.resuming", "session.resumed"]);
  });

  it("by another gateway begins another epoch, and the one before can't resume any more", async () => {
    const other = newId("process");
    await expect(resume(false, other)).rejects.toMatchObject({ code: "STALE_EPOCH" });
    expect(await resume(true, other)).toMatchObject({ epoch: opened.epoch + 1 });
    expect(await readOwnership(sessionId)).toMatchObject({
      gatewayId: other,
      epoch: opened.epoch + 1,
      state: "open",
    });
    await expect(resume(false)).rejects.toMatchObject({ code: "STALE_EPOCH" });
    const codes = (await eventsOf({ sessionId })).map(({ code }) => code);
    expect(codes).toContain("session.taken-over");
  });

  it("is over when AWS no longer has it", async () => {
    await world.as("jobs");
    await terminateSession({ account: accountOf("111122223333"), region: "eu-west-1" }, opened.awsSessionId);
    await world.as("gateway");
    await expect(resume(false)).rejects.toMatchObject({ code: "SESSION_OVER" });
    expect(await rowOf(sessionId)).toMatchObject({ state: "ended", endReason: "aws-ended" });
  });

  it("is not resumed after its grant ended, whoever asks", async () => {
    await world.as("web");
    await endGrant(world.people.ana, { grantId });
    await world.as("gateway");
    await expect(resume(true)).rejects.toMatchObject({ code: "GRANT_OVER" });
    expect(await rightToContinue(sessionId)).toMatchObject({ ok: false, code: "GRANT_OVER" });
    await world.as("jobs");
    if (!isId("grant", grantId)) throw new TypeError("no grant");
    await endGrantSessions(jobs, grantId);
    expect(await rowOf(sessionId)).toMatchObject({ state: "ending", endReason: "ended-by-person" });
    await world.as("gateway");
    await expect(resume(true)).rejects.toMatchObject({ code: "SESSION_OVER" });
  });

  it("is looked at first where the gateway that opened it died before its look after the start", async () => {
    await world.owner(`update sessions set record_checks = null where id = '${sessionId}'`);
    expect(await resume(true, newId("process"))).toMatchObject({ epoch: opened.epoch + 1 });
    expect((await rowOf(sessionId)).recordChecks).toEqual({ log: "streamed", findings: [] });
  });

  it("has failed where its document was changed while it was started and that gateway died", async () => {
    const Name = config().HALLIGAN_ACCOUNTS[0]?.documentName ?? "";
    const operator = new SSMClient({
      ...{ region: "eu-west-1", endpoint: config().HALLIGAN_AWS_ENDPOINT ?? "", credentials: world.operator },
    });
    const { Content = "", DocumentVersion: before = "1" } = await operator.send(
      new GetDocumentCommand({ Name }),
    );
    const { DocumentDescription: made } = await operator.send(
      new UpdateDocumentCommand({
        ...{ Name, DocumentVersion: "$LATEST", Content: Content.replace('"60"', '"61"') },
      }),
    );
    const choose = (DocumentVersion: string) =>
      operator.send(new UpdateDocumentDefaultVersionCommand({ Name, DocumentVersion }));
    await world.owner(`update sessions set record_checks = null where id = '${sessionId}'`);
    await choose(made?.DocumentVersion ?? "");
    try {
      await expect(resume(true, newId("process"))).rejects.toMatchObject({ code: "DOCUMENT_CHANGED" });
    } finally {
      await choose(before);
    }
    expect(await rowOf(sessionId)).toMatchObject({ state: "failed", endNote: "DOCUMENT_CHANGED" });
    await world.work("end-session");
    expect(await world.active()).toEqual([]);
  });

  it("is not resumed with a policy that somebody changed in the row", async () => {
    const { policy } = await rowOf(sessionId);
    await changeRow(sessionId, { policy: policy?.replace(/i-[0-9a-f]{17}/, "i-0f3a9c41d7e25b91c") ?? null });
    await expect(resume(false)).rejects.toMatchObject({ code: "POLICY_UNSAFE" });
    expect((await rowOf(sessionId)).state).toBe("open");
  });
});
