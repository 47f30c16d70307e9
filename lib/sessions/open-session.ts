import type { SystemActor } from "../kernel/actor";
import { AppError } from "../kernel/errors";
import type { SessionId } from "../kernel/ids";

/** What a data channel is opened with. The token is a secret: memory only. */
export interface OpenChannel {
  awsSessionId: string;
  tokenValue: string;
  streamUrl: string;
  clientId: string;
  /** The number of this hold: every append to the recording is conditional on it. */
  epoch: number;
  windowEndsAt: Date;
  /** Whether the rule has keystrokes kept, or only counted. */
  recordsInputBytes: boolean;
}

export async function openSession(
  _gateway: SystemActor,
  input: { sessionId: SessionId; gatewayId: string; cols: number; rows: number },
): Promise<OpenChannel> {
  throw new AppError("INTERNAL", `${input.sessionId}: not yet`);
}
