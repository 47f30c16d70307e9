import { createHash } from "node:crypto";
import type { TrustedKey } from "../heads/trusted-keys";
import { isConsistent } from "../merkle/proofs";
import { readHead, type SignedHead } from "../verify/heads/verify-heads";
import type { StepResult } from "../verify/step-results";
import { BUNDLE_STEPS, BundleFault, type BundleStep } from "./bundle-fault";
import { type BoundContent, type Evidence, EvidenceCheck } from "./evidence-check";
import {
  evidenceName,
  type FileSum,
  LONGEST_LINE,
  MOST_FILES,
  manifestOf,
  readConsistency,
  readLine,
  readmeOf,
  readSessionFile,
  type SessionFile,
} from "./format";
import { decodeUtf8, linesOf } from "./lines";
import { NotABundle, TarReader } from "./tar";

export interface BundleReport {
  isVerified: boolean;
  steps: readonly StepResult<BundleStep, { item: string; code: string; detail: string }>[];
  sessionId: string | null;
}

/** What a bundle is compared with: nothing of it comes from the bundle. */
export interface BundleTrust {
  keys: readonly TrustedKey[];
  /** The notes of an anchor; null: not given. */
  anchors: readonly string[] | null;
}

/**
 * Verifies a bundle by itself: no database, no network, memory that does not grow with it. UNTRUSTED, every byte. It ends
 * at the first thing that is wrong, and names it.
 * @param chunks the file, from its beginning
 */
export async function verifyBundle(
  chunks: AsyncIterable<Uint8Array>,
  trust: BundleTrust,
): Promise<BundleReport> {
  const done = new Map<BundleStep, string>();
  const open: string[] = [];
  let fault: BundleFault | undefined;
  let sessionId: string | null = null;
  try {
    const bundle = new BundleCheck(chunks, trust, (id) => {
      sessionId = id;
    });
    for (const [step, detail] of await bundle.run()) done.set(step, detail);
    open.push(...bundle.open);
  } catch (error) {
    if (error instanceof NotABundle) fault = new BundleFault("container", error.item, error.message);
    else if (error instanceof BundleFault) fault = error;
    else throw error;
  }
  const steps = BUNDLE_STEPS.map((step) => resultOf(step, done.get(step), fault, open));
  return { isVerified: fault === undefined, steps, sessionId };
}

function resultOf(
  step: BundleStep,
  detail: string | undefined,
  fault: BundleFault | undefined,
  open: readonly string[],
): BundleReport["steps"][number] {
  if (fault?.step === step) {
    const first = { item: fault.item, code: "wrong", detail: fault.message };
    return { step, verdict: "failed", detail: fault.message, faults: 1, first };
  }
  if (fault)
    return {
      step,
      verdict: "not-checked",
      detail: "The verifier ended at what is wrong.",
      faults: 0,
      first: null,
    };
  const isOpen = open.includes(step) || detail === undefined;
  return { step, verdict: isOpen ? "not-checked" : "passed", detail: detail ?? "", faults: 0, first: null };
}

class BundleCheck {
  readonly #tar: TarReader;
  readonly #trust: BundleTrust;
  readonly #onSession: (sessionId: string) => void;
  readonly #files: FileSum[] = [];
  /** Steps that could not be made. */
  readonly open: BundleStep[] = [];

  constructor(chunks: AsyncIterable<Uint8Array>, trust: BundleTrust, onSession: (sessionId: string) => void) {
    this.#tar = new TarReader(chunks);
    this.#trust = trust;
    this.#onSession = onSession;
  }

  async run(): Promise<[BundleStep, string][]> {
    const readme = await this.#textOf("README.txt", await this.#tar.next());
    const session = readSessionFile(...(await this.#jsonOf("session.json", await this.#tar.next())));
    const { sessionId } = session;
    if (readme !== readmeOf(sessionId)) throw new NotABundle("README.txt", "it is not the text of a bundle");
    this.#onSession(sessionId);
    const note = await this.#textOf("head.txt", await this.#tar.next());
    const head = this.#headOf("head.txt", note);
    const { latest, next } = await this.#latest(head);
    const { evidence, manifest } = await this.#evidence({ head, sessionId, next });
    this.#checkContents(session, evidence);
    const expected = manifestOf(sessionId, this.#files);
    if ((await this.#textOf("manifest.json", manifest, false)) !== expected)
      throw new BundleFault("manifest", "manifest.json", "it is not the list of what the bundle holds");
    const extra = await this.#tar.next();
    if (extra) throw new NotABundle(extra.name, "no file comes behind the manifest");
    const anchors = this.#anchored([note, ...(latest ? [latest.note] : [])], latest?.head ?? head);
    const { batches, events, ranges, bytes, deleted, exportedAt } = evidence;
    return [
      ["container", `${this.#files.length + 1} files of session ${sessionId}, and nothing else.`],
      ["head", `Signed by ${head.key} at ${head.at}: ${head.size} batches.`],
      [
        "log",
        latest
          ? `It goes on as the head of ${latest.head.at}.`
          : "The head is the latest that the bundle has.",
      ],
      ["batches", `${batches} batches are in the log of that head.`],
      ["events", `${events} events are in their batches.`],
      [
        "ranges",
        `${ranges} ranges, ${bytes} bytes, are in their batches; ${deleted} of them deleted on purpose.`,
      ],
      ["statement", `Nothing is missing of what was sealed when it was exported, at ${exportedAt}.`],
      ["session", contentsDetail(session)],
      ["manifest", `${this.#files.length} files are as it lists them.`],
      ["anchors", anchors],
    ];
  }

  #headOf(name: string, note: string): SignedHead {
    const head = readHead(note, this.#trust.keys);
    if (!head) throw new BundleFault("head", name, "none of the keys has signed it");
    if (!head.isInPeriod)
      throw new BundleFault("head", name, `it says ${head.at}, when ${head.key} was not to be signed with`);
    return head;
  }

  async #latest(head: SignedHead) {
    const next = await this.#tar.next();
    if (next?.name !== "latest.txt") return { latest: undefined, next };
    const note = await this.#textOf("latest.txt", next);
    const latest = this.#headOf("latest.txt", note);
    const { from, to, path } = readConsistency(
      ...(await this.#jsonOf("consistency.json", await this.#tar.next())),
    );
    const [first, second] = [asTree(head), asTree(latest)];
    const hashes = path.map((hash) => Buffer.from(hash, "base64"));
    if (from !== head.size || to !== latest.size || from >= to || !isConsistent(first, second, hashes))
      throw new BundleFault(
        "log",
        "consistency.json",
        "the latest head's log does not go on from head.txt's",
      );
    return { latest: { note, head: latest }, next: await this.#tar.next() };
  }

  async #evidence(given: {
    head: SignedHead;
    sessionId: string;
    next: { name: string; size: number } | undefined;
  }): Promise<{ evidence: Evidence; manifest: { name: string; size: number } | undefined }> {
    const check = new EvidenceCheck(asTree(given.head), given.sessionId);
    let file = given.next;
    for (let number = 1; file?.name === evidenceName(number); number += 1) {
      if (number > MOST_FILES) throw new NotABundle(file.name, "there are more files than a bundle has");
      let place = 0;
      for await (const line of linesOf(this.#hashed(file, true), file.name)) {
        place += 1;
        check.take(readLine(line, `${file.name}, line ${place}`));
      }
      file = await this.#tar.next();
    }
    return { evidence: check.finish(), manifest: file };
  }

  /** What the events carry hashes of is what session.json says, and the recording is what was closed. */
  #checkContents(session: SessionFile, evidence: Evidence): void {
    for (const name of ["session", "sessionEnd", "recording"] as const satisfies BoundContent[]) {
      const content = session[name];
      const sha256 = content === null ? undefined : createHash("sha256").update(content).digest("hex");
      // What was deleted on purpose has no content any more, and its event still has the hash.
      if (name === "recording" && content === null && evidence.deleted > 0) continue;
      if (evidence.contents.get(name) !== sha256)
        throw new BundleFault(
          "session",
          `session.json, ${name}`,
          "it is not what its event carries the hash of",
        );
    }
    if (session.recording === null || evidence.deleted > 0) return;
    if (!session.recording.includes(`"sha256": "${evidence.recordingSha256}"`))
      throw new BundleFault(
        "session",
        "recording",
        "its ranges are not those that its closing event has the hash of",
      );
  }

  #anchored(notes: readonly string[], head: SignedHead): string {
    const { anchors, keys } = this.#trust;
    if (anchors === null) {
      this.open.push("anchors");
      return "No --anchors was given: whoever has the signing key could have made another log.";
    }
    const known = anchors.flatMap((note) => readHead(note, keys) ?? []);
    const other = known.find(({ size, root }) => size === head.size && root !== head.root);
    if (other)
      throw new BundleFault("anchors", `head of ${other.at}`, "an anchored head of that size is another");
    if (notes.some((note) => anchors.includes(note))) return "The head was anchored.";
    if (known.some(({ size }) => size >= head.size))
      throw new BundleFault("anchors", `head of ${head.at}`, "the anchor has later heads, and not this one");
    this.open.push("anchors");
    return `The anchor given ends before the head of ${head.at}: get a later copy of it.`;
  }

  async #jsonOf(name: string, file: { name: string; size: number } | undefined): Promise<[string, string]> {
    const text = await this.#textOf(name, file);
    if (!text.endsWith("\n")) throw new NotABundle(name, "it does not end with a line end");
    return [text.slice(0, -1), name];
  }

  /** A small file that must come next. */
  async #textOf(
    name: string,
    file: { name: string; size: number } | undefined,
    isListed = true,
  ): Promise<string> {
    if (file?.name !== name) throw new NotABundle(file?.name ?? "the end", `${name} should stand there`);
    if (file.size > LONGEST_LINE) throw new NotABundle(name, "it is larger than any such file of a bundle");
    const parts: Uint8Array[] = [];
    for await (const part of this.#hashed(file, isListed)) parts.push(part);
    return decodeUtf8(Buffer.concat(parts), name);
  }

  async *#hashed(file: { name: string; size: number }, isListed: boolean): AsyncGenerator<Uint8Array> {
    const hash = createHash("sha256");
    for await (const part of this.#tar.content(file)) {
      hash.update(part);
      yield part;
    }
    if (isListed) this.#files.push({ name: file.name, size: file.size, sha256: hash.digest("hex") });
  }
}

const asTree = ({ size, root }: { size: number; root: string }) => ({ size, root: Buffer.from(root, "hex") });

function contentsDetail({ sessionEnd, recording }: SessionFile): string {
  const end = sessionEnd === null ? "it has no end yet" : "its end";
  return recording === null
    ? `The session and ${end} are what their events say; no gateway closed the recording.`
    : `The session, ${end} and the whole recording are what their events say.`;
}
