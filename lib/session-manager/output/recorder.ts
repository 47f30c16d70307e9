/** One message of the node's output stream, handshake messages included (they use up numbers too). */
export interface OutputFrame {
  /** Position in the node's output stream, from 0. */
  sequence: number;
  /** One of `payloadTypes`, or a number nobody knows yet. */
  payloadType: number;
  /** A view of what the socket delivered: not to be changed. */
  payload: Uint8Array;
}

/** What consecutive frames showed, read back: where one frame ended is not kept. */
export interface StoredOutput {
  first: number;
  last: number;
  bytes: Uint8Array;
}

/** One message of our input stream: keystrokes, a terminal size, the answer to a handshake. */
export interface InputFrame {
  sequence: number;
  payloadType: number;
  payload: Uint8Array;
}

/** Output numbers that never came and that nobody will send again, both ends included. */
export interface OutputGap {
  from: number;
  to: number;
  /** `not-resent`: the agent no longer holds them. `channel-closed`: the session ended without them. */
  why: "not-resent" | "channel-closed";
}

/** What a channel must know to go on where a predecessor stopped; all of it read from durable rows. */
export interface DurableCounters {
  /** The first output number that is neither durable nor inside a closed gap. 0 for a new session. */
  outputExpected: number;
  /**
   * The first input number nobody has reserved. Numbers reserved in blocks count as used: 0 for a new
   * session, else the end of the last block.
   */
  inputNext: number;
  /**
   * inputFillFrom..inputNext-1: numbers that a predecessor may or may not have sent. Where numbers are
   * not reserved in blocks: `inputNumbersInDoubt` before inputNext, at least 0.
   */
  inputFillFrom: number;
  /**
   * Numbers beyond outputExpected that are durable already, ascending, both ends included: they were acknowledged out
   * of order, so the agent never sends them again. `readOutput` has what they carried.
   */
  outputAhead?: readonly { first: number; last: number }[];
  /** Gaps that were closed; a frame that still comes for one is recorded late, not shown. */
  outputGaps?: readonly OutputGap[];
}

/**
 * Where a channel writes before it acts: nothing is acknowledged, shown or sent otherwise.
 * A rejection means "not known to be durable": the channel calls again, so every method must bear
 * being called twice for the same numbers (a commit whose answer was lost).
 */
export interface Recorder {
  /**
   * Resolves when all frames are durable. One call at a time. Numbers ascend as they arrived, not always
   * consecutively: a frame may come before its predecessor, or late, inside a gap that was closed.
   * After a rejection the same frames come again, perhaps with others behind them.
   */
  appendOutput(frames: readonly OutputFrame[]): Promise<void>;
  /**
   * Resolves when the frame, or at least its number, time and size, is durable; only then is it sent.
   * One call at a time. After a rejection the frame was not sent and its number comes again, perhaps
   * with another payload: the later one replaces it.
   */
  appendInput(frame: InputFrame): Promise<void>;
  /** Resolves when the gap is durable. */
  appendGap(gap: OutputGap): Promise<void>;
  /**
   * Reads back what `appendOutput` made durable, in the order of the stream, from a number that began one of its
   * runs: at least one stretch, not beyond `last`. Rejects when it can't be read now; it is called again.
   */
  readOutput(first: number, last: number): Promise<readonly StoredOutput[]>;
}
