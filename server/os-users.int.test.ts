import { GetRoleCommand, IAMClient, UpdateAssumeRolePolicyCommand } from "@aws-sdk/client-iam";
import { CreateDocumentCommand, SSMClient } from "@aws-sdk/client-ssm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { expectedDocument } from "@/lib/accounts/documents/session-document";
import { accountSchema } from "@/lib/kernel/config/account";
import { verify } from "@/server/testing/evidence";
import { ask, NODES, openShell } from "@/server/testing/loop";
import { Rows } from "@/server/testing/rows";
import type { Terminal } from "@/server/testing/terminal";
import { Visitor } from "@/server/testing/visitor";
import { until } from "@/server/testing/waiting";
import { startWorld, type World } from "../tools/world.mjs";

let world: World;
let rows: Rows;
let ana: Visitor;
let ben: Visitor;
beforeAll(async () => {
  world = await startWorld();
  rows = new Rows(world);
  ana = await Visitor.signIn(world, "ana");
  ben = await Visitor.signIn(world, "ben");
});
afterAll(async () => {
  await rows?.close();
  await world?.stop();
});

/** Access to payments-api-2 as somebody, approved as somebody, and its shell. */
async function shellAs(osUser: string, given?: string): Promise<{ sessionId: string; terminal: Terminal }> {
  const { requestId, requestHash } = await ask(ana, NODES.payments, 600, osUser);
  const narrowed = given === undefined ? {} : { osUser: given };
  const decision = { requestId, version: 1, requestHash, verdict: "approve", ...narrowed };
  const { grantId } = await ben.post<{ grantId: string }>("/api/requests/decide", decision);
  const { sessionId } = await ana.post<{ sessionId: string }>("/api/sessions/create", {
    ...{ grantId, nodeId: NODES.payments },
  });
  return { sessionId, terminal: ana.open(sessionId) };
}

describe("a shell", () => {
  it("is the least user's where nobody was chosen: whoami says so, and sudo lets nothing happen", async () => {
    const { terminal, sessionId } = await openShell(ana);
    terminal.type("echo as-$(whoami); sudo id -u; echo over-$((40+2))\r");
    const shown = await terminal.shows("over-42");
    expect(shown).toContain("as-reader\r\n");
    expect(shown).toContain("reader is not in the sudoers file.");
    terminal.type("exit\r");
    await terminal.ends();
    const logged = await until("the agent's log", 20_000, async () => {
      const found = await rows.all<{ message: string }>(
        "select message from agent_log_events where session_id = $1 order by position",
        [sessionId],
      );
      return found[0]?.message;
    });
    expect(JSON.parse(logged)).toMatchObject({ runAsUser: "reader" });
  });

  it("is a lesser user's than was asked for where the approver left that one", async () => {
    const { terminal } = await shellAs("operator", "reader");
    await terminal.ready();
    terminal.type("echo as-$(whoami)\r");
    await terminal.shows("as-reader\r\n");
    terminal.type("exit\r");
    await terminal.ends();
    // The rows and the events that speak of them agree, the user among what is hashed.
    expect(await verify(world)).toMatchObject({ code: 0 });
  });

  it("of a user that the node does not have ends at once, and its page says why in AWS's words", async () => {
    await letBe("nobody-here");
    const { terminal, sessionId } = await shellAs("nobody-here");
    await terminal.ends();
    const page = await ana.get(`${world.portalOrigin}/sessions/${sessionId}`);
    expect(page.body).toContain("RunAs user nobody-here does not exist");
  });
});

/** The account names one user only, its trust allows it, and there is a document that runs as them. */
async function letBe(osUser: string): Promise<void> {
  const [first, ...others] = world.sandbox.accounts;
  const account = accountSchema.parse({ ...first, osUsers: [osUser] });
  const { name, content } = expectedDocument(account);
  const connection = {
    ...{ endpoint: world.sandbox.endpoint, region: world.sandbox.region },
    credentials: world.sandbox.credentials.operator ?? { accessKeyId: "", secretAccessKey: "" },
  };
  await new SSMClient(connection).send(
    new CreateDocumentCommand({
      Name: name,
      Content: content,
      DocumentType: "Session",
      DocumentFormat: "JSON",
    }),
  );
  const iam = new IAMClient(connection);
  const { Role } = await iam.send(new GetRoleCommand({ RoleName: "HalliganTarget" }));
  const trust = decodeURIComponent(Role?.AssumeRolePolicyDocument ?? "");
  await iam.send(
    new UpdateAssumeRolePolicyCommand({
      RoleName: "HalliganTarget",
      PolicyDocument: trust.replace('"reader"', `"reader","${osUser}"`),
    }),
  );
  const HALLIGAN_ACCOUNTS = JSON.stringify([{ ...first, osUsers: [osUser], documentName: name }, ...others]);
  for (const process of ["web", "gateway", "jobs"] as const)
    await world.restart(process, { HALLIGAN_ACCOUNTS });
}
