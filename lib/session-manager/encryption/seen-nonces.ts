/**
 * Which nonces came under which number, of the newest messages: at least `limit`, at most twice as many. The cipher
 * binds no number to a message, so what was sent once could be sent again under another number.
 */
export class SeenNonces {
  readonly #limit: number;
  #newer = new Map<string, number>();
  #older = new Map<string, number>();

  constructor(limit = 16_384) {
    this.#limit = limit;
  }

  /** @returns false when the nonce came under another number; the same one again is a message that was sent again */
  accept(nonce: Uint8Array, sequence: number): boolean {
    const text = Buffer.from(nonce.buffer, nonce.byteOffset, nonce.byteLength).toString("latin1");
    const known = this.#newer.get(text) ?? this.#older.get(text);
    if (known !== undefined) return known === sequence;
    if (this.#newer.size >= this.#limit) {
      this.#older = this.#newer;
      this.#newer = new Map();
    }
    this.#newer.set(text, sequence);
    return true;
  }
}
