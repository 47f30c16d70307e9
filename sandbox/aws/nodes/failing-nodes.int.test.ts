import { readFileSync } from "node:fs";
import { join } from "node:path";
import { PutRolePolicyCommand } from "@aws-sdk/client-iam";
import {
  DescribeInstanceInformationCommand,
  GetConnectionStatusCommand,
  ResumeSessionCommand,
  StartSessionCommand,
} from "@aws-sdk/client-ssm";
import { afterAll, beforeAll, expect, it } from "vitest";
import { LOG_GROUP, SHELL_DOCUMENT } from "../seed/documents";
import { PluginClient } from "../sessions/testing/plugin-client";
import { clients, refusal, startTestAccount, type TestAccount } from "../testing/test-account";
import { FAILING_NODES } from "./seeds/failing";

const REGION = "us-east-1";
const LIMIT = { timeout: 15_000, interval: 100 };

let account: TestAccount;
beforeAll(async () => {
  account = await startTestAccount();
});
afterAll(() => account.close());

function named(name: string): string {
  const found = FAILING_NODES.find(({ row }) => row.name === name);
  if (!found) throw new TypeError(`no node ${name}`);
  return found.row.id;
}

async function start(name: string) {
  const keys = await account.target({ RoleSessionName: "ses_drill" });
  const { ssm } = clients(account.sandbox, keys, REGION);
  const started = await ssm.send(
    new StartSessionCommand({ Target: named(name), DocumentName: SHELL_DOCUMENT }),
  );
  const sessionId = started.SessionId ?? "";
  const client = new PluginClient({
    sessionId,
    tokenValue: started.TokenValue ?? "",
    streamUrl: started.StreamUrl ?? "",
  });
  return { sessionId, client, ssm };
}

const operator = () => clients(account.sandbox, account.operator, REGION);

it("fails-agent-offline: known, silent for hours, and not to be reached", async () => {
  const Target = named("fails-agent-offline");
  const { InstanceInformationList } = await operator().ssm.send(
    new DescribeInstanceInformationCommand({ Filters: [{ Key: "PingStatus", Values: ["ConnectionLost"] }] }),
  );
  expect(InstanceInformationList?.map(({ InstanceId }) => InstanceId)).toEqual([Target]);
  const silentMs = Date.now() - (InstanceInformationList?.[0]?.LastPingDateTime?.getTime() ?? 0);
  expect(silentMs).toBeGreaterThan(3_600_000);
  expect(await operator().ssm.send(new GetConnectionStatusCommand({ Target }))).toMatchObject({
    Status: "notconnected",
  });
  expect(await refusal(start("fails-agent-offline"))).toMatchObject({ code: "TargetNotConnected" });
});

it("fails-throttled: four starts are throttled, the fifth works, and so again", async () => {
  for (let round = 0; round < 2; round += 1) {
    for (let attempt = 0; attempt < 4; attempt += 1)
      expect(await refusal(start("fails-throttled"))).toMatchObject({
        code: "ThrottlingException",
        message: "Rate exceeded",
      });
    const { client } = await start("fails-throttled");
    client.disconnect();
  }
});

it("fails-access-denied: the organisation denies what every role would allow", async () => {
  const sentence = /with an explicit deny in a service control policy$/;
  expect(await refusal(start("fails-access-denied"))).toMatchObject({
    code: "AccessDeniedException",
    message: expect.stringMatching(sentence),
  });
  const Target = named("fails-access-denied");
  expect(
    await refusal(operator().ssm.send(new StartSessionCommand({ Target, DocumentName: SHELL_DOCUMENT }))),
  ).toMatchObject({ message: expect.stringMatching(sentence) });
});

it("fails-log-group-missing: the session runs, nothing is logged, until the agent's role may", async () => {
  const node = named("fails-log-group-missing");
  const { logs } = account.sandbox.world;
  const streams = () => [...(logs.find("111122223333", REGION, LOG_GROUP)?.streams.keys() ?? [])];
  const run = async () => {
    const { sessionId, client } = await start("fails-log-group-missing");
    await expect.poll(() => client.output, LIMIT).toContain("$ ");
    client.type("uptime; exit\n");
    await expect.poll(() => client.lastLine, LIMIT).toMatch(/^Exiting session/);
    return sessionId;
  };
  const unlogged = await run();
  expect(readFileSync(join(account.stateDir, `agent-${node}.log`), "utf8")).toContain(
    `session ${unlogged}: log group ${LOG_GROUP} not found`,
  );
  await operator().iam.send(
    new PutRolePolicyCommand({
      RoleName: "managed-node-without-logs",
      PolicyName: "Logs",
      PolicyDocument: JSON.stringify({
        Version: "2012-10-17",
        Statement: [{ Effect: "Allow", Action: "logs:*", Resource: "*" }],
      }),
    }),
  );
  const logged = await run();
  await expect.poll(streams, LIMIT).toContain(logged);
  expect(await streams()).not.toContain(unlogged);
});

it("slow-start and slow-output: seconds pass, and everything comes in its order", async () => {
  const began = Date.now();
  const [slowStart, slowOutput] = await Promise.all([start("slow-start"), start("slow-output")]);
  expect(Date.now() - began).toBeGreaterThanOrEqual(6000);
  slowStart.client.disconnect();
  const { client } = slowOutput;
  await expect.poll(() => client.output, LIMIT).toContain("$ ");
  const typed = Date.now();
  client.type("seq -s ' ' 1 200; exit\n");
  await expect.poll(() => client.output, LIMIT).toContain("198 199 200");
  expect(Date.now() - typed).toBeGreaterThanOrEqual(2000);
  await expect.poll(() => client.lastLine, LIMIT).toMatch(/^Exiting session/);
});

it("fails-channel-cut: the channel is cut again and again, and the shell is there when the client comes back", {
  timeout: 40_000,
}, async () => {
  const { sessionId, client, ssm } = await start("fails-channel-cut");
  await expect.poll(() => client.output, LIMIT).toContain("$ ");
  client.type("before=42\n");
  // The clock is moved instead of waited for: the socket is as old as it says.
  account.sandbox.clock.setOffset(21_000);
  await expect.poll(() => client.closeCode, LIMIT).toBeDefined();
  const resumed = await ssm.send(new ResumeSessionCommand({ SessionId: sessionId }));
  client.connect(resumed.TokenValue ?? "");
  client.type("echo still-$before\n");
  await expect.poll(() => client.output, LIMIT).toContain("still-42");
  client.disconnect();
  account.sandbox.clock.setOffset(0);
});
