import { type Fault, type FaultList, STEPS, type Step } from "./faults";
import type { HeadCover } from "./heads/verify-heads";
import type { PackCover } from "./packs/verify-packs";
import type { RangeCover } from "./ranges/verify-sealed-ranges";
import type { TreeCover } from "./tree/verify-tree";
import type { ChainCover } from "./verify-chain";
import type { GuardCover } from "./verify-guards";
import type { RowCover } from "./verify-rows";

/** How much each step looked at. */
export interface AuditFindings {
  chain: ChainCover;
  tree: TreeCover;
  ranges: RangeCover;
  rows: RowCover;
  packs: PackCover;
  /** Recordings of sessions that are over, which no gateway lived to close: their ranges have no hash in an event. */
  unclosed: number;
  guards: GuardCover;
  heads: HeadCover & {
    /** Public keys, as text. */
    keys: readonly string[];
    /** The keys are the database's own: whoever owns it could list another. */
    areKeysListed: boolean;
  };
  /** Whether a batch that was noted elsewhere, and anchored heads, were given. */
  hasNoted: boolean;
  hasAnchors: boolean;
}

/** What a step came to. */
export interface StepResult<S extends string = Step, F = Fault> {
  step: S;
  verdict: "passed" | "failed" | "not-checked";
  /** What was looked at, and how much of it; of a step that was not made, why. */
  detail: string;
  faults: number;
  /** The first thing that is wrong. */
  first: F | null;
}

/** What the verifier did, step by step: nothing is called passed of which there was nothing to look at. Pure. */
export function stepResults(findings: AuditFindings, faults: FaultList): StepResult[] {
  const looked = lookedAt(findings);
  return STEPS.map((step) => {
    const { detail, isEmpty } = looked[step];
    const count = faults.countOf(step);
    const verdict = count > 0 ? "failed" : isEmpty ? "not-checked" : "passed";
    return { step, verdict, detail, faults: count, first: faults.firstOf(step) };
  });
}

interface Looked {
  detail: string;
  /** There was nothing, or it was not given. */
  isEmpty: boolean;
}

function lookedAt(findings: AuditFindings): Record<Step, Looked> {
  const { chain, tree, ranges, rows, packs, guards, heads, unclosed, hasNoted, hasAnchors } = findings;
  const some = (count: number, detail: string): Looked => ({ detail, isEmpty: count === 0 });
  const keys = heads.areKeysListed
    ? "the keys are the database's own: give --key to check with yours"
    : "checked with the keys you gave";
  return {
    chain: some(
      chain.batches,
      `${chain.events} events in ${chain.batches} batches, each following from the one before; ${chain.unsealed} on their way to one.`,
    ),
    noted: {
      detail: hasNoted
        ? "The batch you noted is in the chain."
        : "No --anchor was given: a batch and its hash that an earlier run printed.",
      isEmpty: !hasNoted,
    },
    tree: some(tree.nodes, `${tree.nodes} kept subtrees of the log are made of its batches.`),
    ranges: some(
      ranges.ranges + ranges.deleted + ranges.unsealed,
      `${ranges.ranges} recorded ranges beside their seals; ${ranges.unsealed} on their way to one; ${ranges.deleted} of deleted recordings passed over; ${ranges.before} recorded before ranges were sealed.`,
    ),
    rows: some(
      rows.comparedIn.rows,
      `${rows.comparedIn.rows} rows beside their events; ${rows.unbound} of an earlier version not compared.`,
    ),
    recordings: some(
      rows.comparedIn.recordings + rows.deleted,
      `${rows.comparedIn.recordings} closed recordings and gaps beside their events; ${rows.deleted} of deleted recordings passed over; ${unclosed} recordings that no gateway closed.`,
    ),
    packs: {
      detail: packs.isRead
        ? `${packs.packs} packs of output read where they lie, ${packs.bytes} bytes; ${packs.leftOver} objects beside them that no pack speaks of.`
        : packs.packs === 0
          ? "No output was moved out of the database."
          : `${packs.packs} packs of output lie in a bucket and were not read: give --recordings.`,
      isEmpty: !packs.isRead || packs.packs === 0,
    },
    fetched: some(
      rows.comparedIn.fetched,
      `${rows.comparedIn.fetched} sets of what was fetched from AWS beside their events.`,
    ),
    guards: some(guards.triggers, `${guards.triggers} triggers and ${guards.functions} functions.`),
    rights: some(guards.tables, `Grants on ${guards.tables} tables, and ${guards.logins} logins.`),
    heads: some(
      heads.heads,
      heads.heads === 0
        ? "The database keeps no signed head."
        : `${heads.heads} signed heads of the database, the last of ${heads.lastAt}; ${keys}.`,
    ),
    anchors: {
      detail: hasAnchors
        ? `${heads.anchors} anchored heads; ${keys}.`
        : "No --anchors was given: without them a history that was written anew as a whole can't be found.",
      isEmpty: !hasAnchors || heads.anchors === 0,
    },
  };
}
