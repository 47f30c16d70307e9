import { appendEvent } from "@/lib/audit/append-event";
import { accountOf } from "@/lib/aws/credentials";
import { inTransaction, reading } from "@/lib/db/client";
import { databaseNow } from "@/lib/db/clock";
import type { SystemActor } from "@/lib/kernel/actor";
import { config } from "@/lib/kernel/config/config";
import { GAP_CAUSES } from "@/lib/recorded-ranges/range";
import { hasMovedOutput } from "@/lib/recordings/bucket/store";
import { parseDark } from "@/lib/recordings/segments/dark-rules";
import { endReasonFrom } from "@/lib/sessions/columns";
import { isKnownAgent } from "../agent-form/known-agents";
import { compareLines } from "../comparing/compare-lines";
import { findObjects, lockForIntake } from "../intake/store";
import { Pacing } from "../pacing";
import { raiseAlarms } from "./raise-alarms";
import { type LogLines, openObjectLines, openStreamLines, readRecordedLines } from "./read-lines";
import { completenessOf, corroborationOf, judgeLog, type LogFacts, type LogJudgement } from "./rules";
import {
  findDueForGrades,
  findGraded,
  findHidden,
  findLastOutput,
  findMissing,
  type GapRow,
  type GradedSession,
  keepGrades,
  saveGrades,
  saveSessionGrades,
} from "./store";
import type { HiddenInput, LogSource, MissingStretch } from "./views";

/** So many gaps are named one by one; how many there are is said. */
const MOST_GAPS = 50;
const MOST_HIDDEN = 50;
const BATCH = 20;
/** More than those that rest. */
const LOOKED_AT = 500;
const pacing = new Pacing();

/**
 * Grades what has no grades, or has more evidence than when it was graded; where comparing takes long, less often. One
 * that fails holds up no other.
 */
export async function gradeDueSessions(actor: SystemActor, isStopping: () => boolean): Promise<void> {
  const failures: unknown[] = [];
  const found = await findDueForGrades(reading(), LOOKED_AT);
  for (const sessionId of found.filter((id) => pacing.isDue(id)).slice(0, BATCH)) {
    if (isStopping()) return;
    await pacing
      .run(sessionId, () => gradeSession(actor, sessionId))
      .catch((error: unknown) => failures.push(error));
  }
  if (failures.length > 0) throw failures[0];
}

/**
 * Grades a session: how complete its recording is, and what each log of its node says of it, line by line. Reads the
 * recording and the logs page by page; the grades and their event are one transaction. Safe to run again, and by two
 * processes at once: both find the same.
 */
export async function gradeSession(actor: SystemActor, sessionId: string): Promise<void> {
  const session = await findGraded(reading(), sessionId);
  if (!session || session.endedAt === null) return;
  const at = await databaseNow(reading());
  const isMoved = await hasMovedOutput(reading(), sessionId);
  // What it was found by can't be compared again.
  if (isMoved && session.corroboration === "differs")
    return inTransaction((tx) => keepGrades(tx, sessionId, at));
  const { gaps, count } = await findMissing(reading(), sessionId, MOST_GAPS);
  const { recording, openedAt, endedAt } = session;
  const completeness = completenessOf({ isShell: true, openedAt, endedAt, recording, gapCount: count }, at);
  const stretches = gaps.map(stretchOf);
  if (recording?.closedAt === null && completeness === "partial")
    stretches.push({ cause: "not-closed", from: null, to: null, after: null, before: null });
  const judged = await judgeLogs({ ...session, endedAt, isMoved });
  const logs = judged.map(({ log }) => log);
  const corroboration = corroborationOf(logs);
  const hidden = await findHidden(reading(), sessionId, MOST_HIDDEN);
  await inTransaction(async (tx) => {
    // What it was graded by may be gone: the grades of before stand.
    if (!(await lockForIntake(tx, sessionId))) return;
    const before = await findGraded(tx, sessionId);
    await saveGrades(tx, sessionId, {
      ...{ gaps: stretches, gapCount: count, logs, hidden: hidden.marks.flatMap(hiddenOf) },
      hiddenCount: hidden.count,
      filled: judged.flatMap(({ log, filled }) => filled.map((gap) => ({ ...gap, source: log.source }))),
      differences: judged.flatMap(({ log, differences }) =>
        differences.map((difference) => ({ ...difference, source: log.source })),
      ),
    });
    await saveSessionGrades(tx, sessionId, { completeness, corroboration, gradedAt: at });
    if (before?.completeness !== completeness || before.corroboration !== corroboration)
      await appendEvent(tx, {
        code: "evidence.graded",
        actor,
        subject: { sessionId },
        data: { completeness, corroboration, gaps: count },
      });
    await raiseAlarms(
      tx,
      actor,
      sessionId,
      judged.flatMap(({ alarms }) => alarms),
    );
    // Raising marks the session as ungraded: these grades know of the alarms.
    await saveSessionGrades(tx, sessionId, { completeness, corroboration, gradedAt: at });
  });
}

function hiddenOf({ label, startedAt }: { label: string; startedAt: Date }): HiddenInput[] {
  const dark = parseDark(label);
  if (!dark) return [];
  const { bytes, fromMs, toMs } = dark;
  const at = (ms: number) => new Date(startedAt.getTime() + ms);
  return [{ bytes, from: at(fromMs), to: at(toMs) }];
}

function stretchOf({ from, to, cause, after, before }: GapRow): MissingStretch {
  const known = GAP_CAUSES.find((one) => one === cause);
  return { cause: known ?? "unrecorded", from: Number(from), to: Number(to), after, before };
}

/** The stream always; the object where the account's session document names a bucket, or one was fetched. */
async function judgeLogs(
  session: GradedSession & { endedAt: Date; isMoved: boolean },
): Promise<LogJudgement[]> {
  const { id, awsSessionId, nodeId, isMoved } = session;
  const lastOutputAt = await findLastOutput(reading(), id);
  const facts = {
    ...{ isRecorded: session.recording !== null, isMoved },
    isKnownAgent: isKnownAgent(session.agentVersion),
    hasOutput: lastOutputAt !== null,
    ...{ endedAt: session.endedAt, lastOutputAt, checkedAt: session.evidenceCheckedAt },
    endReason: endReasonFrom(session.endReason),
  };
  const stream = awsSessionId === null ? undefined : await openStreamLines({ id, awsSessionId, nodeId });
  const judged = [await judge("stream", id, stream, { ...facts, isCut: false })];
  const [object] = await findObjects(reading(), id);
  if (object)
    judged.push(
      await judge("object", id, await openObjectLines(object), {
        ...facts,
        isCut: object.keptBytes < object.size,
      }),
    );
  else if (isObjectExpected(session))
    judged.push(await judge("object", id, undefined, { ...facts, isCut: false }));
  return judged;
}

async function judge(
  source: LogSource,
  sessionId: string,
  log: LogLines | undefined,
  facts: Omit<LogFacts, "source" | "form" | "comparison" | "foreignLines">,
): Promise<LogJudgement> {
  if (!log) return judgeLog({ ...facts, source, form: null, comparison: null, foreignLines: 0 });
  const { form, lines, counts } = log;
  const isComparable = facts.isRecorded && !facts.isMoved && facts.isKnownAgent && form !== "transcript";
  const comparison = isComparable ? await compareLines(readRecordedLines(sessionId, form), lines) : null;
  return judgeLog({ ...facts, source, form, comparison, foreignLines: counts.foreign });
}

function isObjectExpected({ accountId }: { accountId: string }): boolean {
  const isConnected = config().HALLIGAN_ACCOUNTS.some((account) => account.accountId === accountId);
  return isConnected && accountOf(accountId).sessionDocument.s3Bucket !== undefined;
}
