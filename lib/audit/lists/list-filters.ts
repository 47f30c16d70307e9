import { z } from "zod";
import {
  fromDay,
  type ListFilters,
  type QueryReader,
  readFilters,
  searched,
  untilDay,
  withoutUndefined,
} from "@/lib/kernel/list-query";
import { AUDIT_CODES } from "../catalogue";
import { type AuditFilter, isSubjectId } from "./list-events";
import { AUDIT_OUTCOMES } from "./views";

const FIELDS = {
  q: searched,
  code: z.enum(AUDIT_CODES),
  outcome: z.enum(AUDIT_OUTCOMES),
  actor: searched,
  subject: searched,
  from: fromDay,
  until: untilDay,
};

const PROCESSES: readonly string[] = ["web", "gateway", "jobs", "command-line"];

/** Reads the filters of the audit from its address. An id that was searched for is what the events are about. */
export function auditFilters(query: QueryReader): ListFilters<AuditFilter> {
  const { given, wrong } = readFilters(FIELDS, query);
  const { q, code, outcome, actor, subject, from, until } = given;
  const isId = q !== undefined && isSubjectId(q);
  const isActorId = actor !== undefined && (actor.startsWith("per_") || PROCESSES.includes(actor));
  const filters = withoutUndefined<AuditFilter>({
    ...{ code, outcome, from, until },
    subjectId: subject ?? (isId ? q : undefined),
    search: isId && subject === undefined ? undefined : q,
    actorId: isActorId ? actor : undefined,
    actorName: isActorId ? undefined : actor,
  });
  return { filters, wrong };
}
