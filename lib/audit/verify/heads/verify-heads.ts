import { type Checkpoint, readCheckpoint } from "../../heads/checkpoint";
import { openNote } from "../../heads/note";
import { isInPeriod, type TrustedKey } from "../../heads/trusted-keys";
import type { FaultCode, FaultList } from "../faults";

export interface HeadCover {
  /** Heads that a known key signed and that are of this log, in the database and at the anchor. */
  heads: number;
  anchors: number;
  /** Signed last, of all of them: `2026-11-23T17:00:00.123Z`; null: none. */
  lastAt: string | null;
}

export interface SignedNotes {
  /** As the database keeps them, and as the anchor does; null: no anchor was given. */
  heads: readonly string[];
  anchors: readonly string[] | null;
  keys: readonly TrustedKey[];
  /** What the anchored ones are called there; without it by their number. */
  anchorNames?: readonly string[] | null;
  /** Which of the database's the anchor should have; without it all. */
  expected?: ReadonlySet<string>;
}

/** A head's clock may be this much behind that of a head before it: another host's, after a failover. */
const LATE_MS = 60_000;

/** Sizes at which a signed head says what the log's root was: `verifyChain` gives the roots. */
export function sizesOf({ heads, anchors, keys }: SignedNotes): Set<number> {
  const notes = [...heads, ...(anchors ?? [])];
  return new Set(notes.flatMap((note) => readHead(note, keys)?.size ?? []));
}

/**
 * Whether every signed head, the database's own and the anchored, is one of this log: whoever rewrites the log, cuts
 * it off or puts an older copy in its place has neither the key nor the anchor. Pure.
 * @param size how many batches the log has
 * @param roots the log's root, in hex, at every size of `sizesOf`
 */
export function verifyHeads(
  notes: SignedNotes,
  faults: FaultList,
  { size, roots }: { size: number; roots: ReadonlyMap<number, string> },
): HeadCover {
  const cover: HeadCover = { heads: 0, anchors: 0, lastAt: null };
  const good: (Checkpoint & { step: "heads" | "anchors"; index: number })[] = [];
  const check = (step: "heads" | "anchors", note: string, index: number) => {
    const name = (step === "anchors" && notes.anchorNames?.[index]) || `head ${index + 1}`;
    const report = (code: FaultCode, detail: string) => faults.add(step, code, name, detail);
    const head = readHead(note, notes.keys);
    if (!head) report("unsigned", "no known key has signed it");
    else if (!head.isInPeriod)
      report("outside-period", `it says ${head.at}, when ${head.key} was not to be signed with`);
    else if (head.size > size) report("removed", `it is of ${head.size} batches, and there are ${size}`);
    else if (roots.get(head.size) !== head.root)
      report("chain-broken", `the first ${head.size} batches are not what was signed at ${head.at}`);
    else {
      cover[step] += 1;
      good.push({ ...head, step, index });
      if (cover.lastAt === null || head.at > cover.lastAt) cover.lastAt = head.at;
    }
  };
  for (const [index, note] of notes.heads.entries()) check("heads", note, index);
  for (const [index, note] of (notes.anchors ?? []).entries()) check("anchors", note, index);
  reportMisdated(good, faults);
  if (notes.anchors !== null) reportMissing(notes, new Set(notes.anchors), faults);
  return cover;
}

/** A longer log's head that says it was signed earlier: by an old key, maybe, that was to be no key any more. */
function reportMisdated(
  heads: readonly (Checkpoint & { step: "heads" | "anchors"; index: number })[],
  faults: FaultList,
): void {
  let latest: Checkpoint | undefined;
  for (const head of [...heads].sort((one, other) => one.size - other.size)) {
    if (latest && latest.size < head.size && Date.parse(head.at) < Date.parse(latest.at) - LATE_MS)
      faults.add(
        head.step,
        "misdated",
        `head ${head.index + 1}`,
        `it says ${head.at}, and a head of fewer batches says ${latest.at}`,
      );
    else if (!latest || head.at > latest.at) latest = head;
  }
}

/** A head is anchored before the database keeps it. */
function reportMissing(
  { heads, expected }: SignedNotes,
  anchors: ReadonlySet<string>,
  faults: FaultList,
): void {
  for (const [index, note] of heads.entries())
    if (!anchors.has(note) && (expected?.has(note) ?? true))
      faults.add("anchors", "removed", `head ${index + 1}`, "the anchor does not have it");
}

/** A head that a known key of its log has signed, and whether that key's period covers it. */
export interface SignedHead extends Checkpoint {
  /** Name and id of the key. */
  key: string;
  isInPeriod: boolean;
}

/** @returns null: it is no head, or no known key has signed it */
export function readHead(note: string, keys: readonly TrustedKey[]): SignedHead | null {
  const opened = openNote(note, keys);
  const head = opened && readCheckpoint(opened.text);
  if (!opened || !head) return null;
  const own = opened.signedBy.filter(({ name }) => name === head.origin);
  const [first] = own;
  if (!first) return null;
  return {
    ...head,
    key: `${first.name}+${first.id}`,
    isInPeriod: own.some((key) => isInPeriod(key, head.at)),
  };
}
