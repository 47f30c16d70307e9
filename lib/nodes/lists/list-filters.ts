import { z } from "zod";
import { REGION } from "@/lib/kernel/config/region";
import {
  type ListFilters,
  nodeNarrowing,
  type QueryReader,
  readFilters,
  searched,
  ticked,
  withoutUndefined,
} from "@/lib/kernel/list-query";
import { type ListSort, readSort } from "@/lib/kernel/sort-rules";
import {
  NODE_SORTS,
  NODE_STATES,
  type NodeFilters,
  type NodeNarrowing,
  type NodeSort,
  PROTECTIONS,
} from "../views";

const ACCOUNT = z.string().regex(/^\d{12}$/);

/** The fields of a form that narrow a list by the nodes in it. */
export const NODE_FIELDS = {
  node: searched,
  account: ACCOUNT,
  region: z.string().regex(REGION),
  protection: z.enum(PROTECTIONS),
};

/** What those fields say. */
export function nodeFieldsRead(given: {
  node?: string;
  account?: string;
  region?: string;
  protection?: NodeNarrowing["protection"];
}): NodeNarrowing {
  return {
    ...nodeNarrowing(given.node),
    ...withoutUndefined<NodeNarrowing>({
      accountId: given.account,
      region: given.region,
      protection: given.protection,
    }),
  };
}

/** Reads the order of the list of nodes from its address; by name without one. */
export function nodeSort(query: QueryReader): ListSort<NodeSort> {
  return readSort(NODE_SORTS, "name", query);
}

/** Reads the filters of the list of nodes from its address. */
export function nodeFilters(query: QueryReader): ListFilters<NodeFilters> {
  const { given, wrong } = readFilters(
    {
      q: searched,
      account: ACCOUNT,
      region: z.string().regex(REGION),
      protection: z.enum(PROTECTIONS),
      state: z.enum(NODE_STATES),
      starred: ticked,
    },
    query,
  );
  const filters = withoutUndefined<NodeFilters>({
    search: given.q,
    accountId: given.account,
    region: given.region,
    protection: given.protection,
    state: given.state,
    isStarred: given.starred,
  });
  return { filters, wrong };
}
