import { createHash } from "node:crypto";
import { appendEvent } from "@/lib/audit/append-event";
import type { Statement } from "@/lib/audit/bundle/format";
import { readHashes } from "@/lib/audit/merkle/log-tree";
import { consistencyStretches, placesOf, proofOf } from "@/lib/audit/merkle/proofs";
import { inTransaction, reading, type Tx } from "@/lib/db/client";
import type { Actor } from "@/lib/kernel/actor";
import { AppError } from "@/lib/kernel/errors";
import { newId } from "@/lib/kernel/ids";
import { storable } from "@/lib/kernel/text";
import { bundleLines } from "./bundle-lines";
import {
  findBatchOf,
  findContent,
  findEventHashes,
  findExportable,
  findHeads,
  findLastBatch,
  type HeadPair,
  isClosingSealed,
  sumRanges,
} from "./bundle-store";
import { type BundleContent, writeBundle } from "./write-bundle";

const PAGE = 1_000;
const LONGEST_REASON = 1_000;

/** How it waits for the sealer and for the next signed head, in milliseconds. */
export interface Waiting {
  everyMs: number;
  mostMs: number;
}

/** It is on record that a session's evidence is exported, and what belongs to it. */
export interface BegunBundle {
  /** Of that record. */
  eventId: string;
  /** The last batch of which it holds what is of the session. */
  throughBatch: number;
}

/**
 * Exports the evidence of one session: its unmasked recording and its audit events, with the proofs that they are in the
 * signed log. That it is exported, why, and what belongs to it is an audit event. That event is in the bundle and under
 * its head, so whoever verifies it sees that nothing was left out.
 * @returns the file, piece by piece
 * @throws AppError what `beginBundle` and `readBundle` throw
 */
export async function exportBundle(
  actor: Actor,
  about: { sessionId: string; reason: string },
  waiting: Waiting,
): Promise<AsyncGenerator<Uint8Array>> {
  return readBundle(about.sessionId, await beginBundle(actor, about, waiting), waiting);
}

/**
 * Puts on record that a session's evidence is exported, why, and what belongs to it, once all of it is sealed.
 * @throws AppError REASON_MISSING; NOT_FOUND; SESSION_STILL_OPEN; RECORDING_MISSING; EVIDENCE_UNSEALED when a part of it
 *   is in no batch within the time
 */
export async function beginBundle(
  actor: Actor,
  { sessionId, reason }: { sessionId: string; reason: string },
  waiting: Waiting,
): Promise<BegunBundle> {
  const why = storable(reason).trim().slice(0, LONGEST_REASON);
  if (why === "") throw new AppError("REASON_MISSING", "an export of evidence needs a reason");
  const nodeId = await untilSealed(sessionId, waiting);
  const eventId = newId("auditEvent");
  return inTransaction(async (tx) => {
    const statement = await stateContent(tx, sessionId);
    await appendEvent(tx, {
      ...{ id: eventId, code: "evidence.exported", actor, subject: { sessionId, nodeId } },
      data: { justification: why, ...statement },
    });
    return { eventId, throughBatch: statement.throughBatch };
  });
}

/**
 * The file, once a signed head covers the record of its export.
 * @returns it, piece by piece
 * @throws AppError NOT_FOUND; EVIDENCE_UNSEALED when no head does within the time; TOO_LARGE. While it is read:
 *   RECORDING_DELETED when it was deleted since it was stated what it holds
 */
export async function readBundle(
  sessionId: string,
  { eventId, throughBatch }: BegunBundle,
  waiting: Waiting,
): Promise<AsyncGenerator<Uint8Array>> {
  const heads = await until(waiting, "no signed head covers it yet", () => findHeadsOver(eventId));
  return writeBundle(await contentOf(sessionId, { through: throughBatch, eventId, heads }));
}

/** @returns undefined: no signed head covers the event yet */
export async function findHeadsOver(eventId: string): Promise<(HeadPair & { batch: number }) | undefined> {
  const batch = await findBatchOf(reading(), eventId);
  const found = batch === undefined ? undefined : await findHeads(reading(), batch);
  return batch !== undefined && found ? { batch, ...found } : undefined;
}

/** @returns the session's node */
async function untilSealed(sessionId: string, waiting: Waiting): Promise<string> {
  return until(waiting, `a part of ${sessionId} is not sealed yet`, async () => {
    const found = await findExportable(reading(), sessionId);
    if (!found) throw new AppError("NOT_FOUND", `there is no session ${sessionId}`);
    if (!found.isOver) throw new AppError("SESSION_STILL_OPEN", `${sessionId} is not over`);
    if (!found.hasRecording) throw new AppError("RECORDING_MISSING", `${sessionId} has no recording of ours`);
    if (found.before)
      throw new AppError("EVIDENCE_UNSEALED", `${sessionId} was recorded by a release that sealed no ranges`);
    return found.unsealed ? undefined : found.nodeId;
  });
}

async function until<T>(
  { everyMs, mostMs }: Waiting,
  missing: string,
  look: () => Promise<T | undefined>,
): Promise<T> {
  for (let waited = 0; ; waited += everyMs) {
    const found = await look();
    if (found !== undefined) return found;
    if (waited >= mostMs)
      throw new AppError(
        "EVIDENCE_UNSEALED",
        `${missing}: is the jobs process running, and does it sign heads?`,
      );
    await new Promise((resolve) => setTimeout(resolve, everyMs));
  }
}

/** What is sealed of a session at this moment. */
async function stateContent(tx: Tx, sessionId: string): Promise<Statement> {
  const throughBatch = await findLastBatch(tx);
  const hash = createHash("sha256");
  let events = 0;
  for (let after = { batch: 0, position: -1 }; ; ) {
    const page = await findEventHashes(tx, sessionId, { after, through: throughBatch, limit: PAGE });
    for (const { eventHash } of page) hash.update(eventHash);
    events += page.length;
    const last = page[page.length - 1];
    if (!last || page.length < PAGE) break;
    after = { batch: last.batchNumber, position: last.position };
  }
  const { count: ranges, sha256: rangesSha256 } = await sumRanges(tx, sessionId, throughBatch);
  return { throughBatch, events, eventsSha256: hash.digest("hex"), ranges, rangesSha256 };
}

async function contentOf(
  sessionId: string,
  { through, eventId, heads }: { through: number; eventId: string; heads: HeadPair & { batch: number } },
): Promise<BundleContent> {
  const tx = reading();
  const session = await findContent(tx, "session", sessionId);
  if (session === null) throw new AppError("NOT_FOUND", `there is no session ${sessionId}`);
  const contents = {
    session,
    sessionEnd: await findContent(tx, "session-end", sessionId),
    // One that was closed since belongs to a later bundle, as its event does.
    recording: (await isClosingSealed(tx, sessionId, through))
      ? await findContent(tx, "recording", sessionId)
      : null,
  };
  const last = { batch: heads.batch, eventId };
  const lines = bundleLines(tx, sessionId, { through, last, size: heads.size });
  return { sessionId, contents, head: heads.note, latest: await latestOf(tx, heads), lines };
}

async function latestOf(tx: Tx, { size, lastSize, lastNote }: HeadPair): Promise<BundleContent["latest"]> {
  if (lastSize <= size) return null;
  const stretches = consistencyStretches(size, lastSize);
  const hashAt = await readHashes(tx, placesOf(stretches));
  const path = proofOf(stretches, hashAt).map((hash) => Buffer.from(hash).toString("base64"));
  return { note: lastNote, from: size, to: lastSize, path };
}
