import { z } from "zod";
import { AppError } from "@/lib/kernel/errors";
import { isId } from "@/lib/kernel/ids";
import {
  fromDay,
  personNarrowing,
  type QueryReader,
  readFilters,
  searched,
  ticked,
  untilDay,
  withoutUndefined,
} from "@/lib/kernel/list-query";
import { NODE_FIELDS, nodeFieldsRead } from "@/lib/nodes/lists/list-filters";
import { REVIEW_VERDICTS } from "@/lib/reviews/views";
import { type AskedSearch, SEARCHED_IN, type SearchFilters } from "./views";

const TEXT_FIELDS = {
  q: searched,
  in: z.enum(SEARCHED_IN),
  words: ticked,
  after: z.string().max(40),
};
const FILTER_FIELDS = {
  person: searched,
  ...NODE_FIELDS,
  from: fromDay,
  until: untilDay,
  mine: ticked,
  request: z.string().refine((text) => isId("request", text)),
  verdict: z.enum(REVIEW_VERDICTS),
};

/** What an address names: what is looked for, and in which sessions. */
export const SEARCH_NAMES = {
  text: ["q", "in", "words"] satisfies (keyof typeof TEXT_FIELDS)[],
  filters: Object.keys(FILTER_FIELDS),
};

/** Reads a search from an address. @returns also the names of what was not understood, and left out */
export function readSearch(
  query: QueryReader,
  { isOfSession = false } = {},
): { asked: Omit<AskedSearch, "text"> & { text: string | null }; wrong: string[] } {
  const text = readFilters(TEXT_FIELDS, query);
  const { given, wrong } = readFilters(isOfSession ? {} : FILTER_FIELDS, query) as ReturnType<
    typeof readFilters<typeof FILTER_FIELDS>
  >;
  const { from, until, mine, request: requestId, verdict } = given;
  const filters = {
    ...withoutUndefined<SearchFilters>({ from, until, mine, requestId, verdict }),
    ...personNarrowing(given.person),
    ...nodeFieldsRead(given),
  };
  return {
    asked: {
      text: text.given.q ?? null,
      where: text.given.in ?? "all",
      isWholeWords: text.given.words ?? false,
      after: text.given.after ?? null,
      filters,
    },
    wrong: [...text.wrong, ...wrong],
  };
}

/**
 * The same for a program that asks: nothing is left out.
 * @throws AppError INVALID_INPUT for names that are none, given twice or not understood, and without a text
 */
export function mustReadSearch(query: URLSearchParams, { isOfSession = false } = {}): AskedSearch {
  const names = [...query.keys()];
  const known = new Set([...Object.keys(TEXT_FIELDS), ...(isOfSession ? [] : Object.keys(FILTER_FIELDS))]);
  const { asked, wrong } = readSearch((name) => query.get(name) ?? undefined, { isOfSession });
  const fields = [
    ...wrong,
    ...names.filter((name, index) => !known.has(name) || names.indexOf(name) !== index),
  ];
  if (asked.text === null) fields.push("q");
  if (fields.length > 0 || asked.text === null)
    throw new AppError("INVALID_INPUT", `search: ${fields.join(", ")}`, { params: { fields } });
  return { ...asked, text: asked.text };
}
