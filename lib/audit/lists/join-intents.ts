import type { AuditCode } from "../catalogue";
import type { AuditLine, AuditRow } from "./views";

/** What is written before something that may never be answered, and what is written once it is. */
const RESULT_OF = {
  "session.role-assuming": "session.role-assumed",
  "session.starting": "session.opened",
  "session.resuming": "session.resumed",
  "list.export-begun": "list.exported",
  "recording.export-begun": "recording.exported",
} as const satisfies Partial<Record<AuditCode, AuditCode>>;

const INTENT_OF = new Map<AuditCode, AuditCode>(
  Object.entries(RESULT_OF).map(([intent, result]) => [result, intent as AuditCode]),
);

/** The codes of both halves. */
export const PAIRED: readonly AuditCode[] = [...INTENT_OF].flat();

/**
 * Joins each intent with its result to one line. An intent without a result stays a line of its own: what was begun
 * and never answered is what somebody looks for.
 * @param rows a part of the list, in its order
 * @param others events of the same sessions outside of that part: an intent whose result is among them is left out, as
 *   it stands with its result
 */
export function joinIntents(rows: readonly AuditRow[], others: readonly AuditRow[]): AuditLine[] {
  const byId = new Map([...others, ...rows].map((row) => [row.id, row]));
  const inTime = [...byId.values()].sort((a, b) => compare(a.cursorAt, b.cursorAt) || compare(a.id, b.id));
  const begun = new Map<string, AuditRow>();
  const intentOf = new Map<string, AuditRow>();
  const answered = new Set<string>();
  for (const row of inTime) {
    if (row.outcome === "refused") continue;
    if (row.code in RESULT_OF) begun.set(keyOf(row.code, row), row);
    const intentCode = INTENT_OF.get(row.code);
    if (intentCode === undefined) continue;
    const key = keyOf(intentCode, row);
    const intent = begun.get(key);
    if (!intent) continue;
    begun.delete(key);
    intentOf.set(row.id, intent);
    answered.add(intent.id);
  }
  return rows
    .filter(({ id }) => !answered.has(id))
    .map((row) => ({ ...row, intent: intentOf.get(row.id) ?? null }));
}

function keyOf(intentCode: AuditCode, { sessionId, actorId, data }: AuditRow): string {
  if (intentCode === "recording.export-begun")
    return JSON.stringify([intentCode, sessionId, actorId, data.format]);
  return JSON.stringify([intentCode, sessionId ?? [actorId, data.list, data.filters]]);
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
