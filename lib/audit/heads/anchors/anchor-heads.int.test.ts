import { appendFileSync, copyFileSync, mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { inTransaction } from "@/lib/db/client";
import { openTestDatabase, type TestDatabase } from "@/lib/db/testing/database";
import type { SystemActor } from "@/lib/kernel/actor";
import { appendEvent } from "../../append-event";
import { sealDue } from "../../sealing/seal-batch";
import { verifyAudit } from "../../verify/verify-audit";
import { signerWithSeed } from "../head-signer";
import { anchorFile } from "./anchor-file";
import { anchorHeads, type WriteAnchor } from "./anchor-heads";
import { readAnchorHealth, useAnchors } from "./anchor-store";
import { readAnchors } from "./read-anchors";

const jobs: SystemActor = { kind: "system", name: "jobs", origin: "test" };
const signer = signerWithSeed("portal.example/audit", Buffer.alloc(32, 7).toString("base64"));
let database: TestDatabase;
let folder: string;
let path: string;

beforeAll(async () => {
  database = await openTestDatabase();
  await database.as("jobs");
  await inTransaction((tx) => useAnchors(tx, ["file"]));
  folder = mkdtempSync(join(tmpdir(), "halligan-anchor-"));
  path = join(folder, "anchors.txt");
});
afterAll(async () => {
  rmSync(folder, { recursive: true, force: true });
  await database.close();
});

const anchor = (write: WriteAnchor) => anchorHeads(signer, { name: "file", write });

async function write(): Promise<void> {
  await inTransaction((tx) =>
    appendEvent(tx, { code: "node.found", actor: jobs, subject: { nodeId: "i-1" } }),
  );
  await sealDue();
}

async function verify() {
  const report = await verifyAudit(database.urls.jobs, { anchors: () => readAnchors(path) });
  return { ...report.heads, faults: report.faults.map(({ step, code }) => `${step} ${code}`) };
}

it("a head is signed and anchored when the log has grown, and verified with the rest", async () => {
  await anchor(anchorFile(path));
  expect(() => statSync(path)).toThrow();
  await write();
  await anchor(anchorFile(path));
  await anchor(anchorFile(path));
  await write();
  await anchor(anchorFile(path));
  expect(await verify()).toMatchObject({
    faults: [],
    heads: 2,
    anchors: 2,
    keys: [(await signer.key()).text],
  });
  expect(statSync(path).mode & 0o077).toBe(0);
});

it("an anchor that can't be reached loses nothing: the next head is anchored when it can", async () => {
  await write();
  const failing = () => Promise.reject(Object.assign(new Error("no space"), { code: "ENOSPC" }));
  await expect(anchor(failing)).rejects.toThrow("no space");
  expect(await inTransaction(readAnchorHealth)).toMatchObject([{ name: "file", failure: "ENOSPC" }]);
  expect(await verify()).toMatchObject({ faults: [], heads: 2, anchors: 2 });
  await anchor(anchorFile(path));
  expect(await verify()).toMatchObject({ faults: [], heads: 3, anchors: 3 });
});

it("a process that was killed between anchor and database leaves nothing that is a fault", async () => {
  await write();
  await anchor(async (note) => {
    await anchorFile(path)(note);
    throw new Error("killed");
  }).catch(() => undefined);
  await anchor(anchorFile(path));
  expect(await verify()).toMatchObject({ faults: [], heads: 4, anchors: 5 });
});

it("what is anchored while the anchor is read is no fault", async () => {
  const anchors = async () => {
    const read = await readAnchors(path);
    await write();
    await anchor(anchorFile(path));
    return read;
  };
  const { faults } = await verifyAudit(database.urls.jobs, { anchors });
  expect(faults).toEqual([]);
});

it("what was cut off, with links and heads, is found by the anchor, and a damaged anchor is named", async () => {
  const kept = join(folder, "kept.txt");
  copyFileSync(path, kept);
  appendFileSync(path, "\n\n\nhalf a no");
  expect((await verify()).faults).toEqual(["anchors unsigned"]);
  writeFileSync(path, "");
  expect((await verify()).faults).toEqual([
    ...["anchors removed", "anchors removed", "anchors removed"],
    ...["anchors removed", "anchors removed"],
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
  // Four anchored heads, and the log's subtrees, say that there was more.
  const removed = Array.from({ length: 4 }, () => "anchors removed");
  expect((await verify()).faults).toEqual(["tree inserted", ...removed]);
  await database.asSuperuser(async (client) => {
    await client.query("set session_replication_role = replica");
    await client.query('delete from audit_tree_nodes where level > 1 or "index" > 0');
  });
  expect((await verify()).faults).toEqual(removed);
});
