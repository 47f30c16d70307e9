import { reading } from "@/lib/db/client";
import type { SystemActor } from "@/lib/kernel/actor";
import { RangeWriter } from "./range-writer";
import { recordGap } from "./record-gap";
import { readNumbers } from "./resuming/read-output";
import { SessionRecorder } from "./session-recorder";
import { findOutputBetween, insertRanges } from "./store";

/** The writer of this process: one for all its sessions, so that their commits are shared. */
const writer = new RangeWriter(insertRanges);

/** Binds a recorder to one session and one epoch of it. */
export function recordSession(
  actor: SystemActor,
  options: { sessionId: string; epoch: number; recordsInputBytes: boolean },
): SessionRecorder {
  return new SessionRecorder({
    ...options,
    writer,
    recordGap: (gap) => recordGap(actor, gap),
    readNumbers: (first, last) => readNumbers(options.sessionId, first, last),
    findRecorded: (first, last) => findOutputBetween(reading(), options.sessionId, { first, last }),
  });
}
