import { parseRecordChecks } from "@/lib/accounts/documents/record-checks";
import { inTransaction, reading } from "@/lib/db/client";
import type { SystemActor } from "@/lib/kernel/actor";
import { config } from "@/lib/kernel/config/config";
import { parseObligations } from "@/lib/policy/obligations";
import { requestEnd } from "@/lib/sessions/ending/request-end";
import { raiseAlarms } from "../grading/raise-alarms";
import { isLogLate } from "./rules";
import { findFirstLineAt, findLateLogRow, hasLog } from "./store";

/**
 * Raises an alarm when the log of a running session has not begun in time, and ends the session where the rule of its
 * access says so. Both once, however often and by whomever it is called.
 * @param checkedAt before AWS was asked for the log
 */
export async function judgeLateLog(actor: SystemActor, sessionId: string, checkedAt: Date): Promise<void> {
  const tx = reading();
  const row = await findLateLogRow(tx, sessionId);
  const log = parseRecordChecks(row?.recordChecks)?.log ?? null;
  if (row?.state !== "open" || log !== "streamed" || (await hasLog(tx, sessionId))) return;
  const facts = {
    isOpen: true,
    log,
    hasLog: false,
    checkedAt,
    firstLineAt: await findFirstLineAt(tx, sessionId),
  };
  if (!isLogLate(facts, config().AGENT_LOG_SECONDS)) return;
  await inTransaction((writing) => raiseAlarms(writing, actor, sessionId, ["log-late"]));
  const isEnding = row.obligations !== null && parseObligations(row.obligations).missingAgentLog === "end";
  if (isEnding) await requestEnd(actor, { sessionId, reason: "log-missing" });
}
