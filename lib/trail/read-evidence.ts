import { z } from "zod";
import { reading } from "@/lib/db/client";
import type { PersonActor } from "@/lib/kernel/actor";
import { readSessionOwner } from "@/lib/sessions/read-session";
import { type EvidenceView, gradeAgentLog } from "./evidence-rules";
import { findEvidenceEvents, findEvidenceTimes } from "./store";

const fetched = z.object({ log: z.number() });
const closed = z.object({ contentSha256: z.string() });

/**
 * What stands on record of a session, by the audit's word: web may read neither recordings nor the agent's log.
 * @throws AppError NOT_FOUND | ROLE_MISSING when the session is not theirs to see
 */
export async function readEvidence(actor: PersonActor, sessionId: string): Promise<EvidenceView> {
  await readSessionOwner(actor, sessionId);
  const tx = reading();
  const [events, times] = await Promise.all([
    findEvidenceEvents(tx, sessionId),
    findEvidenceTimes(tx, sessionId),
  ]);
  const lines = events.map(({ code, data }) =>
    code === "evidence.fetched" ? (fetched.safeParse(data).data?.log ?? 0) : 0,
  );
  const closing = events.findLast(({ code }) => code === "recording.closed");
  const hash = closed.safeParse(closing?.data).data;
  return {
    agentLog: gradeAgentLog(Math.max(0, ...lines), times),
    sealed: closing && hash ? { sha256: hash.contentSha256, eventId: closing.id } : null,
  };
}
