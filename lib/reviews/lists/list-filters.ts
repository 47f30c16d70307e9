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
import { columnOf, type ListSort, readSort } from "@/lib/kernel/sort-rules";
import { NODE_FIELDS, nodeFieldsRead } from "@/lib/nodes/lists/list-filters";
import { END_REASONS } from "@/lib/sessions/views";
import { REVIEW_SORTS, REVIEW_STATES, REVIEW_VERDICTS, type ReviewFilters, type ReviewSort } from "../views";

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

/**
 * Reads the order of the list of reviews from its address. Without one it is what is due: the first in the queue, the
 * last among others. When they were closed is for closed ones alone.
 */
export function reviewSort(query: QueryReader, filters: ReviewFilters): ListSort<ReviewSort> {
  const usual = usualReviewSort(filters);
  const read = readSort(REVIEW_SORTS, usual, query);
  const isForClosed = columnOf(read.sort) === "closed";
  return isForClosed && !isOfClosed(filters) ? { sort: usual, wrong: ["sort"] } : read;
}

/** What comes first where nobody says. */
export function usualReviewSort({ state, isOverdue }: ReviewFilters): ReviewSort {
  return state === "open" || (isOverdue && state === undefined) ? "due" : "-due";
}

/** Whether a list has closed reviews only, which can be ordered by when they were closed. */
export function isOfClosed({ state, verdict }: ReviewFilters): boolean {
  return state === "closed" || (verdict !== undefined && state === undefined);
}
