import { FilterLogEventsCommand } from "@aws-sdk/client-cloudwatch-logs";
import {
  DescribeSessionsCommand,
  ResumeSessionCommand,
  StartSessionCommand,
  TerminateSessionCommand,
} from "@aws-sdk/client-ssm";
import { afterAll, beforeAll, expect, it } from "vitest";
import { SHELL_DOCUMENT } from "../seed/documents";
import { PluginClient } from "../sessions/testing/plugin-client";
import { assume, clients, roleArn, startTestAccount, type TestAccount } from "../testing/test-account";

const NODE = "i-0f3a9c41d7e25b91c";
const LIMIT = { timeout: 15_000, interval: 100 };

let account: TestAccount;
beforeAll(async () => {
  account = await startTestAccount();
});
afterAll(() => account.close());

/** The whole way with the real SDK and a client that behaves as the plugin does. */
it("opens a shell under a session policy, comes back to it after a cut, and finds its agent log", async () => {
  const Policy = JSON.stringify({
    Version: "2012-10-17",
    Statement: [
      {
        Effect: "Allow",
        Action: "ssm:StartSession",
        Resource: [
          `arn:aws:ec2:eu-west-1:111122223333:instance/${NODE}`,
          `arn:aws:ssm:eu-west-1:111122223333:document/${SHELL_DOCUMENT}`,
        ],
        Condition: { BoolIfExists: { "ssm:SessionDocumentAccessCheck": "true" } },
      },
      {
        Effect: "Allow",
        Action: ["ssm:ResumeSession", "ssm:TerminateSession"],
        Resource: "arn:aws:ssm:eu-west-1:111122223333:session/ses_shell-*",
      },
    ],
  });
  const { ssm } = clients(account.sandbox, await account.target({ RoleSessionName: "ses_shell", Policy }));
  const started = await ssm.send(new StartSessionCommand({ Target: NODE, DocumentName: SHELL_DOCUMENT }));
  const sessionId = started.SessionId ?? "";
  const client = new PluginClient({
    sessionId,
    tokenValue: started.TokenValue ?? "",
    streamUrl: started.StreamUrl ?? "",
  });
  await expect.poll(() => client.output, LIMIT).toContain("$ ");
  client.type("echo first-$((40+2))\n");
  await expect.poll(() => client.output, LIMIT).toContain("first-42");

  account.sandbox.world.sessions.cut(sessionId);
  await expect.poll(() => client.closeCode, LIMIT).toBeDefined();
  const resumed = await ssm.send(new ResumeSessionCommand({ SessionId: sessionId }));
  client.connect(resumed.TokenValue ?? "");
  await expect.poll(() => client.connections, LIMIT).toBe(2);
  client.type("echo second-$((40+3))\n");
  await expect.poll(() => client.output, LIMIT).toContain("second-43");

  const reader = clients(
    account.sandbox,
    await assume(account.sandbox, account.jobs, {
      RoleArn: roleArn("HalliganReader"),
      RoleSessionName: "jobs",
    }),
  );
  const logged = async () => {
    const { events = [] } = await reader.logs
      .send(new FilterLogEventsCommand({ logGroupName: "/halligan/sessions", logStreamNames: [sessionId] }))
      .catch(() => ({ events: [] }));
    return events.map(({ message }) => JSON.parse(message ?? "{}"));
  };
  await expect
    .poll(async () => (await logged()).flatMap(({ sessionData }) => sessionData), LIMIT)
    .toContain("second-43");
  expect((await logged())[0]).toMatchObject({
    target: { id: NODE },
    userIdentity: { arn: "arn:aws:sts::111122223333:assumed-role/HalliganTarget/ses_shell" },
    sessionId,
  });

  await ssm.send(new TerminateSessionCommand({ SessionId: sessionId }));
  await expect.poll(() => client.lastLine, LIMIT).toContain(sessionId);
  const state = async (State: "Active" | "History") =>
    (
      await reader.ssm.send(
        new DescribeSessionsCommand({ State, Filters: [{ key: "SessionId", value: sessionId }] }),
      )
    ).Sessions?.map(({ Status }) => Status);
  await expect.poll(() => state("History"), LIMIT).toEqual(["Terminated"]);
  expect(await state("Active")).toEqual([]);
});
