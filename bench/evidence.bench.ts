import { createHash } from "node:crypto";
import type { EvidenceLine, Statement } from "@/lib/audit/bundle/format";
import { verifyBundle } from "@/lib/audit/bundle/verify-bundle";
import { checkpointText } from "@/lib/audit/heads/checkpoint";
import { signerOf, signNote } from "@/lib/audit/heads/note";
import { trustedAlways } from "@/lib/audit/heads/trusted-keys";
import { LeafTable } from "@/lib/audit/merkle/proofs";
import { batchLeaf, eventLeaf, FIRST_HASH, hashBatch, hashEvent } from "@/lib/audit/sealing/batch-hash";
import { hashBytes, rangeLeaf } from "@/lib/audit/sealing/range-leaf";
import { writeBundle } from "@/lib/recordings/evidence/write-bundle";

/** Nothing of the portal runs: the bundle is made up. */
export const processes: string[] = [];

const MEGABYTES = Number(process.env.BENCH_EVIDENCE_MB ?? "200");
const RANGE_BYTES = 10_000;
const RANGES = 100;
const SESSION = "ses_bench";
const AT = "2026-03-14T09:26:53.000Z";
const signer = signerOf("portal.example/audit", Buffer.alloc(32, 7).toString("base64"));

/** How fast a session's evidence is verified, beside hashing the same file once; and whether memory grows with it. */
export default async function measureEvidence() {
  const small = await verifyOf(MEGABYTES / 10);
  const large = await verifyOf(MEGABYTES);
  return [
    {
      ...{ name: `verifying a recording of ${MEGABYTES} MB`, value: large.megabytesPerSecond, unit: "MB/s" },
      against: { name: "SHA-256 of the file", value: large.hashMegabytesPerSecond },
      ...ratio(large.megabytesPerSecond / large.hashMegabytesPerSecond, "ratio ≥ 0.03", (at) => at >= 0.03),
    },
    {
      ...{ name: `most memory while verifying ${MEGABYTES} MB`, value: large.rss / 1e6, unit: "MB" },
      against: { name: `the same of ${MEGABYTES / 10} MB`, value: small.rss / 1e6 },
      ...ratio(large.rss / small.rss, "ratio ≤ 1.3", (at) => at <= 1.3),
    },
  ];
}

const ratio = (value: number, target: string, isMet: (value: number) => boolean) => ({
  ratio: value,
  target,
  met: isMet(value),
});

async function verifyOf(megabytes: number) {
  const made = await makeSession(megabytes);
  let [bytes, hashing, rss] = [0, 0, 0];
  const hash = createHash("sha256");
  const startedAt = performance.now();
  let making = 0;
  async function* file() {
    let since = performance.now();
    for await (const piece of writeBundle(made)) {
      bytes += piece.length;
      const from = performance.now();
      making += from - since;
      hash.update(piece);
      hashing += performance.now() - from;
      rss = Math.max(rss, process.memoryUsage.rss());
      yield piece;
      since = performance.now();
    }
  }
  const { isVerified, steps } = await verifyBundle(file(), {
    keys: [trustedAlways(signer.key)],
    anchors: null,
  });
  if (!isVerified) throw new Error(JSON.stringify(steps.find(({ verdict }) => verdict === "failed")));
  const verifying = performance.now() - startedAt - making - hashing;
  return {
    megabytesPerSecond: bytes / 1e3 / verifying,
    hashMegabytesPerSecond: bytes / 1e3 / hashing,
    rss,
  };
}

/** A session whose ranges are made again whenever they are read, so that only their hashes are in memory. */
async function makeSession(megabytes: number) {
  const count = Math.ceil((megabytes * 1e6) / RANGE_BYTES / RANGES);
  const session = "{}";
  const sum = createHash("sha256");
  const created = eventOf("aud_created", "session.created", {
    contentSha256: createHash("sha256").update(session).digest("hex"),
  });
  const batches: { header: Parameters<typeof hashBatch>[0]; leaf: Uint8Array }[] = [];
  let previousHash = FIRST_HASH;
  const seal = (leaves: Uint8Array[], events: number, ranges: number) => {
    const after = Math.max(0, batches.length) * RANGES;
    const header = {
      ...{ number: batches.length + 1, sealedAt: AT, previousHash, events, ranges },
      ...{ rangesAfter: String(after), rangesThrough: String(after + ranges) },
      root: Buffer.from(new LeafTable(leaves).root()).toString("hex"),
    };
    previousHash = hashBatch(header);
    batches.push({ header, leaf: batchLeaf(previousHash) });
  };
  for (let batch = 0; batch < count; batch += 1) {
    const ranges = rangesOf(batch);
    for (const { leaf } of ranges) sum.update(leaf);
    const leaves = ranges.map(({ leaf }) => leaf);
    seal(batch === 0 ? [eventLeaf(hashEvent(created)), ...leaves] : leaves, batch === 0 ? 1 : 0, RANGES);
  }
  const statement: Statement = {
    ...{ throughBatch: count, events: 1, ranges: count * RANGES, rangesSha256: sum.digest("hex") },
    eventsSha256: createHash("sha256").update(hashEvent(created)).digest("hex"),
  };
  const exported = eventOf("aud_export", "evidence.exported", statement);
  seal([eventLeaf(hashEvent(exported))], 1, 0);
  const table = new LeafTable(batches.map(({ leaf }) => leaf));
  const root = Buffer.from(table.root()).toString("hex");
  const head = signNote(
    checkpointText({ origin: signer.key.name, size: batches.length, root, at: AT }),
    signer,
  );
  async function* lines(): AsyncGenerator<EvidenceLine> {
    for (const [number, { header }] of batches.entries()) {
      yield { batch: header, path: table.proof(number).map(b64) };
      const isLast = number === count;
      const event = number === 0 ? created : isLast ? exported : undefined;
      const ranges = isLast ? [] : rangesOf(number);
      const own = [...(event ? [eventLeaf(hashEvent(event))] : []), ...ranges.map(({ leaf }) => leaf)];
      const proofs = new LeafTable(own);
      if (event) yield { event, index: 0, path: proofs.proof(0).map(b64) };
      for (const [place, { range }] of ranges.entries()) {
        const index = place + (event ? 1 : 0);
        yield { range, index, path: proofs.proof(index).map(b64) };
      }
    }
  }
  const contents = { session, sessionEnd: null, recording: null };
  return { sessionId: SESSION, contents, head, latest: null, lines: lines() };
}

function rangesOf(batch: number) {
  return Array.from({ length: RANGES }, (_, place) => {
    const number = batch * RANGES + place + 1;
    const bytes = Buffer.alloc(RANGE_BYTES, `line ${number} of a log that somebody reads\r\n`);
    const range = {
      ...{ id: String(number), epoch: 1, kind: "o" as const, firstSequence: String(number) },
      ...{ lastSequence: String(number), byteCount: bytes.length, at: AT },
    };
    const leaf = rangeLeaf({ ...range, sessionId: SESSION, bytesSha256: hashBytes(bytes) });
    return { range: { ...range, bytes: bytes.toString("base64") }, leaf };
  });
}

function eventOf(id: string, code: string, data: object) {
  return {
    ...{ id, at: AT, code, outcome: "done", actorKind: "system", actorId: "gateway", requestId: null },
    ...{ grantId: null, sessionId: SESSION, nodeId: null, personId: null, reviewId: null },
    ...{ data: JSON.stringify(data), origin: "bench" },
  };
}

const b64 = (hash: Uint8Array) => Buffer.from(hash).toString("base64");
