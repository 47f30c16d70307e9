import type { PersonActor } from "../kernel/actor";
import type { RequestDetail } from "./views";

/**
 * One request with everything a decider looks at.
 * @throws AppError ROLE_MISSING | NOT_FOUND (also when it is somebody else's and the viewer sees only their own)
 */
export async function readRequest(_viewer: PersonActor, _requestId: string): Promise<RequestDetail> {
  throw new TypeError("not built yet");
}
