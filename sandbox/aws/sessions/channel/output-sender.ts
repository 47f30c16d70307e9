import { encodeMessage, FLAG, MESSAGE_TYPE } from "./codec";

/** How often the sender looks at its oldest unacknowledged frame. */
export const RESEND_TICK_MS = 100;
/** Beyond this many unacknowledged frames the agent sends a frame once and keeps no copy of it. */
export const OUTGOING_CAPACITY = 100_000;

const FIRST_TIMEOUT_MS = 200;
const FIRST_ROUND_TRIP_MS = 100;
const LONGEST_TIMEOUT_MS = 1000;
const CLOCK_GRANULARITY_MS = 10;

interface SentFrame {
  frame: Buffer;
  sentAt: number;
}

/**
 * The agent's sending half: numbers every output message, keeps it until it is acknowledged, and on each tick
 * sends again only the oldest one, and only when that is older than the retransmission timeout. It never gives up.
 */
export class OutputSender {
  #next = 0;
  readonly #unacknowledged = new Map<number, SentFrame>();
  #roundTripMs = FIRST_ROUND_TRIP_MS;
  #roundTripVariation = 0;
  #timeoutMs = FIRST_TIMEOUT_MS;
  #resent = 0;

  readonly #transmit: (frame: Buffer) => void;
  readonly #now: () => number;
  readonly #createdDate: () => number;
  readonly #capacity: number;

  /**
   * @param transmit puts a frame on the wire, or drops it when there is no wire
   * @param now milliseconds of a clock that never jumps
   * @param createdDate epoch milliseconds for the frames' headers
   */
  constructor(
    transmit: (frame: Buffer) => void,
    now: () => number,
    createdDate: () => number,
    capacity = OUTGOING_CAPACITY,
  ) {
    this.#transmit = transmit;
    this.#now = now;
    this.#createdDate = createdDate;
    this.#capacity = capacity;
  }

  /** Sends one message. The agent has no empty ones: an empty payload is not sent. */
  send(payloadType: number, payload: Buffer): void {
    if (payload.length === 0) return;
    const sequenceNumber = this.#next;
    this.#next += 1;
    const frame = encodeMessage({
      messageType: MESSAGE_TYPE.output,
      createdDate: this.#createdDate(),
      sequenceNumber,
      flags: sequenceNumber === 0 ? FLAG.syn : FLAG.none,
      payloadType,
      payload,
    });
    if (this.#unacknowledged.size < this.#capacity) {
      this.#unacknowledged.set(sequenceNumber, { frame, sentAt: this.#now() });
    }
    this.#transmit(frame);
  }

  /** Retires a frame. Matched by number only, in any order, as both real ends do. */
  acknowledge(sequenceNumber: number): void {
    const sent = this.#unacknowledged.get(sequenceNumber);
    if (!sent) return;
    this.#unacknowledged.delete(sequenceNumber);
    const sample = this.#now() - sent.sentAt;
    this.#roundTripVariation = 0.75 * this.#roundTripVariation + 0.25 * Math.abs(this.#roundTripMs - sample);
    this.#roundTripMs = 0.875 * this.#roundTripMs + 0.125 * sample;
    this.#timeoutMs = Math.min(
      LONGEST_TIMEOUT_MS,
      this.#roundTripMs + Math.max(CLOCK_GRANULARITY_MS, 4 * this.#roundTripVariation),
    );
  }

  /** To be called every RESEND_TICK_MS. */
  tick(): void {
    for (const oldest of this.#unacknowledged.values()) {
      if (this.#now() - oldest.sentAt > this.#timeoutMs) {
        oldest.sentAt = this.#now();
        this.#resent += 1;
        this.#transmit(oldest.frame);
      }
      return;
    }
  }

  get pending(): number {
    return this.#unacknowledged.size;
  }

  /** How often a frame was sent again. */
  get resent(): number {
    return this.#resent;
  }

  get nextSequenceNumber(): number {
    return this.#next;
  }

  get retransmissionTimeoutMs(): number {
    return this.#timeoutMs;
  }
}
