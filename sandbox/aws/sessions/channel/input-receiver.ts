import type { ReceivedMessage } from "./codec";

/** How many messages that came too early the agent keeps. */
const INCOMING_CAPACITY = 100_000;

/**
 * The agent's receiving half: hands input messages over in the order of their numbers. A number that is too high is
 * acknowledged and kept, one that is too low is acknowledged again and thrown away: otherwise the plugin would
 * send it for ever.
 */
export class InputReceiver {
  #expected = 0;
  readonly #early = new Map<number, ReceivedMessage>();

  readonly #process: (message: ReceivedMessage) => boolean;
  readonly #acknowledge: (message: ReceivedMessage) => void;

  /**
   * @param process returns false when nobody can take the message yet; it is then dropped without an
   *   acknowledgement, and the client sends it again
   */
  constructor(
    process: (message: ReceivedMessage) => boolean,
    acknowledge: (message: ReceivedMessage) => void,
  ) {
    this.#process = process;
    this.#acknowledge = acknowledge;
  }

  receive(message: ReceivedMessage): void {
    if (message.sequenceNumber < this.#expected) {
      this.#acknowledge(message);
      return;
    }
    if (message.sequenceNumber > this.#expected) {
      if (this.#early.size >= INCOMING_CAPACITY) return;
      this.#early.set(message.sequenceNumber, message);
      this.#acknowledge(message);
      return;
    }
    if (!this.#process(message)) return;
    this.#expected += 1;
    this.#acknowledge(message);
    this.#drain();
  }

  #drain(): void {
    for (;;) {
      const message = this.#early.get(this.#expected);
      if (!message || !this.#process(message)) return;
      this.#early.delete(this.#expected);
      this.#expected += 1;
    }
  }
}
