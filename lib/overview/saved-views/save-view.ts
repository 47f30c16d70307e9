import { appendEvent, audited } from "@/lib/audit/append-event";
import type { PersonActor } from "@/lib/kernel/actor";
import { allow, refuse } from "@/lib/kernel/errors";
import { lockPerson } from "@/lib/people/store";
import { scopeOf } from "@/lib/people/visibility";
import { queryText, understoodText } from "./read-query";
import { MAX_VIEW_QUERY, placeOfView, viewName } from "./rules";
import { findViews, insertView, updateView } from "./store";
import type { SavedList } from "./views";

/**
 * Keeps a list's filters and order under a name, for the person alone.
 * @param input.query of an address; of it what the list understands is kept
 * @param input.isReplacing whether one of the same name may be replaced
 * @throws AppError ROLE_MISSING | INVALID_INPUT (name, or a query of nothing) | VIEW_EXISTS | TOO_MANY_VIEWS
 */
export async function saveView(
  actor: PersonActor,
  input: { list: SavedList; name: string; query: string; isReplacing: boolean },
): Promise<{ viewId: string; name: string }> {
  const { list } = input;
  const attempt = { code: "view.saved", actor } as const;
  return audited<{ viewId: string; name: string }>(attempt, async (tx) => {
    const scope = scopeOf(actor, list);
    if (!scope.ok) return scope;
    const name = viewName(input.name);
    if (!name.ok) return name;
    const wanted = { name: name.value, query: queryText(understoodText(list, input.query)) };
    if (wanted.query === "" || wanted.query.length > MAX_VIEW_QUERY)
      return refuse("INVALID_INPUT", { fields: ["query"] });
    // Of two tabs that save at once the second sees what the first has saved.
    await lockPerson(tx, actor.id);
    const place = placeOfView(await findViews(tx, actor.id, list), wanted, input.isReplacing);
    if (!place.ok) return place;
    const before = place.value;
    const viewId = before?.id ?? (await insertView(tx, { personId: actor.id, list, ...wanted }));
    if (before?.query === wanted.query) return allow({ viewId, name: wanted.name });
    if (before) await updateView(tx, viewId, wanted.query);
    await appendEvent(tx, { ...attempt, data: { viewId, list, name: wanted.name } });
    return allow({ viewId, name: wanted.name });
  });
}
