import type { OpenedInput } from "@/lib/recordings/sealed-input/open-input";
import { inOneLine } from "../output";

/** A line that never ends is cut there. */
const LONGEST_LINE = 4096;

/** What was typed, as lines for a terminal: up to each Enter, with the time of its first key; what acts comes as signs. */
export class TypedLines {
  #at: string | undefined;
  #parts: Uint8Array[] = [];
  #length = 0;

  *push(message: OpenedInput): Generator<string> {
    const { at, bytes, byteCount, isDeliveryUnknown } = message;
    if (bytes === null) {
      yield* this.end();
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
      if ((enter >= 0 && taken === enter + 1) || this.#length >= LONGEST_LINE) yield* this.end();
    }
    if (!isDeliveryUnknown) return;
    yield* this.end();
    yield lineOf(at, `(the last ${byteCount} bytes may not have been sent: the gateway ended there)`);
  }

  /** What has no Enter. */
  *end(): Generator<string> {
    if (this.#at === undefined) return;
    const text = new TextDecoder().decode(Buffer.concat(this.#parts));
    yield lineOf(this.#at, inOneLine(text));
    this.#at = undefined;
    this.#parts = [];
    this.#length = 0;
  }
}

const lineOf = (at: string, text: string) => `${inOneLine(at)}  ${text}`;
