import { auditFilters } from "@/lib/audit/lists/list-filters";
import type { QueryReader } from "@/lib/kernel/list-query";
import { nodeFilters, nodeSort } from "@/lib/nodes/lists/list-filters";
import { requestFilters, requestSort } from "@/lib/requests/lists/list-filters";
import { reviewFilters, reviewSort } from "@/lib/reviews/lists/list-filters";
import { sessionFilters, sessionSort } from "@/lib/sessions/lists/list-filters";
import type { SavedList, ViewQuery } from "./views";

/** What a list makes of its address: the readers that its page and its export use. */
const READERS: Readonly<Record<SavedList, (query: QueryReader) => readonly unknown[]>> = {
  nodes: (query) => [nodeFilters(query).filters, nodeSort(query).sort],
  requests: (query) => [requestFilters(query).filters, requestSort(query).sort],
  sessions: (query) => [sessionFilters(query).filters, sessionSort(query).sort],
  reviews: (query) => {
    const { filters } = reviewFilters(query);
    return [filters, reviewSort(query, filters).sort];
  },
  audit: (query) => [auditFilters(query).filters],
};

/**
 * Of a query what makes a difference to its list, always in the same order: what the list does not know, does not
 * understand or does anyway is left out. So two addresses that show the same are one text, and nothing else is kept.
 * @param query hostile: an address, or what another release saved
 */
export function understoodQuery(list: SavedList, query: ViewQuery): ViewQuery {
  const given = new Map(Object.entries(query));
  const asked = new Set<string>();
  READERS[list]((name) => {
    asked.add(name);
    return given.get(name);
  });
  let kept = [...asked].flatMap((name) => {
    const text = given.get(name);
    return text === undefined ? [] : [[name, text] as const];
  });
  for (const [name] of kept) {
    const without = kept.filter(([other]) => other !== name);
    if (meaningOf(list, without) === meaningOf(list, kept)) kept = without;
  }
  return Object.fromEntries(kept);
}

function meaningOf(list: SavedList, entries: readonly (readonly [string, string])[]): string {
  const query = new Map(entries);
  return JSON.stringify(READERS[list]((name) => query.get(name)));
}

/** The same of a text, as `queryText` makes it. */
export function understoodText(list: SavedList, text: string): ViewQuery {
  const given = new Map<string, string>();
  // As an address is read: of a name that stands there twice, the first.
  for (const [name, value] of new URLSearchParams(text)) if (!given.has(name)) given.set(name, value);
  return understoodQuery(list, Object.fromEntries(given));
}

export function queryText(query: ViewQuery): string {
  return new URLSearchParams(query).toString();
}
