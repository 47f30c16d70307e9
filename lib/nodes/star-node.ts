import { appendEvent, audited } from "@/lib/audit/append-event";
import type { PersonActor } from "@/lib/kernel/actor";
import { allow, refuse } from "@/lib/kernel/errors";
import { lockPerson } from "@/lib/people/store";
import { scopeOf } from "@/lib/people/visibility";
import { countStars, hasNode, saveStar } from "./star-store";

/** More than anybody keeps on top of a list. */
export const MOST_STARS = 100;

/**
 * Keeps a node at the top of a person's lists, or lets it go again.
 * @throws AppError ROLE_MISSING | NOT_FOUND | INVALID_INPUT when they have MOST_STARS already
 */
export async function starNode(
  actor: PersonActor,
  { nodeId, isStarred }: { nodeId: string; isStarred: boolean },
): Promise<{ isStarred: boolean }> {
  const attempt = {
    code: isStarred ? "node.starred" : "node.unstarred",
    actor,
    subject: { nodeId },
  } as const;
  return audited<{ isStarred: boolean }>(attempt, async (tx) => {
    const scope = scopeOf(actor, "nodes");
    if (!scope.ok) return scope;
    if (!(await hasNode(tx, nodeId))) return refuse("NOT_FOUND", { kind: "node", id: nodeId });
    await lockPerson(tx, actor.id);
    if (isStarred && (await countStars(tx, actor.id)) >= MOST_STARS)
      return refuse("INVALID_INPUT", { fields: ["isStarred"], max: MOST_STARS });
    if (await saveStar(tx, { personId: actor.id, nodeId }, isStarred)) await appendEvent(tx, attempt);
    return allow({ isStarred });
  });
}
