import { posix } from "node:path";
import { appendEvent } from "@/lib/audit/append-event";
import { contentOf } from "@/lib/audit/row-content";
import { type ObjectAddress, type ObjectFacts, readObject, readObjectFacts } from "@/lib/aws/objects/objects";
import { inTransaction, reading } from "@/lib/db/client";
import type { SystemActor } from "@/lib/kernel/actor";
import type { AccountConfig } from "@/lib/kernel/config/config";
import { markUngraded } from "@/lib/sessions/grades-store";
import type { AlarmKind } from "../grading/views";
import type { EvidenceSession } from "../store";
import { findObjects, insertChunk, insertObject, lockForIntake } from "./store";

/** More of one object is not kept, and the row says so: the node decides how large it is. */
export const MOST_OBJECT_BYTES = 256 * 1024 * 1024;
const CHUNK_BYTES = 256 * 1024;

/** Where the agent puts a session's text: its file's name has no colons. */
export function logObjectKey(prefix: string | undefined, awsSessionId: string): string {
  return posix.join(prefix ?? "", `${awsSessionId.replaceAll(":", "")}.log`);
}

/**
 * Fetches the text that a session's agent put into S3, when the account's session document names a bucket. Another
 * content under the same key is fetched beside the one that is kept: neither takes the other's place.
 * @returns how many contents were new, and whether one that was fetched before is gone or was replaced
 * @throws AppError AWS_*
 */
export async function fetchObject(
  actor: SystemActor,
  account: AccountConfig,
  session: EvidenceSession & { awsSessionId: string },
): Promise<{ added: number; alarms: AlarmKind[] }> {
  const { s3Bucket: bucket, s3Prefix } = account.sessionDocument;
  if (bucket === undefined || session.endedAt === null) return { added: 0, alarms: [] };
  const { id: sessionId, region } = session;
  const address = { account, region, bucket, key: logObjectKey(s3Prefix, session.awsSessionId) };
  const known = await findObjects(reading(), sessionId);
  const facts = await readObjectFacts(address);
  if (!facts) return { added: 0, alarms: known.length > 0 ? ["object-deleted"] : [] };
  const version = `${facts.versionId ?? "-"} ${facts.etag.replaceAll('"', "")}`.slice(0, 1_100);
  if (known.some((object) => object.version === version))
    return { added: 0, alarms: known[0]?.version === version ? [] : ["object-replaced"] };
  const keptBytes = await keepChunks(address, facts, { sessionId, version });
  await inTransaction(async (tx) => {
    if (!(await lockForIntake(tx, sessionId))) return;
    const row = { sessionId, version, bucket, key: address.key, modifiedAt: facts.modifiedAt };
    const size = Math.max(facts.size, keptBytes);
    if (!(await insertObject(tx, { ...row, size: BigInt(size), keptBytes: BigInt(keptBytes) }))) return;
    await markUngraded(tx, sessionId);
    await appendEvent(tx, {
      code: "evidence.object-kept",
      actor,
      subject: { sessionId },
      data: {
        ...{ version, bucket, key: address.key, size, keptBytes },
        ...(await contentOf(tx, "log-object", `${sessionId} ${version}`)),
      },
    });
  });
  return { added: 1, alarms: known.length > 0 ? ["object-replaced"] : [] };
}

/** Piece by piece, each committed: reading that breaks off is begun again, and pieces that are there are the same. */
async function keepChunks(
  address: ObjectAddress,
  facts: ObjectFacts,
  of: { sessionId: string; version: string },
): Promise<number> {
  let number = 0;
  let kept = 0;
  const keep = async (bytes: Buffer) => {
    const chunk = { ...of, number, bytes: Uint8Array.from(bytes) };
    await inTransaction(async (tx) => {
      if (await lockForIntake(tx, of.sessionId)) await insertChunk(tx, chunk);
    });
    number += 1;
    kept += bytes.length;
  };
  let waiting: Buffer = Buffer.alloc(0);
  for await (const piece of readObject(address, facts)) {
    waiting = Buffer.concat([waiting, piece]);
    while (waiting.length >= CHUNK_BYTES && kept < MOST_OBJECT_BYTES) {
      await keep(waiting.subarray(0, CHUNK_BYTES));
      waiting = waiting.subarray(CHUNK_BYTES);
    }
    if (kept >= MOST_OBJECT_BYTES) return kept;
  }
  if (waiting.length > 0) await keep(waiting);
  return kept;
}
