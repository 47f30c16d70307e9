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
import { NODE_FIELDS, nodeFieldsRead } from "@/lib/nodes/lists/list-filters";
import { END_REASONS } from "@/lib/sessions/views";
import { REVIEW_STATES, REVIEW_VERDICTS, type ReviewFilters } from "../views";

const FIELDS = {
  q: searched,
  state: z.enum([...REVIEW_STATES, "any"]),
  verdict: z.enum(REVIEW_VERDICTS),
  overdue: ticked,
  person: searched,
  ...NODE_FIELDS,
  end: z.enum(END_REASONS),
  incident: searched,
  from: fromDay,
  until: untilDay,
  mine: ticked,
};

/**
 * Reads the filters of the list of reviews from its address. Without a state it is the queue: open ones, unless a
 * verdict, which only closed ones have, is asked for.
 */
export function reviewFilters(query: QueryReader): ListFilters<ReviewFilters> {
  const { given, wrong } = readFilters(FIELDS, query);
  const { verdict, overdue: isOverdue, end: endReason, incident, from, until, mine } = given;
  const asked = given.state ?? (verdict === undefined ? "open" : "any");
  const state = asked === "any" ? undefined : asked;
  const filters = {
    ...withoutUndefined<ReviewFilters>({
      ...{ search: given.q, state, verdict, isOverdue, endReason, incident, from, until, mine },
    }),
    ...personNarrowing(given.person),
    ...nodeFieldsRead(given),
  };
  return { filters, wrong };
}
