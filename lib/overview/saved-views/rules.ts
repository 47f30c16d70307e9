import { allow, refuse, type Verdict } from "@/lib/kernel/errors";
import { weightOf } from "@/lib/kernel/text-rules";

/** How many views of one list a person keeps: as many as one still finds something in. */
export const MOST_VIEWS = 30;
/** Characters of a name. */
export const MAX_VIEW_NAME = 60;

/** Of an address's query, percent-encoded: more than the filters of a list can say in Chinese. */
export const MAX_VIEW_QUERY = 8000;

/** Reorders what stands around it, or can't be seen: two names that look the same would be two. */
const UNSEEN = /[\p{Cc}\p{Cf}\p{Co}\p{Cn}\p{Cs}]/gu;

/**
 * A view's name as it is kept: in one line, without what can't be seen.
 * @returns INVALID_INPUT when nothing of it can be seen, or there is too much of it
 */
export function viewName(text: string): Verdict<string> {
  const name = text.normalize("NFC").replace(/\s+/gu, " ").replace(UNSEEN, "").replace(/ +/g, " ").trim();
  return weightOf(name) >= 1 && [...name].length <= MAX_VIEW_NAME
    ? allow(name)
    : refuse("INVALID_INPUT", { fields: ["name"], min: 1, max: MAX_VIEW_NAME });
}

/**
 * What becomes of a view that somebody saves.
 * @param views those of the list that they have
 * @param isReplacing whether one of the same name may be replaced
 * @returns the view whose place it takes, or null for a new one · VIEW_EXISTS with the name | TOO_MANY_VIEWS with the most
 */
export function placeOfView<V extends { name: string; query: string }>(
  views: readonly V[],
  wanted: { name: string; query: string },
  isReplacing: boolean,
): Verdict<V | null> {
  const same = views.find(({ name }) => name === wanted.name);
  // Saved twice, as by a second press, it is there once.
  if (same)
    return isReplacing || same.query === wanted.query
      ? allow(same)
      : refuse("VIEW_EXISTS", { name: same.name });
  return isFull(views.length) ? refuse("TOO_MANY_VIEWS", { most: MOST_VIEWS }) : allow(null);
}

/** Whether there is no room for one more. */
export function isFull(count: number): boolean {
  return count >= MOST_VIEWS;
}
