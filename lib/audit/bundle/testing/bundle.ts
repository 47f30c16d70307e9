import { createHash } from "node:crypto";
import { checkpointText } from "../../heads/checkpoint";
import { signerOf, signNote } from "../../heads/note";
import { consistencyStretches, LeafTable, proofOf } from "../../merkle/proofs";
import { type Hash, rootOf } from "../../merkle/tree";
import {
  batchLeaf,
  type EventRecord,
  eventLeaf,
  FIRST_HASH,
  hashBatch,
  hashEvent,
} from "../../sealing/batch-hash";
import { hashBytes, rangeLeaf } from "../../sealing/range-leaf";
import {
  BUNDLE_FORMAT,
  type EvidenceLine,
  evidenceName,
  manifestOf,
  readmeOf,
  type Statement,
} from "../format";
import { TAR_END, tarHeader, tarPadding } from "../tar";

/** A bundle made by hand, from the formats alone: nothing of the exporter is in it. */

export const signer = signerOf("portal.example/audit", Buffer.alloc(32, 7).toString("base64"));
export const stranger = signerOf("portal.example/audit", Buffer.alloc(32, 8).toString("base64"));
const SESSION = "ses_1";
const AT = "2026-03-14T09:26:53.000Z";

export interface Made {
  /** All but evidence, by name; the README first. */
  files: Map<string, string>;
  lines: EvidenceLine[];
  /** A range of another session in the first batch, with its proof; and the first range as one that was deleted. */
  foreign: EvidenceLine;
  asDeleted: EvidenceLine;
  /** Heads: by a stranger; of another log; of the same size with another root; of a later size. */
  forged: string;
  otherLog: string;
  fork: string;
  later: string;
}

interface Range {
  id: string;
  sessionId: string;
  bytes: string;
}

const b64 = (hash: Uint8Array) => Buffer.from(hash).toString("base64");
const sha256 = (text: string | Uint8Array) => createHash("sha256").update(text).digest("hex");

const fullRange = ({ id, sessionId, bytes }: Range) => ({
  ...{ sessionId, id, epoch: 1, kind: "o" as const, firstSequence: id, lastSequence: id },
  ...{ byteCount: bytes.length, at: AT, bytesSha256: hashBytes(Buffer.from(bytes)) },
});

function event(id: string, code: string, data: object): EventRecord {
  return {
    ...{
      id,
      at: "2026-03-14T09:26:53.000000Z",
      code,
      outcome: "done",
      actorKind: "system",
      actorId: "gateway",
    },
    ...{ requestId: null, grantId: null, sessionId: SESSION, nodeId: "i-1", personId: null, reviewId: null },
    ...{ data: JSON.stringify(data), origin: "test" },
  };
}

/** What a sealed batch holds. */
interface Batch {
  events: EventRecord[];
  ranges: Range[];
}

/**
 * @param given.closes another hash in the recording's closing event
 * @param given.reorders a batch that holds two ranges in the wrong order
 * @param given.says something else in the event that says what the bundle holds
 */
export function makeBundle(
  given: {
    closes?: string;
    says?: Partial<Statement>;
    isDeleted?: boolean;
    confirmedBy?: string;
    /** Events about a hold before the deletion: code and who. */
    holds?: [code: string, actorId: string][];
    reorders?: boolean;
  } = {},
): Made {
  const session = '{"node": "i-1", "person": "per_ana"}';
  const sessionEnd = '{"reason": "exited"}';
  const own = (id: string, bytes: string) => ({ id, sessionId: SESSION, bytes });
  const mine = [own("2", "uptime\r\n"), own("4", "資料庫\u0000\u001b[1m")];
  const ranges: Range[][] = [
    [{ id: "1", sessionId: "ses_0", bytes: "theirs" }, ...(given.reorders ? mine.reverse() : mine)],
    [own("5", ""), own("7", "exit\r\n")],
  ];
  const recordingSha256 = sumOf(ranges.flat().filter(({ sessionId }) => sessionId === SESSION));
  const recording = `{"bytes": 4, "sha256": "${given.closes ?? recordingSha256}"}`;
  const by = (id: string, actorId: string, code: string): EventRecord => ({
    ...event(id, code, { deletionId: "del_1", holdId: "hld_1", liftingId: "lft_1" }),
    ...{ actorKind: actorId.startsWith("per_") ? "person" : "system", actorId },
  });
  const tombstone = given.isDeleted
    ? [
        ...(given.holds ?? []).map(([code, actorId], index) => by(`aud_hold${index}`, actorId, code)),
        by("aud_asked", "per_dov", "recording.deletion-asked"),
        by("aud_confirmed", given.confirmedBy ?? "per_fay", "recording.deletion-confirmed"),
        by("aud_deleted", "jobs", "recording.deleted"),
      ]
    : [];
  const first: Batch = {
    events: [event("aud_created", "session.created", { contentSha256: sha256(session) })],
    ranges: ranges[0] ?? [],
  };
  const second: Batch = {
    events: [
      event("aud_ended", "session.ended", { contentSha256: sha256(sessionEnd) }),
      ...tombstone,
      event("aud_closed", "recording.closed", { contentSha256: sha256(recording) }),
    ],
    ranges: ranges[1] ?? [],
  };
  const events = [...first.events, ...second.events];
  const leaves = ranges.flat().filter(({ sessionId }) => sessionId === SESSION);
  const statement: Statement = {
    ...{ throughBatch: 2, events: events.length, eventsSha256: sha256(events.map(hashEvent).join("")) },
    ...{ ranges: 4, rangesSha256: sha256(Buffer.concat(leaves.map((range) => rangeLeaf(fullRange(range))))) },
    ...given.says,
  };
  const third: Batch = { events: [event("aud_export", "evidence.exported", statement)], ranges: [] };
  const log = sealed([first, second, third, { events: [], ranges: [] }, { events: [], ranges: [] }]);
  const hashes = log.map(({ leaf }) => leaf);
  const lines = log
    .slice(0, 3)
    .flatMap(({ lines: own }, index): EvidenceLine[] => [
      { batch: log[index]?.header as never, path: new LeafTable(hashes.slice(0, 3)).proof(index).map(b64) },
      ...own
        .filter((line) => !("range" in line) || line.range.id !== "1")
        .map((line) => (given.isDeleted && "range" in line ? deletedOf(line) : line)),
    ]);
  const table = new LeafTable(hashes);
  const path = proofOf(consistencyStretches(3, 5), ({ level, index }) =>
    rootOf(hashes.slice(index * 2 ** level, (index + 1) * 2 ** level)),
  ).map(b64);
  const head = (size: number, options: { by?: typeof signer; root?: Hash } = {}) => {
    const root = Buffer.from(options.root ?? rootOf(hashes.slice(0, size))).toString("hex");
    return signNote(checkpointText({ origin: signer.key.name, size, root, at: AT }), options.by ?? signer);
  };
  const contents = { format: BUNDLE_FORMAT, sessionId: SESSION, session, sessionEnd, recording };
  const foreign = log[0]?.lines.find((line) => "range" in line && line.range.id === "1");
  const own2 = log[0]?.lines.find((line) => "range" in line && line.range.id === "2");
  if (!foreign || !own2 || table.size !== 5) throw new TypeError("they were made");
  return {
    files: new Map([
      ["README.txt", readmeOf(SESSION)],
      ["session.json", `${JSON.stringify(contents)}\n`],
      ["head.txt", head(3)],
      ["latest.txt", head(5)],
      ["consistency.json", `${JSON.stringify({ from: 3, to: 5, path })}\n`],
    ]),
    ...{ lines, foreign, asDeleted: deletedOf(own2) },
    forged: head(3, { by: stranger }),
    otherLog: head(5, { root: Buffer.alloc(32, 1) }),
    fork: head(5, { root: Buffer.alloc(32, 2) }),
    later: signNote(
      checkpointText({ origin: signer.key.name, size: 9, root: "ab".repeat(32), at: AT }),
      signer,
    ),
  };
}

function sealed(batches: readonly Batch[]) {
  let previousHash = FIRST_HASH;
  let last = 0;
  return batches.map(({ events, ranges }, index) => {
    const leaves = [
      ...events.map((entry) => eventLeaf(hashEvent(entry))),
      ...ranges.map((range) => rangeLeaf(fullRange(range))),
    ];
    const after = last;
    last = Math.max(last, ...ranges.map(({ id }) => Number(id)));
    const header = {
      ...{ number: index + 1, sealedAt: "2026-03-14T09:26:54.000000Z", previousHash, events: events.length },
      ...{ ranges: ranges.length, rangesAfter: String(after), rangesThrough: String(last) },
      root: Buffer.from(rootOf(leaves)).toString("hex"),
    };
    previousHash = hashBatch(header);
    const table = new LeafTable(leaves);
    const at = (place: number) => ({ index: place, path: table.proof(place).map(b64) });
    const lines: EvidenceLine[] = [
      ...events.map((entry, place) => ({ event: entry, ...at(place) })),
      ...ranges.map((range, place) => {
        const { sessionId: _session, bytesSha256: _sum, ...rest } = fullRange(range);
        const bytes = Buffer.from(range.bytes).toString("base64");
        return { range: { ...rest, bytes }, ...at(events.length + place) };
      }),
    ];
    return { header, leaf: batchLeaf(previousHash), lines };
  });
}

function deletedOf(line: EvidenceLine): EvidenceLine {
  if (!("range" in line)) throw new TypeError("it is a range");
  const { bytes, ...range } = line.range;
  const bytesSha256 = bytes === null ? null : hashBytes(Buffer.from(bytes, "base64"));
  const leaf = b64(rangeLeaf({ ...range, sessionId: SESSION, bytesSha256 }));
  return { deleted: { id: range.id, leaf }, index: line.index, path: line.path };
}

/** As the recording's content has it: each range's hash, then all of them. */
function sumOf(ranges: readonly Range[]): string {
  const sums = ranges.map((range) => {
    const { id, epoch, kind, firstSequence, lastSequence, byteCount, at } = fullRange(range);
    const text = `${[id, epoch, kind, firstSequence, lastSequence, byteCount, at].join(" ")}\n`;
    return createHash("sha256").update(text).update(range.bytes).digest();
  });
  return sha256(Buffer.concat(sums));
}

/** The file, with two lines in each evidence file and a manifest that fits whatever it holds. */
export function packed({ files, lines }: Pick<Made, "files" | "lines">): Buffer {
  const texts = lines.map((line) => `${JSON.stringify(line)}\n`);
  const all = new Map(files);
  for (let at = 0; at < texts.length; at += 2)
    all.set(evidenceName(at / 2 + 1), texts.slice(at, at + 2).join(""));
  const sums = [...all].map(([name, text]) => ({
    name,
    size: Buffer.byteLength(text),
    sha256: sha256(text),
  }));
  all.set("manifest.json", manifestOf(SESSION, sums));
  const parts = [...all].flatMap(([name, text]) => {
    const body = Buffer.from(text);
    return [tarHeader(name, body.length), body, tarPadding(body.length)];
  });
  return Buffer.concat([...parts, TAR_END]);
}
