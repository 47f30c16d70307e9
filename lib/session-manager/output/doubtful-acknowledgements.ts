/** So many numbers on each side of the hole are acknowledged as soon as there is a connection: a second of a node that
 * prints as fast as its agent sends, a frame each millisecond. */
const AT_ONCE = 1_024;
/** Of those that the agent turns out to wait for, so many at a time, so that nothing else waits for them. */
const AT_A_TIME = 2_048;

export interface Durable {
  /** Everything below is durable, or was given up. */
  expected: number;
  /** The highest number that is durable. */
  highest: number;
  /** The lowest number from one on that is durable and no gap; infinite when there is none. */
  nextDurable: (sequence: number) => number;
}

/**
 * Numbers that are on record while the agent may still hold them: whoever recorded them died, or lost its connection,
 * before the acknowledgement arrived. The agent sends again its oldest frame only, one in 100 ms: without another
 * acknowledgement each of them would delay what is new by as much.
 */
export class DoubtfulAcknowledgements {
  /** Durable before this connection, as far as it is not known that the agent has let go of them. */
  #doubtful = { from: 0, below: 0 };
  /** Of those, what is being acknowledged. */
  #due = { from: 0, below: 0 };

  readonly #acknowledge: (sequence: number) => void;

  constructor(acknowledge: (sequence: number) => void) {
    this.#acknowledge = acknowledge;
  }

  /** There is a new connection. The last numbers are acknowledged at once: how many there are in all costs nothing. */
  connected({ expected, highest, nextDurable }: Durable): void {
    this.#doubtful = { from: 0, below: Math.max(expected, highest + 1) };
    this.#due = { from: 0, below: 0 };
    this.#send(Math.max(0, expected - AT_ONCE), expected, nextDurable);
    this.#send(Math.max(expected, highest + 1 - AT_ONCE), highest + 1, nextDurable);
  }

  /**
   * A frame came that the agent had sent before this connection: it is its oldest, so it holds nothing below, and
   * perhaps all that follows.
   */
  cameAgain(sequence: number, nextDurable: Durable["nextDurable"]): void {
    const { from, below } = this.#doubtful;
    if (sequence >= below || sequence < from) return;
    this.#due = { from: Math.max(sequence + 1, this.#due.from), below };
    this.#doubtful.from = sequence + 1;
    this.goOn(nextDurable);
  }

  /** To be called again and again: acknowledges the next of those that are due. */
  goOn(nextDurable: Durable["nextDurable"]): void {
    const { from, below } = this.#due;
    if (from < below) this.#due.from = this.#send(from, below, nextDurable, AT_A_TIME);
  }

  /** @returns the number to go on with */
  #send(from: number, below: number, nextDurable: Durable["nextDurable"], most = AT_ONCE): number {
    let sequence = nextDurable(from);
    for (let sent = 0; sent < most && sequence < below; sent++) {
      this.#acknowledge(sequence);
      sequence = nextDurable(sequence + 1);
    }
    return sequence;
  }
}
