import { decodeOutput } from "@/lib/terminal-protocol/output-frame";

const LINE_FEED = 10;

interface OutputPart {
  bytes: Uint8Array;
  /** It was shown to somebody before: whatever it asks the terminal is not answered again. */
  isHistory: boolean;
}

/** What of a session's output is on the screen: each frame carries its place in the stream, and may overlap another. */
export class ShownOutput {
  #offset = 0;
  #historyOffset = 0;
  /** Output begins in the middle: the first line, which may not be whole, is left out. */
  #skipsToLine = false;

  /** Offset of the first byte that was not shown. */
  get offset(): number {
    return this.#offset;
  }

  /** Everything below an offset was shown before, by this screen or another. */
  markHistory(offset: number): void {
    this.#historyOffset = Math.max(this.#historyOffset, offset);
  }

  /** Leaves out what lies before an offset. @returns false when it was shown already */
  jumpTo(offset: number): boolean {
    if (offset <= this.#offset) return false;
    this.#offset = offset;
    this.#skipsToLine = true;
    return true;
  }

  /**
   * @param frame as the gateway sent it
   * @returns what is to be shown of it, and how many bytes before it never came
   */
  take(frame: ArrayBuffer): { missing: number; parts: OutputPart[] } {
    const output = decodeOutput(frame);
    if (!output) return { missing: 0, parts: [] };
    const { start, bytes } = output;
    const end = start + bytes.length;
    if (end <= this.#offset) return { missing: 0, parts: [] };
    const missing = Math.max(0, start - this.#offset);
    const line = this.#skipsToLine ? bytes.indexOf(LINE_FEED) + 1 : 0;
    this.#skipsToLine = false;
    const fresh = bytes.subarray(Math.max(line, this.#offset - start));
    this.#offset = end;
    const historyLength = Math.max(0, Math.min(fresh.length, fresh.length - (end - this.#historyOffset)));
    const parts = [
      { bytes: fresh.subarray(0, historyLength), isHistory: true },
      { bytes: fresh.subarray(historyLength), isHistory: false },
    ];
    return { missing, parts: parts.filter((part) => part.bytes.length > 0) };
  }
}
