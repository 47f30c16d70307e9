import { CreateDocumentCommand, SSMClient } from "@aws-sdk/client-ssm";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { expectedDocument } from "@/lib/accounts/documents/session-document";
import { sessionDocumentSchema } from "@/lib/kernel/config/session-document";
import { createdSession, NODES } from "@/server/testing/loop";
import { holesIn, rangesOf, recordedBytes } from "@/server/testing/recorded";
import { Rows } from "@/server/testing/rows";
import type { Terminal } from "@/server/testing/terminal";
import { Visitor } from "@/server/testing/visitor";
import { until } from "@/server/testing/waiting";
import { startWorld, type World } from "../tools/world.mjs";

/** Sessions of an account whose document names a KMS key; one grant on one node, one session after the other. */
const region = "eu-west-1";
const LINES = 3_000;
const PRINTED = Array.from({ length: LINES }, (_, index) => `${index + 1}\r\n`).join("");
const PRINTING = `echo BE''GIN; for i in $(seq 1 ${LINES / 100}); do seq $((i*100-99)) $((i*100)); sleep 0.05; done; echo E''ND`;

let world: World;
let rows: Rows;
let ana: Visitor;
let keyArn: string;
let grantId: string;

beforeAll(async () => {
  world = await startWorld({
    processes: ["sandbox", "identity"],
    settings: { SANDBOX_UNHEARD_FRAMES: "50" },
  });
  const [core, ...others] = world.sandbox.accounts;
  const { keys } = (await world.sandbox.control("state")) as { keys: { arn: string }[] };
  keyArn = keys.find(({ arn }) => arn.includes(`:${region}:${core.accountId}:`))?.arn ?? "";
  const sessionDocument = { kmsKeyId: keyArn.slice(keyArn.indexOf("/") + 1) };
  const document = expectedDocument({
    logGroupName: String(core.logGroupName),
    sessionDocument: sessionDocumentSchema.parse(sessionDocument),
    osUsers: core.osUsers,
  });
  const credentials = world.sandbox.credentials.operator;
  if (!credentials) throw new TypeError("the sandbox has no operator");
  await new SSMClient({ region, endpoint: world.sandbox.endpoint, credentials }).send(
    new CreateDocumentCommand({
      ...{ Name: document.name, Content: document.content, DocumentType: "Session", DocumentFormat: "JSON" },
    }),
  );
  const accounts = [{ ...core, sessionDocument, documentName: document.name }, ...others];
  for (const name of ["jobs", "gateway", "web"] as const)
    await world.restart(name, { HALLIGAN_ACCOUNTS: JSON.stringify(accounts) });
  rows = new Rows(world);
  ana = await Visitor.signIn(world, "ana");
}, 180_000);
afterEach(async () => {
  await world.sandbox.control("key", { arn: keyArn, isEnabled: true });
  await world.sandbox.control("agent", { nodeId: NODES.ledger });
  await world.sandbox.control("calm", {});
});
afterAll(async () => {
  await rows?.close();
  await world?.stop();
});

async function newSession(): Promise<string> {
  if (grantId === undefined) {
    const made = await createdSession(ana, 1200);
    ({ grantId } = made);
    return made.sessionId;
  }
  const made = await ana.post<{ sessionId: string }>("/api/sessions/create", {
    grantId,
    nodeId: NODES.ledger,
  });
  return made.sessionId;
}

const rowOf = (sessionId: string) =>
  rows.one<{ state: string; reason: string | null; note: string | null; confirmed: boolean }>(
    `select state, end_reason as reason, end_note as note, end_confirmed_at is not null as confirmed
     from sessions where id = $1`,
    [sessionId],
  );
const keysKept = async (sessionId: string) =>
  (await rows.all("select from channel_keys where session_id = $1", [sessionId])).length;
const events = (sessionId: string, code: string) =>
  rows.all<{ data: Record<string, unknown> }>(
    "select data from audit_events where session_id = $1 and code = $2 and outcome = 'done'",
    [sessionId, code],
  );

/** Ended at AWS too, for that reason, and what a successor would need is gone. */
async function isOver(sessionId: string, reason: string, note?: string) {
  const row = await until(`${sessionId} is over`, 30_000, async () => {
    const found = await rowOf(sessionId);
    return found.confirmed && found;
  });
  expect(row).toMatchObject({ state: "ended", reason, ...(note === undefined ? {} : { note }) });
  expect(await keysKept(sessionId)).toBe(0);
}

describe("a shell whose session document names a KMS key", () => {
  it("opens, types and is recorded as any other, and goes on byte for byte after its gateway was killed", {
    timeout: 120_000,
  }, async () => {
    const sessionId = await newSession();
    let terminal: Terminal = await ana.open(sessionId).ready();
    const from = terminal.end;
    expect(await keysKept(sessionId)).toBe(1);
    const [event, ...more] = await events(sessionId, "session.encrypted");
    expect(event?.data).toMatchObject({ key: keyArn });
    expect(more).toEqual([]);
    // The key is in the gateway's memory: what becomes of it in KMS is no matter to an open shell.
    await world.sandbox.control("key", { arn: keyArn, isEnabled: false });
    terminal.type(`${PRINTING}\r`);
    await terminal.shows("500\r\n", { from });
    await world.kill("gateway");
    await terminal.ends();
    const before = terminal.bytes;
    expect(before.includes("END\r\n")).toBe(false);
    await world.start("gateway");
    // Nobody else can have the key while KMS gives it to nobody, and the person is told so.
    terminal = ana.open(sessionId, { after: terminal.end });
    const told = await terminal.hears(
      "that the key is awaited",
      ({ code }) => code === "CHANNEL_KEY_AWAITED",
    );
    expect(told.params).toEqual({ fault: "KEY_DISABLED" });
    await world.sandbox.control("key", { arn: keyArn, isEnabled: true });
    await terminal.hears("that it has the key", ({ code }) => code === "CHANNEL_KEY_GIVEN");
    await terminal.shows("END\r\n", { ms: 60_000 });
    await terminal.ready();
    const shown = Buffer.concat([before, terminal.bytes]);
    const recorded = await recordedBytes(rows, sessionId);
    expect(shown.equals(recorded.subarray(0, shown.length))).toBe(true);
    const output = recorded.subarray(from).toString("latin1");
    const begin = output.indexOf("BEGIN\r\n") + "BEGIN\r\n".length;
    expect(output.slice(begin, output.indexOf("END\r\n", begin))).toBe(PRINTED);
    expect(holesIn(await rangesOf(rows, sessionId, "o"))).toEqual([]);
    expect(await rangesOf(rows, sessionId, "g")).toEqual([]);
    expect(await events(sessionId, "session.encrypted")).toHaveLength(1);
    const last = terminal.end;
    terminal.type("echo al''ive\r");
    await terminal.shows("alive", { from: last });
    // Neither the key nor its ciphertext is in any log.
    const [kept] = await rows.all<{ text: string }>(
      "select encode(ciphertext, 'base64') as text from channel_keys where session_id = $1",
      [sessionId],
    );
    expect(world.log("gateway")).not.toContain(kept?.text.slice(0, 40) ?? "?");
    terminal.type("exit\r");
    await terminal.ends();
    await isOver(sessionId, "exited");
  });

  it.each([
    ["garbles", "ENCRYPTION_TAG_WRONG"],
    ["prints-in-clear", "ENCRYPTION_"],
  ])("is ended when its agent %s: what comes is neither shown nor recorded", async (fault, note) => {
    const sessionId = await newSession();
    const terminal = await ana.open(sessionId).ready();
    const { end } = terminal;
    await world.sandbox.control("agent", { nodeId: NODES.ledger, fault });
    terminal.type("echo for''ged\r");
    expect((await terminal.ends()).code).toBe(4010);
    expect(terminal.state).toMatchObject({ state: "ended", reason: "encryption-failed" });
    expect(String(terminal.state?.detail)).toContain(note);
    await isOver(sessionId, "encryption-failed");
    expect(terminal.end).toBe(end);
    expect(await recordedBytes(rows, sessionId)).toHaveLength(end);
  });

  it("does not open on a node that does not encrypt", async () => {
    await world.sandbox.control("agent", { nodeId: NODES.ledger, fault: "does-not-encrypt" });
    const sessionId = await newSession();
    const terminal = ana.open(sessionId);
    await terminal.ends();
    expect(terminal.state).toMatchObject({ reason: "encryption-failed", detail: "ENCRYPTION_NOT_OFFERED" });
    expect(terminal.end).toBe(0);
    await isOver(sessionId, "encryption-failed", "ENCRYPTION_NOT_OFFERED");
    expect(await recordedBytes(rows, sessionId)).toHaveLength(0);
  });

  it.each([
    ["KEY_DISABLED", () => world.sandbox.control("key", { arn: keyArn, isEnabled: false })],
    [
      "KEY_DENIED",
      () =>
        world.sandbox.control("fail", {
          ...{ action: "kms:GenerateDataKey", code: "AccessDenied", message: "denied by the key's policy" },
        }),
    ],
  ])("does not open where KMS makes no key for it: %s", async (note, arrange) => {
    await arrange();
    const sessionId = await newSession();
    const terminal = ana.open(sessionId);
    await terminal.ends();
    expect(terminal.state).toMatchObject({ reason: "encryption-failed", detail: note });
    expect(terminal.end).toBe(0);
    await isOver(sessionId, "encryption-failed", note);
  });
});
