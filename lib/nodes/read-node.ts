import type { PersonActor } from "../kernel/actor";
import type { NodeDetail } from "./views";

/**
 * One node, who is on it now and what happened on it lately.
 * @throws AppError ROLE_MISSING | NOT_FOUND
 */
export async function readNode(_viewer: PersonActor, _nodeId: string): Promise<NodeDetail> {
  throw new TypeError("not built yet");
}
