import { z } from "zod";
import { reading } from "@/lib/db/client";
import type { PersonActor } from "@/lib/kernel/actor";
import { readSessionOwner } from "@/lib/sessions/read-session";
import { LOG_FORMS } from "../agent-form/known-agents";
import { LOG_SOURCES } from "../grading/views";
import { findImported } from "./store";
import { type ImportedView, LOG_FINDINGS } from "./views";

const logs = z.array(
  z.object({
    ...{ source: z.enum(LOG_SOURCES), number: z.number(), form: z.enum(LOG_FORMS) },
    ...{ lines: z.number(), bytes: z.number(), size: z.number(), sha256: z.string() },
    findings: z.array(z.enum(LOG_FINDINGS)),
  }),
);

/**
 * What AWS and the node say of a session that was opened past the portal.
 * @returns null: it was opened through it
 * @throws AppError NOT_FOUND | ROLE_MISSING when the session is not theirs to see
 */
export async function readImported(actor: PersonActor, sessionId: string): Promise<ImportedView | null> {
  await readSessionOwner(actor, sessionId);
  const found = await findImported(reading(), sessionId);
  if (!found) return null;
  const { owner, reason, isBeforeWatch, foundAt, settledAt, session } = found;
  return {
    ...{ owner, reason, isBeforeWatch, foundAt },
    logs: found.logs === null ? null : logs.parse(found.logs),
    checkedAt: session.evidenceCheckedAt,
    isSettled: settledAt !== null,
  };
}
