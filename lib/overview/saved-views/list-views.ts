import { reading } from "@/lib/db/client";
import type { PersonActor } from "@/lib/kernel/actor";
import { queryText, understoodQuery, understoodText } from "./read-query";
import { isFull } from "./rules";
import { findViews } from "./store";
import { type SavedList, type SavedViews, VIEW_PARAM, type ViewQuery } from "./views";

/** As people order names, "week 4" before "week 30"; the database would go by its characters. */
const BY_NAME = new Intl.Collator("en", { numeric: true });

/**
 * The viewer's own views of a list, and which of them its address shows or was opened from. What this release does not
 * understand of a view is left out; of which it understands nothing, that one shows the whole list.
 * @param address the query of the list's address, hostile
 */
export async function listViews(
  viewer: PersonActor,
  list: SavedList,
  address: ViewQuery,
): Promise<SavedViews> {
  const rows = await findViews(reading(), viewer.id, list);
  const views = rows
    .sort((one, other) => BY_NAME.compare(one.name, other.name))
    .map(({ id, name, query }) => ({ id, name, query: understoodText(list, query) }));
  const current = understoodQuery(list, address);
  const text = queryText(current);
  const opened = views.find(({ id }) => id === address[VIEW_PARAM]);
  const isShown = (view: { query: ViewQuery }) => text !== "" && queryText(view.query) === text;
  // Two may show the same: then it is the one that was opened.
  const shown = opened && isShown(opened) ? opened : views.find(isShown);
  return {
    list,
    views,
    current: text === "" ? null : current,
    shownId: shown?.id ?? null,
    editedId: shown || !opened || text === "" ? null : opened.id,
    isFull: isFull(views.length),
  };
}
