import { z } from "zod";
import { AppError } from "./errors";
import { isInCalendar } from "./time";

/** A query of an address, read by name: the first value; undefined when it isn't there. Hostile until parsed. */
export type QueryReader = (name: string) => string | undefined;

// biome-ignore lint/suspicious/noControlCharactersInRegex: what can't be searched for is what is taken out
const UNSEARCHABLE = /[\u0000-\u001f\u007f\p{Cs}]+/gu;

/** What a person typed to look for: at most 200 characters. */
export const searched = z
  .string()
  .transform((text) => text.replace(UNSEARCHABLE, " ").trim())
  .pipe(z.string().min(1).max(200));

const DAY = /^\d{4}-\d\d-\d\d$/;
const DAY_MS = 86_400_000;
const day = z
  .string()
  .regex(DAY)
  .refine((text) => isInCalendar(`${text}T00:00:00.000Z`))
  .transform((text) => new Date(`${text}T00:00:00.000Z`));

/** A day in UTC, such as 2026-11-23: its beginning. */
export const fromDay = day;
/** A day in UTC, the whole of it: the beginning of the next one, exclusive. */
export const untilDay = day.transform((at) => new Date(at.getTime() + DAY_MS));
/** A box that was ticked. */
export const ticked = z.literal("1").transform(() => true);

type Shape = Record<string, z.ZodType>;
type Given<S extends Shape> = { [K in keyof S]?: z.output<S[K]> };

/**
 * Reads the filters of a list from its address.
 * @returns what was given and understood, and the names of what was not understood: a page leaves those out and shows
 *   that it did; an export refuses, for nobody sees what it left out
 */
export function readFilters<S extends Shape>(
  shape: S,
  query: QueryReader,
): { given: Given<S>; wrong: string[] } {
  const given: Record<string, unknown> = {};
  const wrong: string[] = [];
  for (const [name, schema] of Object.entries(shape)) {
    const text = query(name)?.trim();
    if (text === undefined || text === "") continue;
    const parsed = schema.safeParse(text);
    if (parsed.success) given[name] = parsed.data;
    else wrong.push(name);
  }
  // The names and types are the shape's, entry by entry.
  return { given: given as Given<S>, wrong };
}

/**
 * The filters, where one that is not understood must not be left out.
 * @throws AppError INVALID_INPUT with the names
 */
export function mustUnderstand<F>({ filters, wrong }: ListFilters<F>): F {
  if (wrong.length > 0)
    throw new AppError("INVALID_INPUT", `filters: ${wrong.join(", ")}`, { params: { fields: wrong } });
  return filters;
}

/** Leaves out what was not given: filters are optional, never undefined. */
export function withoutUndefined<T extends object>(values: { [K in keyof T]: T[K] | undefined }): T {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as T;
}

/** What the address of a list says: the filters that were understood, and the names of those that were not. */
export interface ListFilters<F> {
  filters: F;
  wrong: string[];
}

const PERSON_ID = /^per_[0-9a-z]{26}$/;
const NODE_ID = /^m?i-[0-9a-f]{8,17}$/;

/** A person by id or by part of the name, as one field of a form has it. */
export function personNarrowing(person: string | undefined): { personId?: string; personName?: string } {
  if (person === undefined) return {};
  return PERSON_ID.test(person) ? { personId: person } : { personName: person };
}

/** A node by id or by part of the name, as one field of a form has it. */
export function nodeNarrowing(node: string | undefined): { nodeId?: string; nodeName?: string } {
  if (node === undefined) return {};
  return NODE_ID.test(node) ? { nodeId: node } : { nodeName: node };
}
