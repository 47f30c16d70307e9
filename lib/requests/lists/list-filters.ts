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
import { REQUEST_SORTS, REQUEST_STATES, type RequestFilters, type RequestSort } from "../views";

const FIELDS = {
  q: searched,
  state: z.enum(REQUEST_STATES),
  person: searched,
  ...NODE_FIELDS,
  incident: searched,
  from: fromDay,
  until: untilDay,
  mine: ticked,
  needs: z.literal("me").transform(() => true),
};

/** Reads the filters of the list of requests from its address. */
export function requestFilters(query: QueryReader): ListFilters<RequestFilters> {
  const { given, wrong } = readFilters(FIELDS, query);
  const { state, incident, from, until, mine, needs: needsMe } = given;
  const filters = {
    ...withoutUndefined<RequestFilters>({ search: given.q, state, incident, from, until, mine, needsMe }),
    ...personNarrowing(given.person),
    ...nodeFieldsRead(given),
  };
  return { filters, wrong };
}

/** Reads the order of the list of requests from its address; the newest first without one. */
export function requestSort(query: QueryReader): ListSort<RequestSort> {
  return readSort(REQUEST_SORTS, "-requested", query);
}
