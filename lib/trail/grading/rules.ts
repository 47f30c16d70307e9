import { addSeconds, secondsBetween } from "@/lib/kernel/time";
import type { Completeness, Corroboration } from "@/lib/sessions/grades";
import type { EndReason } from "@/lib/sessions/views";
import type { LogForm } from "../agent-form/known-agents";
import type { LineComparison } from "../comparing/compare-lines";
import type { FilledGap, LineDifference } from "../comparing/difference";
import type { AlarmKind, LogReason, LogSource, LogView } from "./views";

/** An agent flushes its stream within seconds; what it uploads at the end comes within minutes. */
export const LATE_SECONDS: Readonly<Record<LogSource, number>> = { stream: 60, object: 180 };
/** A recording that nobody closed so long after the end will not be closed. */
const CLOSING_SECONDS = 120;
/** The agent uploads once a second: what a node that dies had printed last never reaches the log. */
const LOST_TAIL_SECONDS = 2;

/** What a recording is judged by. */
export interface RecordedFacts {
  isShell: boolean;
  openedAt: Date | null;
  endedAt: Date | null;
  /** Null: there is no recording. */
  recording: { closedAt: Date | null } | null;
  gapCount: number;
}

/**
 * How complete a recording is.
 * @param at now
 * @returns null: nobody can say yet, or nothing was ever open
 */
export function completenessOf(facts: RecordedFacts, at: Date): Completeness | null {
  const { isShell, openedAt, endedAt, recording, gapCount } = facts;
  if (!isShell) return "not-recordable";
  if (openedAt === null || endedAt === null) return null;
  if (recording === null) return "missing";
  if (recording.closedAt === null) return secondsBetween(endedAt, at) < CLOSING_SECONDS ? null : "partial";
  return gapCount > 0 ? "partial" : "complete";
}

/** What a log is judged by. */
export interface LogFacts {
  source: LogSource;
  /** Null: there is no log. */
  form: LogForm | null;
  /** Null: it was not compared. */
  comparison: LineComparison | null;
  foreignLines: number;
  /** Not all of it was kept. */
  isCut: boolean;
  isRecorded: boolean;
  /** Output of the recording lies in a bucket, which jobs can't read. */
  isMoved: boolean;
  isKnownAgent: boolean;
  /** Whether anything was printed that a log could have. */
  hasOutput: boolean;
  endedAt: Date;
  endReason: EndReason | null;
  lastOutputAt: Date | null;
  /** When the log was asked for last. */
  checkedAt: Date | null;
}

export interface LogJudgement {
  log: LogView;
  alarms: AlarmKind[];
  /** Those differences that are none of the normal ones. */
  differences: LineDifference[];
  filled: readonly FilledGap[];
}

/** What a log says of a recording: agreement is said only of what was compared line by line. */
export function judgeLog(facts: LogFacts): LogJudgement {
  const { source, form, comparison, foreignLines } = facts;
  const counts = comparison ?? { matched: 0, recordedLines: 0, loggedLines: 0, filledLines: 0 };
  const { matched, recordedLines, loggedLines, filledLines } = counts;
  const found = comparison ? sortDifferences(comparison, facts) : NOTHING;
  const log: LogView = {
    ...{ source, form, verdict: "agreed", why: null },
    ...{ matched, recordedLines, loggedLines, filledLines },
    ...{ differences: found.count, lostTail: found.lostTail, afterEnd: found.afterEnd },
  };
  const say = (
    verdict: Corroboration,
    why: LogReason | null = null,
    alarms: AlarmKind[] = [],
  ): LogJudgement => ({
    log: { ...log, verdict, why },
    alarms,
    differences: verdict === "differs" ? found.differences : [],
    filled: comparison?.filled ?? [],
  });
  const alarms: AlarmKind[] = foreignLines > 0 ? ["foreign-lines"] : [];
  if (form === null) {
    if (!facts.hasOutput) return say("not-comparable", "nothing-printed");
    return say(isLate(facts) ? "absent" : "pending");
  }
  if (foreignLines > 0) return say("differs", null, [...alarms, ...found.alarms]);
  if (form === "transcript") return say("not-comparable", "transcript");
  if (!facts.isRecorded) return say("not-comparable", "no-recording");
  if (facts.isMoved) return say("not-comparable", "moved");
  if (!facts.isKnownAgent) return say("not-comparable", "unknown-agent");
  if (found.count === 0) {
    if (comparison?.leftOff === "gap") return say("not-comparable", "gap");
    return say(found.lostTail > 0 && !isLate(facts) ? "pending" : "agreed");
  }
  const isTailOnly = found.differences.every(({ kind, isTail }) => kind !== "added" && isTail);
  if (isTailOnly && facts.isCut) return say("not-comparable", "cut");
  if (isTailOnly && !isLate(facts)) return say("pending");
  return say("differs", null, found.alarms);
}

/** The worst that a log says: one that differs is not made good by another that agrees. */
export function corroborationOf(logs: readonly Pick<LogView, "verdict">[]): Corroboration {
  const order: Corroboration[] = ["differs", "agreed", "pending", "not-comparable"];
  return order.find((one) => logs.some(({ verdict }) => verdict === one)) ?? "absent";
}

function isLate({ source, endedAt, checkedAt }: LogFacts): boolean {
  return checkedAt !== null && secondsBetween(endedAt, checkedAt) >= LATE_SECONDS[source];
}

interface Sorted {
  differences: LineDifference[];
  count: number;
  lostTail: number;
  afterEnd: number;
  alarms: AlarmKind[];
}
const NOTHING: Sorted = { differences: [], count: 0, lostTail: 0, afterEnd: 0, alarms: [] };

/** Takes out what is normal at a log's end. */
function sortDifferences(comparison: LineComparison, facts: LogFacts): Sorted {
  const sorted: Sorted = { ...NOTHING, differences: [], count: comparison.differenceCount };
  const alarms = new Set<AlarmKind>();
  for (const difference of comparison.differences) {
    const { kind, isTail, recordedLines, loggedLines } = difference;
    if (comparison.matched > 0 && isLostTail(difference, facts)) sorted.lostTail += recordedLines;
    else if (isAfterEnd(difference, facts)) sorted.afterEnd += loggedLines;
    else {
      sorted.differences.push(difference);
      // A log that ends early may be that of a node that died; with lines after it, its agent lived.
      if (kind !== "missing" || !isTail || hasNodeLived(facts)) alarms.add(`${kind}-lines`);
      continue;
    }
    sorted.count -= 1;
  }
  return { ...sorted, alarms: [...alarms] };
}

/** Its last line may have got there as far as it had come. */
function isLostTail({ isTail, recorded, logged, loggedLines }: LineDifference, facts: LogFacts): boolean {
  const { lastOutputAt, form } = facts;
  if (form !== "streamed" || !isTail || !recorded || lastOutputAt === null) return false;
  if (logged && (loggedLines > 1 || !recorded.text.startsWith(logged.text))) return false;
  return recorded.at >= addSeconds(lastOutputAt, -LOST_TAIL_SECONDS);
}

/** What the shell printed between the portal's closing of the channel and its own end: not of one that had exited. */
function isAfterEnd({ kind, isTail, logged }: LineDifference, facts: LogFacts): boolean {
  if (!isTail || kind !== "added" || !logged || facts.endReason === "exited") return false;
  return logged.at >= addSeconds(facts.endedAt, -LOST_TAIL_SECONDS);
}

/** AWS's own endings may be those of a node that died; every other one was seen by its agent. */
function hasNodeLived({ endReason }: LogFacts): boolean {
  return endReason !== null && !["aws-ended", "abandoned", "swept", "opening-failed"].includes(endReason);
}
