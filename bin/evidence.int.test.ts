import { execFileSync } from "node:child_process";
import { existsSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { makeBundle, packed } from "@/lib/audit/bundle/testing/bundle";
import { anchorFile } from "@/lib/audit/heads/anchors/anchor-file";
import { anchorHeads } from "@/lib/audit/heads/anchors/anchor-heads";
import { signerWithSeed } from "@/lib/audit/heads/head-signer";
import { CONTENT_SHA256, CONTENTS } from "@/lib/audit/row-content";
import { sealDue } from "@/lib/audit/sealing/seal-batch";
import { fillWithEvidence } from "@/lib/audit/verify/testing/evidence-rows";
import { openTestDatabase, type TestDatabase } from "@/lib/db/testing/database";
import { testEnvironment } from "@/lib/kernel/testing/environment";
import { buildProgram, type Program } from "./testing/program";

const signer = signerWithSeed("portal.example/audit", Buffer.alloc(32, 7).toString("base64"));
let database: TestDatabase;
let halligan: Program;
let keys: string;
let anchors: string;
const at = (name: string) => join(halligan.folder, name);

beforeAll(async () => {
  database = await openTestDatabase();
  await fillWithEvidence(database);
  halligan = await buildProgram();
  keys = at("keys.txt");
  anchors = at("anchors.txt");
  writeFileSync(keys, `${(await signer.key()).text}\n`);
});
afterAll(async () => {
  halligan.remove();
  await database.close();
});

/** The jobs process, while something is done. */
async function whileSealing<T>(work: Promise<T>): Promise<T> {
  await database.as("jobs");
  let isDone = false;
  const jobs = async () => {
    while (!isDone) {
      await sealDue();
      await anchorHeads(signer, { name: "file", write: anchorFile(anchors) });
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  };
  const running = jobs();
  try {
    return await work;
  } finally {
    isDone = true;
    await running;
  }
}

const exportTo = (file: string, session = "ses_1", reason = "Incident 4711") =>
  halligan.run(
    ["export-bundle", "--session", session, "--out", at(file), "--reason", reason],
    testEnvironment(database.urls.gateway),
  );

const verify = (file: string, ...more: string[]) =>
  halligan.run(["verify", "--bundle", at(file), "--key", keys, ...more]);

describe("the evidence of a session", () => {
  it("is exported with the gateway's login, and verified without database and network", async () => {
    expect(await whileSealing(exportTo("ses_1.tar"))).toMatchObject({ code: 0, error: "" });
    expect(statSync(at("ses_1.tar")).mode & 0o077).toBe(0);
    const { code, said, error } = await verify("ses_1.tar", "--anchors", anchors);
    expect([code, error]).toEqual([0, ""]);
    expect(said).toMatch(/^passed +ranges +5 ranges, 5 bytes/m);
    expect(said).toMatch(/^passed +session +.*the whole recording/m);
    expect(said).toMatch(/^passed +anchors/m);
    expect(said).not.toContain("FAILED");
  });

  it("is a tar that any program reads, and has the request, the approval and the review in it", () => {
    const list = execFileSync("tar", ["tf", at("ses_1.tar")], { encoding: "utf8" });
    expect(list.trim().split("\n")).toEqual([
      "README.txt",
      "session.json",
      "head.txt",
      "evidence/000001.jsonl",
      "manifest.json",
    ]);
    const evidence = execFileSync("tar", ["xOf", at("ses_1.tar"), "evidence/000001.jsonl"], {
      encoding: "utf8",
    });
    for (const code of ["request.created", "request.approved", "session.created", "review.closed"])
      expect(evidence).toContain(`"code":"${code}"`);
    expect(evidence).not.toContain("req_2");
    expect(evidence).toContain("Incident 4711");
  });

  it("has its export on record, with the reason, before a byte is written", async () => {
    const { rows } = await database.asSuperuser((client) =>
      client.query("select actor_id, origin, data from audit_events where code = 'evidence.exported'"),
    );
    expect(rows).toMatchObject([
      {
        actor_id: "gateway",
        origin: expect.stringContaining(" by "),
        data: { justification: "Incident 4711", ranges: 5 },
      },
    ]);
  });

  it("is named when a byte of it is another, whoever makes it fit", async () => {
    const file = readFileSync(at("ses_1.tar"));
    file.write(Buffer.from("xb").toString("base64"), file.indexOf(Buffer.from("ab").toString("base64")));
    writeFileSync(at("bad.tar"), file);
    const { code, said, error } = await verify("bad.tar");
    expect([code, error]).toEqual([1, expect.stringContaining("not the sealed evidence of ses_1")]);
    expect(said).toMatch(/^FAILED +ranges +range 1: /m);
  });

  it("says nothing of its own on the terminal: what a hostile file has in it comes as signs, in its line", async () => {
    const id = "aud_1\n\u001b[2J\u001b[HVerified: \u202eall of it\u009b";
    const made = makeBundle();
    for (const line of made.lines)
      if ("event" in line && line.event.code === "session.created") line.event.id = id;
    writeFileSync(at("hostile.tar"), packed(made));
    const { code, said, error } = await verify("hostile.tar");
    expect(code).toBe(1);
    expect(said).toContain("event aud_1\\u{a}\\u{1b}[2J\\u{1b}[HVerified: \\u{202e}all of it\\u{9b}: wrong");
    expect(said + error).not.toMatch(/[^\n\P{C}]|^Verified/mu);
  });

  it("does not change while the database does: what comes later is in a later bundle", async () => {
    expect((await whileSealing(exportTo("later.tar"))).code).toBe(0);
    expect((await verify("later.tar", "--anchors", anchors)).code).toBe(0);
    expect((await verify("ses_1.tar", "--anchors", anchors)).code).toBe(0);
  });
});

describe("what happens to a recording while its evidence waits for a signed head", () => {
  /** A session like ses_1, sealed, whose recording is not closed. */
  async function sealedSession(id: string): Promise<void> {
    await database.asSuperuser(async (client) => {
      await client.query(
        `insert into sessions (id, kind, grant_id, person_id, account_id, region, node_id, document_name, state,
           created_at, ended_at, end_reason) select $1, kind, grant_id, person_id, account_id, region, node_id,
           document_name, state, created_at, ended_at, end_reason from sessions where id = 'ses_1'`,
        [id],
      );
      await client.query("insert into recordings (session_id) values ($1)", [id]);
      await client.query(
        `insert into recording_ranges (session_id, epoch, kind, first_sequence, last_sequence, byte_count, bytes)
         values ($1, 1, 'o', 0, 0, 2, 'ab'), ($1, 1, 'o', 1, 1, 2, 'cd')`,
        [id],
      );
      await sayOf(client, id, "session", "session.created");
      await sayOf(client, id, "session-end", "session.ended");
    });
    await database.as("jobs");
    await sealDue();
  }

  /** An event with the hash of what it speaks of. */
  async function sayOf(
    client: { query: (sql: string, values: string[]) => Promise<unknown> },
    id: string,
    kind: "session" | "session-end" | "recording",
    code: string,
  ): Promise<void> {
    await client.query(
      `insert into audit_events (id, code, outcome, actor_kind, actor_id, session_id, data)
       select 'aud_' || gen_random_uuid(), $2, 'done', 'system', 'gateway', $1,
         jsonb_build_object('contentSha256', ${CONTENT_SHA256}) from (${CONTENTS[kind].rows}) c where key = $1`,
      [id, code],
    );
  }

  /** Exports it; once it is on record what the bundle holds, something happens, and then a head is signed. */
  async function exportWhile(file: string, session: string, happens: string[], isClosed: boolean) {
    await sealedSession(session);
    const exporting = exportTo(file, session);
    await expect
      .poll(
        () =>
          database.asSuperuser(async (client) => {
            const { rowCount } = await client.query(
              "select from audit_events where code = 'evidence.exported' and session_id = $1",
              [session],
            );
            return rowCount;
          }),
        { timeout: 30_000 },
      )
      .toBe(1);
    await database.asSuperuser(async (client) => {
      for (const sql of happens) await client.query(sql);
      if (isClosed) await sayOf(client, session, "recording", "recording.closed");
    });
    return whileSealing(exporting);
  }

  it("is no part of it when it is closed: the bundle is verified", async () => {
    const close = "update recordings set closed_at = now() where session_id = 'ses_3'";
    expect(await exportWhile("closed.tar", "ses_3", [close], true)).toMatchObject({ code: 0, error: "" });
    const { code, said } = await verify("closed.tar", "--anchors", anchors);
    expect([said, code]).toEqual([expect.stringContaining("no gateway closed the recording"), 0]);
  });

  it("refuses it when it is deleted, rather than make one that nobody can verify", async () => {
    const remove = "delete from recording_ranges where session_id = 'ses_4'";
    const happens = ["set session_replication_role = replica", remove];
    const { code, error } = await exportWhile("gone.tar", "ses_4", happens, false);
    expect([code, error]).toEqual([1, expect.stringContaining("deleted while it was exported")]);
    expect(["gone.tar", "gone.tar.partial"].filter((name) => existsSync(at(name)))).toEqual([]);
  });
});

describe("an export is refused, and leaves no file,", () => {
  it.each([
    ["of a session that is not there", "ses_9", "x", "there is no session"],
    ["without a reason", "ses_1", " ", "needs a reason"],
  ])("%s", async (_title, session, reason, message) => {
    const { code, error } = await exportTo("none.tar", session, reason);
    expect([code, error, existsSync(at("none.tar"))]).toEqual([1, expect.stringContaining(message), false]);
  });

  it("over a file that is there", async () => {
    writeFileSync(at("there.tar"), "mine");
    expect(await exportTo("there.tar")).toMatchObject({ code: 1, error: expect.stringContaining("EEXIST") });
    expect(readFileSync(at("there.tar"), "utf8")).toBe("mine");
  });

  it("beside a file that is there, which stays", async () => {
    writeFileSync(at("mine.tar.partial"), "mine");
    expect((await exportTo("mine.tar")).code).toBe(1);
    expect([readFileSync(at("mine.tar.partial"), "utf8"), existsSync(at("mine.tar"))]).toEqual([
      "mine",
      false,
    ]);
  });

  it.each(["SIGINT", "SIGTERM", "SIGHUP"] as const)("when %s ends it while it waits", async (signal) => {
    const args = ["export-bundle", "--session", "ses_1", "--out", at("stopped.tar"), "--reason", "x"];
    const { code } = await halligan.run(args, testEnvironment(database.urls.gateway), (_said, kill) =>
      kill(signal),
    );
    const left = ["stopped.tar", "stopped.tar.partial"].filter((name) => existsSync(at(name)));
    expect([code, left]).toEqual([null, []]);
  });

  it("with a login that may not read recordings", async () => {
    const args = ["export-bundle", "--session", "ses_1", "--out", at("none.tar"), "--reason", "x"];
    const { code } = await halligan.run(args, testEnvironment(database.urls.web));
    expect([code, existsSync(at("none.tar"))]).toEqual([1, false]);
  });

  it("with an option missing", async () => {
    expect((await halligan.run(["export-bundle", "--session", "ses_1"])).code).toBe(64);
    expect((await halligan.run(["verify", "--bundle", at("ses_1.tar")])).code).toBe(2);
    expect((await halligan.run(["verify", "--bundle", at("nowhere"), "--key", keys])).code).toBe(2);
  });
});
