import type { ChannelEvent, ChannelLimits } from "../channel-events";
import { RetransmissionTimeout } from "../retransmission-timeout";

export interface Outgoing {
  payloadType: number;
  payload: Uint8Array;
  /** Fills a predecessor's number: does not count as in flight, for old numbers may never be answered. */
  isFill?: boolean;
  onAcknowledged?: () => void;
}

interface Entry extends Outgoing {
  frame: Uint8Array;
  /** On the present connection; undefined before it was sent there. */
  firstSentAt: number | undefined;
  lastSentAt: number;
  /** When a later message was acknowledged on the connection this one was sent on. */
  overtakenAt: number | undefined;
  sendsSinceOvertaken: number;
  waitsSince: number;
  isStallTold: boolean;
}

/** An overtaken message is sent this often again before it counts as received. */
const sendsBeforeRetiring = 3;

/**
 * Input messages on their way, oldest first. Only the oldest is resent.
 *
 * A message that is not acknowledged though a later one is, on the same ordered connection, has usually
 * been received before (its acknowledgement was lost with an earlier connection, and not every agent
 * acknowledges an old number again). But it can also have been dropped: by an agent whose terminal was
 * not up, or between service and agent. Retiring it at once would then leave a keyboard that is dead
 * though everything is acknowledged; so it is sent a few times more first, and only silence retires it.
 */
export class UnacknowledgedInput {
  readonly #entries = new Map<number, Entry>();
  readonly #timeout = new RetransmissionTimeout();

  readonly #options: {
    limits: ChannelLimits;
    clock: () => number;
    transmit: (frame: Uint8Array) => void;
    onEvent: (event: ChannelEvent) => void;
  };

  constructor(options: {
    limits: ChannelLimits;
    clock: () => number;
    transmit: (frame: Uint8Array) => void;
    onEvent: (event: ChannelEvent) => void;
  }) {
    this.#options = options;
  }

  /**
   * How many numbers lie between the oldest unacknowledged message and `next`, fills left out. Bounding
   * this, and not their count, tells a successor how far back a message can still be missing.
   */
  spanBefore(next: number): number {
    for (const [sequence, entry] of this.#entries) if (!entry.isFill) return next - sequence;
    return 0;
  }

  /** Numbers come in ascending order. Sent at once if `isAttached`, else by the next resendAll. */
  add(sequence: number, frame: Uint8Array, outgoing: Outgoing, isAttached: boolean): void {
    const now = this.#options.clock();
    this.#entries.set(sequence, {
      ...outgoing,
      frame,
      firstSentAt: isAttached ? now : undefined,
      lastSentAt: now,
      overtakenAt: undefined,
      sendsSinceOvertaken: 0,
      waitsSince: now,
      isStallTold: false,
    });
    if (isAttached) this.#options.transmit(frame);
  }

  /** A new connection: everything goes again, in order. */
  resendAll(): void {
    const now = this.#options.clock();
    for (const entry of this.#entries.values()) {
      entry.firstSentAt = now;
      entry.lastSentAt = now;
      entry.overtakenAt = undefined;
      entry.sendsSinceOvertaken = 0;
      this.#options.transmit(entry.frame);
    }
  }

  /** True if the message was waiting for this and is no fill. */
  acknowledged(sequence: number): boolean {
    const entry = this.#entries.get(sequence);
    if (entry === undefined) return false;
    const now = this.#options.clock();
    if (entry.firstSentAt !== undefined) this.#timeout.sample(now - entry.firstSentAt);
    this.#entries.delete(sequence);
    for (const [earlier, overtaken] of this.#entries) {
      if (earlier > sequence) break;
      if (overtaken.firstSentAt !== undefined) overtaken.overtakenAt ??= now;
    }
    entry.onAcknowledged?.();
    return !entry.isFill;
  }

  retireType(payloadType: number): void {
    for (const [sequence, entry] of this.#entries)
      if (entry.payloadType === payloadType) this.#entries.delete(sequence);
  }

  /** Resends the oldest message when its time is over, or retires it as said above. */
  tick(): void {
    const now = this.#options.clock();
    for (const [sequence, entry] of this.#entries) {
      if (this.#isRetirable(entry, now)) {
        this.#entries.delete(sequence);
        continue;
      }
      if (!entry.isStallTold && now - entry.waitsSince >= this.#options.limits.stallMs) {
        entry.isStallTold = true;
        this.#options.onEvent({ type: "input.stalled", sequence, waitedMs: now - entry.waitsSince });
      }
      if (now - entry.lastSentAt < this.#timeout.current) return;
      entry.lastSentAt = now;
      if (entry.overtakenAt !== undefined) entry.sendsSinceOvertaken++;
      this.#options.transmit(entry.frame);
      return;
    }
  }

  #isRetirable(entry: Entry, now: number): boolean {
    if (entry.overtakenAt === undefined || entry.sendsSinceOvertaken < sendsBeforeRetiring) return false;
    // The last of the sends needs its time to be answered as well.
    if (now - entry.lastSentAt < this.#timeout.current) return false;
    return now - entry.overtakenAt >= this.#options.limits.overtakenMs;
  }
}
