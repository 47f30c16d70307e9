import { z } from "zod";
import {
  fromDay,
  type ListFilters,
  personNarrowing,
  type QueryReader,
  readFilters,
  searched,
  ticked,
  untilDay,
  withoutUndefined,
} from "@/lib/kernel/list-query";
import { type ListSort, readSort } from "@/lib/kernel/sort-rules";
import { NODE_FIELDS, nodeFieldsRead } from "@/lib/nodes/lists/list-filters";
import { COMPLETENESS, CORROBORATION } from "../grades";
import {
  END_REASONS,
  RETENTION,
  SESSION_KINDS,
  SESSION_SORTS,
  SESSION_STATES,
  type SessionFilters,
  type SessionSort,
} from "../views";

const FIELDS = {
  q: searched,
  kind: z.enum(SESSION_KINDS),
  state: z.enum(["running", ...SESSION_STATES]),
  person: searched,
  ...NODE_FIELDS,
  end: z.enum(END_REASONS),
  recording: z.enum(COMPLETENESS),
  log: z.enum(CORROBORATION),
  retention: z.enum(RETENTION),
  incident: searched,
  from: fromDay,
  until: untilDay,
  mine: ticked,
};

/** Reads the filters of the list of sessions from its address; the state "running" is all that are not over. */
export function sessionFilters(query: QueryReader): ListFilters<SessionFilters> {
  const { given, wrong } = readFilters(FIELDS, query);
  const { state, end: endReason, recording: completeness, log: corroboration } = given;
  const { kind, retention, incident, from, until, mine } = given;
  const filters = {
    ...withoutUndefined<SessionFilters>({ search: given.q, endReason, completeness, corroboration }),
    ...withoutUndefined<SessionFilters>({ kind, retention, incident, from, until, mine }),
    ...(state === "running" ? { isRunning: true } : withoutUndefined<SessionFilters>({ state })),
    ...personNarrowing(given.person),
    ...nodeFieldsRead(given),
  };
  return { filters, wrong };
}

/** Reads the order of the list of sessions from its address; the newest first without one. */
export function sessionSort(query: QueryReader): ListSort<SessionSort> {
  return readSort(SESSION_SORTS, "-started", query);
}
