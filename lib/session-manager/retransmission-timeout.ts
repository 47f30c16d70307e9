const initialTimeoutMs = 200;
const initialRoundTripMs = 100;
const granularityMs = 10;
const longestTimeoutMs = 1_000;

/** How long an input message may stay unacknowledged before it is sent again; as the plugin counts it. */
export class RetransmissionTimeout {
  #smoothedMs = initialRoundTripMs;
  #variationMs = 0;
  #timeoutMs = initialTimeoutMs;

  get current(): number {
    return this.#timeoutMs;
  }

  /** `roundTripMs`: from first sending on this connection to the acknowledgement. */
  sample(roundTripMs: number): void {
    this.#variationMs = 0.75 * this.#variationMs + 0.25 * Math.abs(this.#smoothedMs - roundTripMs);
    this.#smoothedMs = 0.875 * this.#smoothedMs + 0.125 * roundTripMs;
    const margin = Math.max(granularityMs, 4 * this.#variationMs);
    this.#timeoutMs = Math.min(longestTimeoutMs, this.#smoothedMs + margin);
  }
}
