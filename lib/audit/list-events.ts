import { z } from "zod";
import { reading } from "@/lib/db/client";
import { cursorOf, limitOf, type Page, type PageRequest, pageOf } from "@/lib/db/paging";
import type { PersonActor } from "@/lib/kernel/actor";
import { AppError } from "@/lib/kernel/errors";
import { AUDIT_CODES, type AuditCode } from "./catalogue";
import { type EventFilter, type EventRow, selectEvents } from "./list-store";
import { mayReadAudit } from "./rules";

const OUTCOMES = ["done", "refused", "failed"] as const;
export type AuditOutcome = (typeof OUTCOMES)[number];

/** What can be asked for; what is left out is not filtered by. A page reads this from its URL. */
export const auditFilterSchema = z.object({
  code: z.enum(AUDIT_CODES).optional(),
  outcome: z.enum(OUTCOMES).optional(),
  /** A person's id, or the name of a process of ours. */
  actorId: z.string().max(64).optional(),
  /** Any id of ours or of AWS that the event is about: request, grant, session, node, person, review. */
  subjectId: z.string().max(64).optional(),
  from: z.coerce.date().optional(),
  until: z.coerce.date().optional(),
});
export type AuditFilter = z.infer<typeof auditFilterSchema>;

/** One event, with the names that its sentence needs. */
export interface AuditRow extends Omit<EventRow, "code" | "outcome" | "actorKind" | "cursorAt"> {
  code: AuditCode;
  outcome: AuditOutcome;
  actorKind: "person" | "system" | "anonymous";
}

/**
 * Audit events, youngest first.
 * @throws AppError ROLE_MISSING | INVALID_INPUT (a cursor that isn't ours)
 */
export async function listEvents(
  viewer: PersonActor,
  filter: AuditFilter & PageRequest = {},
): Promise<Page<AuditRow>> {
  const may = mayReadAudit(viewer);
  if (!may.ok) throw new AppError(may.code, "may not see audit", may.params ? { params: may.params } : {});
  const limit = limitOf(filter);
  const after = cursorOf(filter);
  if (after && !MICROSECONDS.test(after[0]))
    throw new AppError("INVALID_INPUT", "the cursor has no time", { params: { fields: ["cursor"] } });
  const wanted: EventFilter = { ...filter, after, most: limit + 1 };
  const rows = await selectEvents(reading(), wanted);
  const page = pageOf(rows, limit, ({ cursorAt, id }) => [cursorAt, id]);
  return { rows: page.rows.map(toRow), nextCursor: page.nextCursor };
}

const MICROSECONDS = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/;
const actorKind = z.enum(["person", "system", "anonymous"]);

function toRow({ cursorAt: _microseconds, ...row }: EventRow): AuditRow {
  // A code of an older or newer version is not ours to hide: it is shown as it stands.
  return {
    ...row,
    code: row.code as AuditCode,
    outcome: z.enum(OUTCOMES).parse(row.outcome),
    actorKind: actorKind.parse(row.actorKind),
  };
}
