import { z } from "zod";
import { RANGE_KINDS } from "@/lib/recorded-ranges/range";
import { NotABundle } from "./tar";

/**
 * What a bundle holds, in this order: README.txt, session.json, head.txt, where a later head is known latest.txt and
 * consistency.json, evidence/000001.jsonl and on, manifest.json. Each JSON is in the form in which it was written, so
 * that one content has one text. Docs: docs/decisions/047.
 */
export const BUNDLE_FORMAT = "halligan-evidence-1";
/** An evidence file is ended when it has so many bytes. */
export const FILE_BYTES = 4 * 1024 * 1024;
/** No line, and no file but those of evidence, is longer. */
export const LONGEST_LINE = 16 * 1024 * 1024;
export const MOST_FILES = 100_000;

export const evidenceName = (number: number) => `evidence/${String(number).padStart(6, "0")}.jsonl`;

const hash64 = z.string().regex(/^[A-Za-z0-9+/]{43}=$/);
const path = z.array(hash64).max(64);
const hex = z.string().regex(/^[0-9a-f]{64}$/);
const count = z.number().int().nonnegative().max(2_147_483_647);
const bigNumber = z.string().regex(/^(?:0|[1-9]\d{0,18})$/);
const instant = z.string().max(40);
const text = z.string().max(LONGEST_LINE);
const optional = z.string().max(1_000).nullable();

/** The hashes of a proof, from the leaf upwards. */
export const batchLine = z.strictObject({
  batch: z.strictObject({
    ...{ number: count.min(1), sealedAt: instant, previousHash: hex, events: count, ranges: count },
    ...{ rangesAfter: bigNumber, rangesThrough: bigNumber, root: hex },
  }),
  path,
});
export const eventLine = z.strictObject({
  event: z.strictObject({
    ...{ id: z.string().max(100), at: instant, code: z.string().max(100), outcome: z.string().max(100) },
    ...{ actorKind: z.string().max(100), actorId: optional, requestId: optional, grantId: optional },
    ...{ sessionId: optional, nodeId: optional, personId: optional, reviewId: optional, data: text },
    origin: z.string().max(10_000).nullable(),
  }),
  ...{ index: count, path },
});
export const rangeLine = z.strictObject({
  range: z.strictObject({
    ...{ id: bigNumber, epoch: z.number().int(), kind: z.enum(RANGE_KINDS), firstSequence: bigNumber },
    ...{
      lastSequence: bigNumber,
      byteCount: count,
      at: instant,
      bytes: z.base64().max(LONGEST_LINE).nullable(),
    },
  }),
  ...{ index: count, path },
});
/** A range of a recording that was deleted on purpose: its leaf is all there is. */
export const deletedLine = z.strictObject({
  deleted: z.strictObject({ id: bigNumber, leaf: hash64 }),
  ...{ index: count, path },
});
const line = z.union([batchLine, eventLine, rangeLine, deletedLine]);
export type BatchLine = z.infer<typeof batchLine>;
export type EventLine = z.infer<typeof eventLine>;
export type RangeLine = z.infer<typeof rangeLine>;
export type DeletedLine = z.infer<typeof deletedLine>;
export type EvidenceLine = z.infer<typeof line>;

/** What the audit's events carry the hashes of, as the text that was hashed: null where there is no such event. */
const sessionFile = z.strictObject({
  format: z.literal(BUNDLE_FORMAT),
  ...{ sessionId: z.string().regex(/^ses_[0-9a-zA-Z]{1,60}$/), session: text },
  ...{ sessionEnd: text.nullable(), recording: text.nullable() },
});
export type SessionFile = z.infer<typeof sessionFile>;

/** That the latest head's log begins with all that the head's had. */
const consistencyFile = z.strictObject({ from: count, to: count, path });
export type ConsistencyFile = z.infer<typeof consistencyFile>;

/** What `evidence.exported` says of a bundle: how many events and ranges were sealed up to a batch, and their hashes. */
const statement = z.object({
  ...{ throughBatch: count, events: count, eventsSha256: hex, ranges: count, rangesSha256: hex },
});
export type Statement = z.infer<typeof statement>;

export const readLine = (json: string, item: string): EvidenceLine => parse(line, json, item);
export const readSessionFile = (json: string, item: string) => parse(sessionFile, json, item);
export const readConsistency = (json: string, item: string) => parse(consistencyFile, json, item);

/** @returns undefined: the event's data says nothing of a bundle */
export function readStatement(data: string): Statement | undefined {
  try {
    return statement.safeParse(JSON.parse(data)).data;
  } catch {
    return undefined;
  }
}

/** UNTRUSTED. @throws NotABundle for what is no such JSON, and for the same content in another text */
function parse<T>(schema: z.ZodType<T>, json: string, item: string): T {
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch {
    throw new NotABundle(item, "it is no JSON");
  }
  const { success, data, error } = schema.safeParse(value);
  if (!success) {
    const [issue] = error.issues;
    throw new NotABundle(item, `it is not what a bundle has there (${issue?.path.join(".") || "its shape"})`);
  }
  if (JSON.stringify(value) !== json) throw new NotABundle(item, "it is not written as a bundle writes it");
  return data;
}

export function manifestOf(sessionId: string, files: readonly FileSum[]): string {
  return `${JSON.stringify({ format: BUNDLE_FORMAT, sessionId, files }, null, 1)}\n`;
}

export interface FileSum {
  name: string;
  size: number;
  /** In hex. */
  sha256: string;
}

/** The README of every bundle of this format: a verifier compares it, so that nobody can put another text there. */
export function readmeOf(sessionId: string): string {
  return `Evidence of session ${sessionId}

This file was made by Halligan. It holds what was recorded of one shell session and the audit events that
speak of it, with proofs that need neither Halligan's database nor a network.

It is UNMASKED: passwords and keys that were on the screen are in it. Treat it as a secret.

Check it with
    halligan verify --bundle FILE --key KEYS [--anchors ANCHORS]
KEYS is a text file with the public keys that sign Halligan's audit log, which you should have from somewhere
else than from whoever gave you this file. ANCHORS is the file of signed heads that is kept outside of the portal.

session.json       what the audit's events carry the hashes of: the session, its end, its recording
head.txt           a signed head of the audit log (C2SP signed note, Ed25519): its size, its root, its time
latest.txt         a later head, where there is one; consistency.json proves that it goes on from head.txt
evidence/*.jsonl   batches of the log, and behind each what of it is of this session, a JSON a line:
                   "batch": its header, and the RFC 6962 inclusion proof of its hash in the log of head.txt
                   "event": an audit event; "range": recorded bytes in base64 ("o" output, "r" size, "m" event,
                   "g" gap, "i" input); "deleted": a range whose recording was deleted on purpose.
                   "index" and "path" are the inclusion proof of its leaf in the batch's Merkle tree
manifest.json      size and SHA-256 of each file above

The last event, evidence.exported, says how many events and ranges belong to this bundle, and a hash over all of
them: that nothing was left out when it was made, or since. The grades of the record are in evidence.graded.
What this proves: that these bytes are what was sealed while they were recorded, before the head was signed. It
does not prove that the machine's output was true.
`;
}
