import {
  CreateDocumentCommand,
  DeleteDocumentCommand,
  DescribeInstanceInformationCommand,
  DescribeSessionsCommand,
  GetConnectionStatusCommand,
  GetDocumentCommand,
  ListDocumentsCommand,
  ResumeSessionCommand,
  StartSessionCommand,
  TerminateSessionCommand,
  UpdateDocumentCommand,
} from "@aws-sdk/client-ssm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { IAM_TABLE, policyOf, type TableCall } from "../testing/iam-table";
import { loadAccountRoles } from "../testing/load-stack";
import {
  clients,
  type Keys,
  refusal,
  StandingClock,
  startTestAccount,
  type TestAccount,
} from "../testing/test-account";

const ISSUED = Date.parse("2026-03-14T09:55:00Z");
const INSIDE = Date.parse("2026-03-14T10:10:00Z");
const SHELL = {
  schemaVersion: "1.0",
  sessionType: "Standard_Stream",
  inputs: {
    cloudWatchLogGroupName: "/halligan/sessions",
    cloudWatchStreamingEnabled: true,
    maxSessionDuration: "60",
  },
};

/** The rows that say how they look on the wire, asked of the running sandbox with the real SDK. */
describe.each([
  { roles: "the seeded roles", prepare: async () => undefined, isNarrower: false },
  // They want a tag on the node as well, so that another policy may be the first to say no.
  { roles: "the roles of the templates", prepare: loadAccountRoles, isNarrower: true },
])("the table of request and answer, over the wire, under $roles", ({ prepare, isNarrower }) => {
  const clock = new StandingClock(ISSUED);
  const keys = new Map<string, Keys>();
  let account: TestAccount;
  let other: string;

  beforeAll(async () => {
    account = await startTestAccount({ clock });
    await prepare(account);
    const operator = clients(account.sandbox, account.operator).ssm;
    for (const name of [IAM_TABLE.documentName, IAM_TABLE.otherDocumentName, `${IAM_TABLE.documentName}0`]) {
      const Content = JSON.stringify({ ...SHELL, description: name });
      await operator.send(new CreateDocumentCommand({ Name: name, Content, DocumentType: "Session" }));
    }
    keys.set("", await account.target({ RoleSessionName: IAM_TABLE.roleSessionName }));
    for (const name of Object.keys(IAM_TABLE.sessionPolicies)) {
      const Policy = JSON.stringify(policyOf("sessionPolicies", name));
      keys.set(name, await account.target({ RoleSessionName: IAM_TABLE.roleSessionName, Policy }));
    }
    const others = clients(account.sandbox, await account.target({ RoleSessionName: "ses_0002" })).ssm;
    clock.at = INSIDE;
    other = await startShell(others);
  });
  afterAll(() => account.close());

  for (const row of IAM_TABLE.rows) {
    const { call } = row;
    if (!call || row.permissionsBoundary || row.identityPolicies.length !== 1) continue;
    it(`${row.name}: ${row.expected}`, async () => {
      clock.at = INSIDE;
      const credentials = keys.get(row.sessionPolicy ?? "") ?? account.operator;
      const region = call.operation === "StartSession" ? call.region : undefined;
      const { ssm } = clients(account.sandbox, credentials, region);
      const needsOwn = "session" in call && call.session === "own";
      const own = needsOwn ? await startShell(ssm) : "";
      clock.at = Date.parse(String(row.context["aws:CurrentTime"]));
      const answer = send(ssm, call, own, other);
      if (row.expected === "Allowed") {
        await expect(answer).resolves.toBeDefined();
        return;
      }
      const { code, message } = await refusal(answer);
      expect(code).toBe("AccessDeniedException");
      expect(message).toMatch(
        new RegExp(`no ${isNarrower ? "[a-z -]+" : row.deniedBy} allows the ${row.action} action$`),
      );
    });
  }
});

type Ssm = ReturnType<typeof clients>["ssm"];

async function startShell(ssm: Ssm): Promise<string> {
  const { SessionId } = await ssm.send(
    new StartSessionCommand({ Target: IAM_TABLE.nodeId, DocumentName: IAM_TABLE.documentName }),
  );
  return SessionId ?? "";
}

function send(ssm: Ssm, call: TableCall, own: string, other: string): Promise<unknown> {
  const Name = IAM_TABLE.documentName;
  switch (call.operation) {
    case "StartSession": {
      const named = call.documentName === undefined ? {} : { DocumentName: call.documentName };
      return ssm.send(new StartSessionCommand({ Target: call.target, ...named }));
    }
    case "ResumeSession":
      return ssm.send(new ResumeSessionCommand({ SessionId: call.session === "own" ? own : other }));
    case "TerminateSession":
      return ssm.send(new TerminateSessionCommand({ SessionId: call.session === "own" ? own : other }));
    case "DescribeSessions":
      return ssm.send(new DescribeSessionsCommand({ State: "Active" }));
    case "DescribeInstanceInformation":
      return ssm.send(new DescribeInstanceInformationCommand({}));
    case "ListDocuments":
      return ssm.send(new ListDocumentsCommand({}));
    case "GetDocument":
      return ssm.send(new GetDocumentCommand({ Name }));
    case "UpdateDocument":
      return ssm.send(
        new UpdateDocumentCommand({ Name, Content: JSON.stringify(SHELL), DocumentVersion: "$LATEST" }),
      );
    case "DeleteDocument":
      return ssm.send(new DeleteDocumentCommand({ Name }));
    case "GetConnectionStatus":
      return ssm.send(new GetConnectionStatusCommand({ Target: IAM_TABLE.nodeId }));
  }
}
