import type { SystemActor } from "../kernel/actor";
import { AppError } from "../kernel/errors";
import type { SessionId } from "../kernel/ids";
import type { OpenChannel } from "./open-session";

export async function resumeSession(
  _gateway: SystemActor,
  input: { sessionId: SessionId; gatewayId: string; takeOver: boolean },
): Promise<OpenChannel> {
  throw new AppError("INTERNAL", `${input.sessionId}: not yet`);
}
