import { appendEvent, audited } from "@/lib/audit/append-event";
import type { PersonActor } from "@/lib/kernel/actor";
import { allow, refuse } from "@/lib/kernel/errors";
import { lockPerson } from "@/lib/people/store";
import { deleteStoredView, findView } from "./store";

/**
 * Deletes a view of one's own, also of a list that one may no longer see.
 * @throws AppError NOT_FOUND, also when it is another's
 */
export async function deleteView(
  actor: PersonActor,
  { viewId }: { viewId: string },
): Promise<{ viewId: string }> {
  const attempt = { code: "view.deleted", actor } as const;
  return audited<{ viewId: string }>(attempt, async (tx) => {
    // Of two tabs that delete it at once the second finds it gone.
    await lockPerson(tx, actor.id);
    const view = await findView(tx, actor.id, viewId);
    if (!view) return refuse("NOT_FOUND", { kind: "view", id: viewId });
    await deleteStoredView(tx, view.id);
    await appendEvent(tx, { ...attempt, data: { viewId, list: view.list, name: view.name } });
    return allow({ viewId });
  });
}
