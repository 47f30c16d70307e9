import type { OpenedInput } from "@/lib/recordings/sealed-input/open-input";
import { inOneLine } from "../output";

/** A line that never ends is cut there. */
const LONGEST_LINE = 4096;

/** What was typed, as lines for a terminal: up to each Enter, with the time of its first key; what acts comes as signs. */
export class TypedLines {
  #at: string | undefined;
  #parts: Uint8Array[] = [];
  #length = 0;
  /** What may not have arrived, of one gateway. */
  #doubt: { epoch: number; at: string; byteCount: number } | undefined;

  *push(message: OpenedInput): Generator<string> {
    const { at, epoch, bytes, byteCount, isDeliveryUnknown } = message;
    if (this.#doubt && this.#doubt.epoch !== epoch) yield* this.end();
    if (isDeliveryUnknown) this.#doubt = { epoch, at, byteCount: (this.#doubt?.byteCount ?? 0) + byteCount };
    if (bytes === null) {
      yield* this.#line();
      yield lineOf(at, `(${byteCount} bytes were counted and not kept)`);
      return;
    }
    for (let rest = bytes; rest.length > 0; ) {
      this.#at ??= at;
      const enter = rest.findIndex((byte) => byte === 13 || byte === 10);
      const taken = Math.min(enter < 0 ? rest.length : enter + 1, LONGEST_LINE - this.#length);
      this.#parts.push(rest.subarray(0, taken));
      this.#length += taken;
      rest = rest.subarray(taken);
      if ((enter >= 0 && taken === enter + 1) || this.#length >= LONGEST_LINE) yield* this.#line();
    }
  }

  /** What has no Enter, and what is in doubt. */
  *end(): Generator<string> {
    yield* this.#line();
    if (!this.#doubt) return;
    const { at, byteCount } = this.#doubt;
    this.#doubt = undefined;
    yield lineOf(
      at,
      `(of the last ${byteCount} bytes some may not have reached the node: the gateway or the session ended there)`,
    );
  }

  *#line(): Generator<string> {
    if (this.#at === undefined) return;
    const text = new TextDecoder().decode(Buffer.concat(this.#parts));
    yield lineOf(this.#at, inOneLine(text));
    this.#at = undefined;
    this.#parts = [];
    this.#length = 0;
  }
}

const lineOf = (at: string, text: string) => `${inOneLine(at)}  ${text}`;
