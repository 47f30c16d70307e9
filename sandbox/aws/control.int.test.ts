import { DescribeInstancesCommand } from "@aws-sdk/client-ec2";
import { CreateDocumentCommand, DescribeSessionsCommand, GetDocumentCommand } from "@aws-sdk/client-ssm";
import { AssumeRoleCommand, GetCallerIdentityCommand } from "@aws-sdk/client-sts";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import {
  CONTROL_TOKEN,
  clients,
  refusal,
  roleArn,
  startTestAccount,
  type TestAccount,
} from "./testing/test-account";

describe("the control channel", () => {
  let account: TestAccount;
  beforeAll(async () => {
    account = await startTestAccount();
  });
  afterEach(async () => {
    await control("calm", {});
    await control("clock", { offsetSeconds: 0 });
  });
  afterAll(() => account.close());

  const control = (command: string, body: object, token = CONTROL_TOKEN) =>
    post(`${account.sandbox.endpoint}/_sandbox/${command}`, body, { "x-sandbox-token": token });
  const state = async () => {
    const headers = { "x-sandbox-token": CONTROL_TOKEN };
    return (await fetch(`${account.sandbox.endpoint}/_sandbox/state`, { headers })).json();
  };
  const operator = () => clients(account.sandbox, account.operator);
  const newDocument = (Name: string) => {
    const Content = JSON.stringify({
      schemaVersion: "1.0",
      description: Name,
      sessionType: "Standard_Stream",
      inputs: {},
    });
    return operator().ssm.send(new CreateDocumentCommand({ Name, Content, DocumentType: "Session" }));
  };

  it("is not there without its token, and not at all when none was configured", async () => {
    expect(await control("clock", { offsetSeconds: 9 }, "wrong")).toBe(404);
    const silent = await startTestAccount({ controlToken: undefined });
    const status = await post(
      `${silent.sandbox.endpoint}/_sandbox/clock`,
      { offsetSeconds: 9 },
      { "x-sandbox-token": "" },
    );
    await silent.close();
    expect(status).toBe(404);
    expect(account.sandbox.clock.offsetMs).toBe(0);
  });

  it("moves the clock that credentials and records live by", async () => {
    const keys = await account.target({ RoleSessionName: "ses_clock", DurationSeconds: 900 });
    expect(await control("clock", { offsetSeconds: 899 - 5 })).toBe(200);
    const { sts } = clients(account.sandbox, keys);
    await expect(sts.send(new GetCallerIdentityCommand({}))).resolves.toBeDefined();
    await control("clock", { offsetSeconds: 901 });
    expect(await refusal(sts.send(new GetCallerIdentityCommand({})))).toMatchObject({ code: "ExpiredToken" });
    expect(await state()).toMatchObject({ offsetSeconds: 901 });
  });

  it("throttles the next calls of an action, each protocol in its words", async () => {
    await control("throttle", { action: "ssm:DescribeSessions", count: 2 });
    const describeSessions = () => operator().ssm.send(new DescribeSessionsCommand({ State: "Active" }));
    expect(await refusal(describeSessions())).toMatchObject({ code: "ThrottlingException", status: 400 });
    expect(await refusal(describeSessions())).toMatchObject({
      code: "ThrottlingException",
      message: "Rate exceeded",
    });
    await expect(describeSessions()).resolves.toBeDefined();
    await control("throttle", { action: "AssumeRole", count: 1 });
    const input = { RoleArn: roleArn("HalliganBroker"), RoleSessionName: "gateway" };
    const assume = () => clients(account.sandbox, account.gateway).sts.send(new AssumeRoleCommand(input));
    expect(await refusal(assume())).toMatchObject({ code: "Throttling" });
    await expect(assume()).resolves.toBeDefined();
    await control("throttle", { action: "ec2:DescribeInstances" });
    expect(await refusal(operator().ec2.send(new DescribeInstancesCommand({})))).toMatchObject({
      code: "RequestLimitExceeded",
      status: 503,
    });
  });

  it("fails a call before its effect", async () => {
    await control("fail", {
      action: "ssm:CreateDocument",
      code: "InternalServerError",
      message: "try again",
    });
    expect(await refusal(newDocument("Before-Effect"))).toMatchObject({
      code: "InternalServerError",
      message: "try again",
    });
    expect(
      await refusal(operator().ssm.send(new GetDocumentCommand({ Name: "Before-Effect" }))),
    ).toMatchObject({ code: "InvalidDocument" });
  });

  it("fails a call after its effect, with an error or with no answer at all", async () => {
    await control("fail", { action: "ssm:CreateDocument", code: "InternalServerError", afterEffect: true });
    expect(await refusal(newDocument("After-Effect"))).toMatchObject({ code: "InternalServerError" });
    await control("fail", { action: "ssm:CreateDocument", afterEffect: true });
    expect((await refusal(newDocument("Answer-Lost"))).status).toBeUndefined();
    for (const Name of ["After-Effect", "Answer-Lost"]) {
      await expect(operator().ssm.send(new GetDocumentCommand({ Name }))).resolves.toMatchObject({ Name });
    }
  });

  it("refuses commands it does not know or can't read", async () => {
    expect(await control("explode", {})).toBe(404);
    expect(await control("clock", { offsetSeconds: "soon" })).toBe(400);
  });
});

async function post(url: string, body: object, headers: Record<string, string>): Promise<number> {
  return (await fetch(url, { method: "POST", body: JSON.stringify(body), headers })).status;
}
