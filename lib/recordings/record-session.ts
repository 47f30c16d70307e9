import { reading } from "@/lib/db/client";
import { RangeWriter } from "./range-writer";
import { SessionRecorder } from "./session-recorder";
import { findOutputBetween, insertRanges } from "./store";

/** The writer of this process: one for all its sessions, so that their commits are shared. */
const writer = new RangeWriter(insertRanges);

/** Binds a recorder to one session and one hold on it. */
export function recordSession(options: {
  sessionId: string;
  epoch: number;
  recordsInputBytes: boolean;
}): SessionRecorder {
  return new SessionRecorder({
    ...options,
    writer,
    findRecorded: (first, last) => findOutputBetween(reading(), options.sessionId, { first, last }),
  });
}
