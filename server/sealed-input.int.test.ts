import { execFile } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Custodian, custodians } from "@/lib/recordings/sealed-input/testing/custodians";
import { openShell } from "@/server/testing/loop";
import { Rows } from "@/server/testing/rows";
import type { Terminal } from "@/server/testing/terminal";
import { Visitor } from "@/server/testing/visitor";
import { until } from "@/server/testing/waiting";
import { wholeDatabase } from "@/server/testing/whole-database";
import { inCheckout } from "../tools/checkout/checkout.mjs";
import { logsOf, startWorld, type World } from "../tools/world.mjs";

/** Typed where the node prints nothing, so that it stands nowhere but in the input. */
const HIDDEN = "correct-horse-battery-staple";
const REFUSED = "never-to-be-sent";

let world: World;
let rows: Rows;
let ana: Visitor;
let sessionId: string;
let terminal: Terminal;
let gil: Custodian;
let hana: Custodian;
/** What went to the shell, in order. */
let sent = "";
const at = (name: string) => join(world.folder, name);

beforeAll(async () => {
  [gil, hana] = (await custodians("Gil", "Hana")) as [Custodian, Custodian];
  world = await startWorld({
    settings: {
      INPUT_RECORDING: '{"staging":"kept"}',
      INPUT_RECIPIENTS: JSON.stringify([gil.recipient, hana.recipient]),
    },
  });
  for (const [name, { identity }] of Object.entries({ gil, hana }))
    writeFileSync(at(`${name}.txt`), `${identity}\n`);
  rows = new Rows(world);
  ana = await Visitor.signIn(world, "ana");
  ({ sessionId, terminal } = await openShell(ana));
}, 120_000);
afterAll(async () => {
  await rows?.close();
  await world?.stop();
});

function type(text: string): void {
  sent += text;
  terminal.type(text);
}

/** Asks without printing the answer, and says how long it was. */
async function answerHidden(text: string): Promise<void> {
  const from = terminal.end;
  type("stty -echo; echo si''lent; read -r answer; stty echo; echo has-$(printf %s \"$answer\" | wc -c)\r");
  await terminal.shows("silent\r\n", { from });
  type(`${text}\r`);
  await terminal.shows(`has-${text.length}`, { from });
}

/** The command line as it is built. */
async function halligan(args: string[], env: Record<string, string> = {}) {
  try {
    const { stdout, stderr } = await promisify(execFile)(
      process.execPath,
      [inCheckout("dist", "halligan.mjs"), ...args],
      {
        env: { NODE_ENV: "production", PATH: process.env.PATH ?? "", ...env },
      },
    );
    return { code: 0, said: stdout, error: stderr };
  } catch (error) {
    const { code, stdout, stderr } = error as { code: number; stdout: string; stderr: string };
    return { code, said: stdout, error: stderr };
  }
}

const epochs = () =>
  rows.all<{ epoch: number; sealed: number; keys: number }>(
    `select epoch, count(bytes)::int as sealed, count(*) filter (where get_byte(bytes, 0) = 1)::int as keys
     from recording_ranges where session_id = $1 and kind = 'i' group by epoch order by epoch`,
    [sessionId],
  );

describe("what is typed where the rule has it kept", () => {
  it("is said to whoever asks, in the obligations that they and the approver see", async () => {
    const { obligations } = await rows.one<{ obligations: object }>(
      "select g.obligations from grants g join sessions s on s.grant_id = g.id where s.id = $1",
      [sessionId],
    );
    expect(obligations).toMatchObject({ inputRecording: "kept" });
  });

  it("goes to the shell as ever, and is on record sealed, with one key for its gateway", async () => {
    await answerHidden(HIDDEN);
    expect(await epochs()).toEqual([
      { epoch: 1, sealed: expect.toSatisfy((count: number) => count > 1), keys: 1 },
    ]);
  });

  it("and could not be recorded is refused and never sent, and what follows is", async () => {
    const from = terminal.end;
    await rows.all("revoke insert on recording_ranges from halligan_gateway");
    try {
      terminal.type(`echo ${REFUSED}\r`);
      await terminal.hears("that keys were refused", ({ code }) => code === "INPUT_NOT_RECORDED");
    } finally {
      await rows.all("grant insert on recording_ranges to halligan_gateway");
    }
    await until("keys are taken again", 10_000, async () => {
      const told = terminal.told.length;
      terminal.type(" ");
      await new Promise((resolve) => setTimeout(resolve, 300));
      return terminal.told.slice(told).every(({ code }) => code !== "INPUT_NOT_RECORDED");
    });
    sent += " ";
    type("echo fo''llows\r");
    await terminal.shows("follows\r\n", { from });
    expect(terminal.textFrom(from)).not.toContain(REFUSED);
  });

  it("survives its gateway: killed, the next one seals with a key of its own", async () => {
    await world.kill("gateway");
    await terminal.ends();
    await world.start("gateway");
    terminal = await until("another gateway may take it", 30_000, async () => {
      const again = ana.open(sessionId);
      await until("it answers", 10_000, () => again.closed !== undefined || again.state?.state === "open");
      return again.closed ? false : again;
    });
    await terminal.ready();
    await answerHidden(`${HIDDEN}-again`);
    expect(await epochs()).toEqual([
      expect.objectContaining({ epoch: 1, keys: 1 }),
      expect.objectContaining({ epoch: 2, keys: 1 }),
    ]);
  }, 120_000);

  it("is refused with a sentence where nobody is left to seal it to, and goes on where there is again", async () => {
    const settings = {
      INPUT_RECORDING: '{"staging":"kept"}',
      INPUT_RECIPIENTS: JSON.stringify([gil.recipient, hana.recipient]),
    };
    await world.restart("gateway", { INPUT_RECORDING: "", INPUT_RECIPIENTS: "" });
    terminal = await ana.open(sessionId).ready();
    const from = terminal.end;
    terminal.type(`echo ${REFUSED}\r`);
    await terminal.hears("that keys can't be sealed", ({ code }) => code === "INPUT_NOT_SEALED");
    expect(terminal.textFrom(from)).not.toContain(REFUSED);
    await world.restart("gateway", settings);
    terminal = await ana.open(sessionId).ready();
    await answerHidden("at-last");
  }, 120_000);

  it("is in no row, in no log and in nothing that a browser was sent", async () => {
    const logs = logsOf(world).filter(({ name }) => /^(web|gateway|jobs)/.test(name));
    const text = [await wholeDatabase(rows), ...logs.map((log) => log.text), terminal.text].join("\n");
    expect(text).toContain(sessionId);
    for (const secret of [HIDDEN, REFUSED])
      for (const form of [
        secret,
        Buffer.from(secret).toString("hex"),
        Buffer.from(secret).toString("base64").slice(2, -4),
      ])
        expect.soft([form, text.includes(form)]).toEqual([form, false]);
  });

  it("is opened by two people from the session's evidence: what was sent, all of it, and nothing more", async () => {
    type("exit\r");
    await terminal.ends();
    const closed = "select from recordings where session_id = $1 and closed_at is not null";
    await until(
      "the recording is closed",
      30_000,
      async () => (await rows.all(closed, [sessionId])).length > 0,
    );
    const bundle = at("evidence.tar");
    const exported = await halligan(
      ["export-bundle", "--session", sessionId, "--out", bundle, "--reason", "Incident 4711"],
      world.env("gateway"),
    );
    expect(exported).toMatchObject({ code: 0 });
    const { key } = await rows.one<{ key: string }>("select key from audit_keys");
    writeFileSync(at("keys.txt"), `${key}\n`);
    const open = (...names: string[]) =>
      halligan([
        ...["open-input", bundle, "--key", at("keys.txt"), "--out", at(`${names.join("-")}.jsonl`)],
        ...names.flatMap((name) => ["--identity", at(`${name}.txt`)]),
      ]);
    expect(await open("gil")).toMatchObject({
      code: 1,
      error: expect.stringContaining("only Gil's key was given"),
    });
    expect(await open("gil", "hana")).toMatchObject({ code: 0 });
    const opened = readFileSync(at("gil-hana.jsonl"), "utf8")
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line) as { base64: string });
    expect(Buffer.concat(opened.map(({ base64 }) => Buffer.from(base64, "base64"))).toString()).toBe(sent);
  }, 120_000);
});

describe("a session whose keys are counted", () => {
  it("keeps none of them, though others do", async () => {
    for (const name of ["web", "gateway"] as const)
      await world.restart(name, { INPUT_RECORDING: '{"production":"kept"}' });
    const other = await openShell(await Visitor.signIn(world, "ben"));
    other.terminal.type("echo counted\r");
    await other.terminal.shows("counted\r\n");
    const { kept } = await rows.one<{ kept: number }>(
      "select count(bytes)::int as kept from recording_ranges where session_id = $1 and kind = 'i'",
      [other.sessionId],
    );
    expect(kept).toBe(0);
  });
});
