import type { ContentKind } from "../row-content";
import type { FaultList, Step } from "./faults";

/** A row beside the event that speaks of it; one of them may be missing. */
export interface RowPair {
  kind: ContentKind | "gap" | "request-state";
  /** What a fault names. */
  item: string;
  /** SHA-256 of the row's content as it stands, or its state, or a gap's cause; null: no such row. */
  row: string | null;
  /** Null: no event speaks of it. */
  eventId: string | null;
  eventAt: string | null;
  /** What the event carries; null: it is of a version that wrote none. */
  said: string | null;
  /** How many events speak of it, and whether one is all there may be. */
  events: number;
  isRepeated: boolean;
  /** The row is of a version that could leave its event out. */
  isBefore: boolean;
  /** The row is of a recording that was deleted on purpose, or is half gone: `tombstones.ts`. */
  isDeleted: boolean;
}

type RowStep = Extract<Step, "rows" | "recordings" | "fetched">;

/** What was compared. */
export interface RowCover {
  /** Rows that are as their events say, and of which step they are. */
  compared: number;
  comparedIn: Record<RowStep, number>;
  /** Rows of an earlier version whose event carries no hash, and gaps of one that wrote no cause or no event. */
  unbound: number;
  /** Rows of deleted recordings. */
  deleted: number;
}

/**
 * Compares rows with the events that speak of them, in both directions. Pure: needs the pairs and nothing else.
 * @param firstBoundAt when the first event was written that carries a hash; one that carries none is old only before it
 */
export async function verifyRows(
  pairs: AsyncIterable<RowPair> | Iterable<RowPair>,
  faults: FaultList,
  firstBoundAt: string | null,
): Promise<RowCover> {
  const comparedIn = { rows: 0, recordings: 0, fetched: 0 };
  const cover = { compared: 0, comparedIn, unbound: 0, deleted: 0 };
  for await (const pair of pairs) {
    const { kind, row, said } = pair;
    const step = stepOf(kind);
    const item = `${kind} ${pair.item}`;
    if (pair.eventId === null) {
      if (pair.isBefore) cover.unbound += 1;
      else faults.add(step, "no-event", item, "no event speaks of it");
    } else if (pair.isDeleted && (row === null || row !== said)) cover.deleted += 1;
    else if (row === null)
      faults.add(step, "no-row", item, `${pair.eventId} speaks of it, and it is not there or is not over`);
    else if (pair.events > 1 && !pair.isRepeated)
      faults.add(step, "inserted", item, `${pair.events} events say that it was made`);
    else if (said === null) {
      const carriesHash = kind !== "gap";
      if (carriesHash && firstBoundAt !== null && pair.eventAt !== null && pair.eventAt >= firstBoundAt)
        faults.add(step, "no-hash", item, `${pair.eventId} carries no hash of it`);
      else cover.unbound += 1;
    } else if (said !== row) faults.add(step, "differs", item, `it is not what ${pair.eventId} says`);
    else {
      cover.compared += 1;
      comparedIn[step] += 1;
    }
  }
  return cover;
}

function stepOf(kind: RowPair["kind"]): RowStep {
  if (kind === "recording" || kind === "gap" || kind === "pack") return "recordings";
  return kind === "fetched" || kind === "log-object" ? "fetched" : "rows";
}
