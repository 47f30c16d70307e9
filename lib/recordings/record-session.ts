import { reading } from "@/lib/db/client";
import type { SystemActor } from "@/lib/kernel/actor";
import { config } from "@/lib/kernel/config/config";
import { RangeWriter } from "./range-writer";
import { recordGap } from "./record-gap";
import { readNumbers } from "./resuming/read-output";
import { InputSealer } from "./sealed-input/input-sealer";
import { SessionRecorder } from "./session-recorder";
import { findOutputBetween, insertRanges } from "./store";

/** The writer of this process: one for all its sessions, so that their commits are shared. */
const writer = new RangeWriter(insertRanges);

/**
 * Binds a recorder to one session and one epoch of it.
 * @param options.keepsInput whether what is typed is kept: sealed to INPUT_RECIPIENTS, and refused where there are none
 */
export function recordSession(
  actor: SystemActor,
  { keepsInput, ...options }: { sessionId: string; epoch: number; keepsInput: boolean },
): SessionRecorder {
  return new SessionRecorder({
    ...options,
    sealer: keepsInput ? new InputSealer(options, config().INPUT_RECIPIENTS ?? []) : undefined,
    writer,
    recordGap: (gap) => recordGap(actor, gap),
    readNumbers: (first, last) => readNumbers(options.sessionId, first, last),
    findRecorded: (first, last) => findOutputBetween(reading(), options.sessionId, { first, last }),
  });
}
