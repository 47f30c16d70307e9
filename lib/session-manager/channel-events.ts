import type { EncryptionFault } from "./encryption/faults";
import type { OutputGap } from "./output/recorder";
import type { FrameErrorCode } from "./wire/message";

/** What a channel tells its owner besides output. Strings from the node are UNTRUSTED. */
export type ChannelEvent =
  /** The shell takes input now. `customerMessage` comes from the session document or the agent. */
  | { type: "ready"; hasHandshake: boolean; agentVersion: string; customerMessage: string }
  /** The agent asked for something we do not do (encryption that its document does not name, a port session): no shell will come. */
  | { type: "handshake.refused"; reasons: string[] }
  /** The channel is not encrypted as the document asks, or can't be: nothing is taken or sent any more. */
  | { type: "encryption.refused"; fault: EncryptionFault; error: Error }
  | { type: "gap.closed"; gap: OutputGap }
  /** A frame came for a gap that was closed: recorded and acknowledged, not shown. */
  | { type: "output.late"; sequence: number }
  /** The buffer is full: the frame was dropped without acknowledgement, so the agent sends it again. */
  | { type: "output.refused"; sequence: number }
  /** Output waits for frames that were lost on the way and that the agent sends again, one in 100 ms. */
  | { type: "output.behind" }
  | { type: "output.caught-up" }
  /** More output waits for the recorder than is good: stop reading the socket until `reading.resumed`. */
  | { type: "reading.paused" }
  | { type: "reading.resumed" }
  /** The recorder rejected. Output is held and tried again; input was refused. */
  | { type: "recording.failed"; what: "output" | "input" | "gap"; error: unknown }
  | { type: "recording.recovered" }
  /** Numbers of a predecessor were filled with terminal sizes: its last keystrokes may be lost. */
  | { type: "input.filled"; from: number; to: number }
  /** The agent has not acknowledged an input message for long. */
  | { type: "input.stalled"; sequence: number; waitedMs: number }
  /** A frame was not understood and dropped without acknowledgement; told once per code and connection. */
  | { type: "frame.dropped"; code: FrameErrorCode | "TEXT_FRAME" }
  /** The service closed the channel; `onClosed` follows when all that came is recorded and shown. */
  | { type: "closing"; output: string };

export type ChannelErrorCode = "CHANNEL_CLOSED" | "INPUT_NOT_RECORDED" | "INPUT_QUEUE_FULL";

/** Why input was not taken. None of the bytes of the rejected call that were not yet recorded was sent. */
export class ChannelError extends Error {
  override readonly name = "ChannelError";
  readonly code: ChannelErrorCode;

  constructor(code: ChannelErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}

/** Every bound and duration of a channel; milliseconds and bytes. */
export interface ChannelLimits {
  /** Output frames that wait for the recorder. */
  maxBufferedFrames: number;
  maxBufferedBytes: number;
  /** Of frames that are durable and wait for one before them: the others are read back from the recording. */
  maxHeldBytes: number;
  /** Frames waiting for the recorder at which reading should pause, and resume. */
  pauseFrames: number;
  resumeFrames: number;
  /** Frames in one appendOutput. */
  maxBatchFrames: number;
  /** A missing frame is given up after this long on a live connection without any missing frame coming. */
  gapMs: number;
  /** `output.behind` is told when output has waited so long. */
  behindMs: number;
  /** Input numbers from the oldest unacknowledged message to the next one. */
  maxInFlight: number;
  maxInputBytes: number;
  maxQueuedInputBytes: number;
  maxQueuedWrites: number;
  /** After a rejection the recorder is tried again after this, doubled up to the second. */
  retryMs: number;
  maxRetryMs: number;
  /** `input.stalled` is told after this. */
  stallMs: number;
  /** An input message overtaken by a later acknowledgement is retired after this and three more sends. */
  overtakenMs: number;
}

const maxInFlight = 64;

/**
 * How many numbers before `inputNext` a successor must fill: a predecessor's whole window, and once more
 * for predecessors that died one after the other before the agent answered any of them.
 */
export const inputNumbersInDoubt = 2 * maxInFlight;

export const defaultLimits: ChannelLimits = {
  maxBufferedFrames: 10_000,
  maxBufferedBytes: 64 * 1024 * 1024,
  maxHeldBytes: 4 * 1024 * 1024,
  pauseFrames: 4_000,
  resumeFrames: 1_000,
  maxBatchFrames: 1_024,
  gapMs: 15_000,
  behindMs: 2_000,
  maxInFlight,
  maxInputBytes: 1_024,
  maxQueuedInputBytes: 1024 * 1024,
  maxQueuedWrites: 10_000,
  retryMs: 250,
  maxRetryMs: 2_000,
  stallMs: 10_000,
  overtakenMs: 5_000,
};
