import { z } from "zod";
import { reading } from "@/lib/db/client";
import { countRows, type RowCount } from "@/lib/db/lists/count-rows";
import { isInstant, type Page, type PageRequest } from "@/lib/db/lists/paging";
import { readPage } from "@/lib/db/lists/read-page";
import type { PersonActor } from "@/lib/kernel/actor";
import { AppError } from "@/lib/kernel/errors";
import type { AuditCode } from "../catalogue";
import { mayReadAudit } from "../rules";
import { joinIntents, PAIRED } from "./join-intents";
import { type EventRow, eventsListed, findEvents, findOfSessions } from "./list-store";
import { AUDIT_OUTCOMES, type AuditLine, type AuditOutcome, type AuditRow } from "./views";

/** What can be asked for; what is left out is not filtered by. */
export interface AuditFilter {
  code?: AuditCode;
  outcome?: AuditOutcome;
  /** A person's id, or the name of a process of ours. */
  actorId?: string;
  /** Part of a person's name. */
  actorName?: string;
  /** Any id of ours or of AWS that the event is about: request, grant, session, node, person, review. */
  subjectId?: string;
  from?: Date;
  /** Exclusive. */
  until?: Date;
  /** Words, each of which stands in the name of who did it, whom it is about, or its node. */
  search?: string;
}

/**
 * Audit events, youngest first.
 * @throws AppError ROLE_MISSING | INVALID_INPUT (a cursor that isn't ours)
 */
export async function listEvents(
  viewer: PersonActor,
  filter: AuditFilter & PageRequest = {},
): Promise<Page<AuditRow>> {
  mustSee(viewer);
  const tx = reading();
  return readPage(
    tx,
    eventsListed(filter),
    { ...filter, isKey: isInstant },
    {
      find: async (ids) => (await findEvents(tx, ids)).map(auditRow),
      keyOf: ({ cursorAt, id }) => [cursorAt, id],
    },
  );
}

/** What is looked up around a page at most, so that a pair that it parts stands once. */
const MOST_BESIDE = 200;

/**
 * As `listEvents`, with each intent joined to its result.
 * @throws AppError ROLE_MISSING | INVALID_INPUT (a cursor that isn't ours)
 */
export async function listAuditLines(
  viewer: PersonActor,
  filter: AuditFilter & PageRequest = {},
): Promise<Page<AuditLine>> {
  const page = await listEvents(viewer, filter);
  // Who asks for one kind or outcome wants those events themselves.
  if (filter.code !== undefined || filter.outcome !== undefined)
    return { ...page, rows: page.rows.map((row) => ({ ...row, intent: null })) };
  const parted = page.rows.flatMap(({ code, sessionId }) =>
    PAIRED.includes(code) && sessionId !== null ? [sessionId] : [],
  );
  if (parted.length === 0) return { ...page, rows: joinIntents(page.rows, []) };
  const tx = reading();
  const ids = await findOfSessions(tx, [...new Set(parted)], PAIRED, MOST_BESIDE);
  const others = (await findEvents(tx, ids)).map(auditRow);
  return { ...page, rows: joinIntents(page.rows, others) };
}

/**
 * How many events `listEvents` leads through.
 * @throws AppError ROLE_MISSING
 */
export async function countEvents(viewer: PersonActor, filter: AuditFilter = {}): Promise<RowCount> {
  mustSee(viewer);
  return countRows(reading(), eventsListed(filter));
}

function mustSee(viewer: PersonActor): void {
  const may = mayReadAudit(viewer);
  if (!may.ok) throw new AppError(may.code, "may not see audit", may.params ? { params: may.params } : {});
}

const actorKind = z.enum(["person", "system", "anonymous"]);
const outcome = z.enum(AUDIT_OUTCOMES);

/** An event as pages are given it. */
export function auditRow(row: EventRow): AuditRow {
  // A code of an older or newer version is not ours to hide: it is shown as it stands.
  return {
    ...row,
    code: row.code as AuditCode,
    outcome: outcome.parse(row.outcome),
    actorKind: actorKind.parse(row.actorKind),
  };
}

/** Whether a text has the form of an id that an event can be about. */
export function isSubjectId(text: string): boolean {
  return /^((req|grt|ses|per|rev|aud)_[0-9a-z]{26}|m?i-[0-9a-f]{8,17})$/.test(text);
}
