import { appendFileSync, copyFileSync, mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { inTransaction } from "@/lib/db/client";
import { openTestDatabase, type TestDatabase } from "@/lib/db/testing/database";
import type { SystemActor } from "@/lib/kernel/actor";
import { appendEvent } from "../append-event";
import { sealDue } from "../sealing/seal-batch";
import { verifyAudit } from "../verify/verify-audit";
import { anchorFile, readAnchorFile } from "./anchor-file";
import { anchorHead } from "./anchor-head";
import { signerOf } from "./note";

const jobs: SystemActor = { kind: "system", name: "jobs", origin: "test" };
const signer = signerOf("portal.example/audit", Buffer.alloc(32, 7).toString("base64"));
let database: TestDatabase;
let folder: string;
let path: string;

beforeAll(async () => {
  database = await openTestDatabase();
  await database.as("jobs");
  folder = mkdtempSync(join(tmpdir(), "halligan-anchor-"));
  path = join(folder, "anchors.txt");
});
afterAll(async () => {
  rmSync(folder, { recursive: true, force: true });
  await database.close();
});

async function write(): Promise<void> {
  await inTransaction((tx) =>
    appendEvent(tx, { code: "node.found", actor: jobs, subject: { nodeId: "i-1" } }),
  );
  await sealDue();
}

async function verify() {
  const report = await verifyAudit(database.urls.jobs, { anchors: await readAnchorFile(path) });
  return { ...report.heads, faults: report.faults.map(({ step, code }) => `${step} ${code}`) };
}

it("a head is signed and anchored when the log has grown, and verified with the rest", async () => {
  await anchorHead(signer, anchorFile(path));
  expect(() => statSync(path)).toThrow();
  await write();
  await anchorHead(signer, anchorFile(path));
  await anchorHead(signer, anchorFile(path));
  await write();
  await anchorHead(signer, anchorFile(path));
  expect(await verify()).toMatchObject({ faults: [], heads: 2, anchors: 2, keys: [signer.key.text] });
  expect(statSync(path).mode & 0o077).toBe(0);
});

it("an anchor that can't be reached loses nothing: the next head is anchored when it can", async () => {
  await write();
  const failing = () => Promise.reject(new Error("no space"));
  await expect(anchorHead(signer, failing)).rejects.toThrow("no space");
  expect(await verify()).toMatchObject({ faults: [], heads: 2, anchors: 2 });
  await anchorHead(signer, anchorFile(path));
  expect(await verify()).toMatchObject({ faults: [], heads: 3, anchors: 3 });
});

it("a process that was killed between anchor and database leaves nothing that is a fault", async () => {
  await write();
  await anchorHead(signer, async (note) => {
    await anchorFile(path)(note);
    throw new Error("killed");
  }).catch(() => undefined);
  await anchorHead(signer, anchorFile(path));
  expect(await verify()).toMatchObject({ faults: [], heads: 4, anchors: 5 });
});

it("what was cut off, with links and heads, is found by the anchor, and a damaged anchor is named", async () => {
  const kept = join(folder, "kept.txt");
  copyFileSync(path, kept);
  appendFileSync(path, "\n\n\nhalf a no");
  expect((await verify()).faults).toEqual(["anchors unsigned"]);
  writeFileSync(path, "");
  expect((await verify()).faults).toEqual([
    "anchors removed",
    "anchors removed",
    "anchors removed",
    "anchors removed",
  ]);
  copyFileSync(kept, path);
  await database.asSuperuser(async (client) => {
    await client.query("set session_replication_role = replica");
    await client.query(
      "delete from audit_events where id in (select event_id from audit_links where batch_number > 2)",
    );
    await client.query("delete from audit_links where batch_number > 2");
    await client.query("delete from audit_batches where number > 2");
    await client.query("delete from audit_heads where size > 2");
  });
  // Three anchored heads, and the log's subtrees, say that there was more.
  const removed = ["anchors removed", "anchors removed", "anchors removed"];
  expect((await verify()).faults).toEqual(["tree inserted", ...removed]);
  await database.asSuperuser(async (client) => {
    await client.query("set session_replication_role = replica");
    await client.query('delete from audit_tree_nodes where level > 1 or "index" > 0');
  });
  expect((await verify()).faults).toEqual(removed);
});
