import { z } from "zod";
import { parseRecordChecks } from "@/lib/accounts/documents/record-checks";
import { reading } from "@/lib/db/client";
import type { PersonActor } from "@/lib/kernel/actor";
import { gradesFrom } from "@/lib/sessions/columns";
import { readSessionOwner } from "@/lib/sessions/read-session";
import type { EvidenceView } from "./evidence-rules";
import { parseAlarms, parseGaps, parseHidden, parseLogs } from "./grading/parse";
import { findGrades } from "./grading/store";
import { findClosing, findSessionGrades } from "./store";

const closed = z.object({ contentSha256: z.string() });

/**
 * What stands on record of a session: its grades and what they are made of, and the recording's hash by the audit's
 * word. Web may read neither recordings nor the agent's log.
 * @throws AppError NOT_FOUND | ROLE_MISSING when the session is not theirs to see
 */
export async function readEvidence(actor: PersonActor, sessionId: string): Promise<EvidenceView> {
  await readSessionOwner(actor, sessionId);
  const tx = reading();
  const [closing, row, found] = await Promise.all([
    findClosing(tx, sessionId),
    findSessionGrades(tx, sessionId),
    findGrades(tx, sessionId),
  ]);
  const hash = closed.safeParse(closing?.data).data;
  return {
    ...gradesFrom(row ?? { completeness: null, corroboration: null }),
    gaps: parseGaps(found?.gaps ?? []),
    gapCount: found?.gapCount ?? 0,
    hidden: parseHidden(found?.hidden ?? []),
    hiddenCount: found?.hiddenCount ?? 0,
    logs: parseLogs(found?.logs ?? []),
    alarms: parseAlarms(found?.alarms ?? []),
    findings: parseRecordChecks(row?.recordChecks)?.findings ?? [],
    sealed: closing && hash ? { sha256: hash.contentSha256, eventId: closing.id } : null,
  };
}
