import { CLOSE, type CloseCode } from "@/lib/terminal-protocol/close-codes";
import type { OtherWindow, ToBrowser } from "@/lib/terminal-protocol/messages";
import type { OutputTail } from "../session/output-tail";
import type { TerminalSocket } from "./terminal-socket";

/** The recorded output of a session from an offset on. */
export type ReadOutput = (after: number) => AsyncIterable<{ offset: number; bytes: Uint8Array }>;

/** What a browser has not taken yet when the next piece of what it missed is read. */
const CATCH_UP_BACKLOG = 256 * 1024;
/** So much of what was missed is shown again; what lies before it is in the replay. */
const CATCH_UP_BYTES = 512 * 1024;
/** A browser that nobody hears of any more is given up early, and the shell not for that: its time alone begins later. */
const SILENT_GRACE_MS = 25_000;

/** Where output begins for a browser that has been shown everything below an offset. */
export function catchUpFrom(after: number, end: number): number {
  return Math.max(Math.min(after, end), end - CATCH_UP_BYTES);
}

/** The client attached to one open session: which browser types, and what that browser has been shown. */
export class AttachedClient {
  readonly #tail: OutputTail;
  readonly #readOutput: ReadOutput;
  #writer: TerminalSocket | undefined;
  /** Output waits in the tail while a writer that came back is still being given what it missed. */
  #isCatchingUp = false;
  /** When the last writer went away (epoch milliseconds). */
  #aloneSince = Date.now();

  constructor(tail: OutputTail, readOutput: ReadOutput) {
    this.#tail = tail;
    this.#readOutput = readOutput;
  }

  get writer(): TerminalSocket | undefined {
    return this.#writer;
  }

  /** Milliseconds since anybody was attached; 0 while somebody is. */
  get aloneMs(): number {
    return this.#writer ? 0 : Math.max(0, Date.now() - this.#aloneSince);
  }

  /** Nobody could have attached meanwhile: the time without anybody begins now. */
  excuse(): void {
    this.#aloneSince = Date.now();
  }

  /** Bytes that the browser has not taken yet. */
  get backlog(): number {
    return this.#writer?.backlog ?? 0;
  }

  /**
   * Lets a browser type; output waits until `catchUp`. Whoever typed before is told who does now.
   * @returns whether somebody did
   */
  attach(writer: TerminalSocket, by: OtherWindow): boolean {
    const before = this.#writer;
    this.#writer = writer;
    this.#isCatchingUp = true;
    if (!before || before.isGone) return false;
    before.tell({ type: "taken-over", by });
    before.close(CLOSE.takenOver, "TAKEN_OVER");
    return true;
  }

  /** @returns false when somebody else types by now */
  detach(writer: TerminalSocket): boolean {
    if (this.#writer !== writer) return false;
    this.#writer = undefined;
    this.#aloneSince = Date.now() + (writer.isSilent ? SILENT_GRACE_MS : 0);
    return true;
  }

  /** Shows a browser what it missed, then what has come meanwhile. */
  async catchUp(writer: TerminalSocket, after: number): Promise<void> {
    let shown = Math.min(after, this.#tail.end);
    try {
      while (this.#tail.after(shown) === undefined)
        for await (const { offset, bytes } of this.#readOutput(shown)) {
          if (writer.isGone || this.#writer !== writer) return;
          // What is committed and not handed on yet comes through the tail.
          const part = bytes.subarray(0, Math.max(0, this.#tail.end - offset));
          if (part.length === 0) break;
          writer.show(offset, part);
          shown = offset + part.length;
          await writer.drained(CATCH_UP_BACKLOG);
        }
      // No await from here on: what the tail has now is all there is.
      for (const { offset, bytes } of this.#tail.after(shown) ?? []) writer.show(offset, bytes);
    } finally {
      if (this.#writer === writer) this.#isCatchingUp = false;
    }
  }

  show(offset: number, bytes: Uint8Array): void {
    if (!this.#isCatchingUp) this.#writer?.show(offset, bytes);
  }

  tell(message: ToBrowser): void {
    this.#writer?.tell(message);
  }

  close(code: CloseCode, reason: string): void {
    this.#writer?.close(code, reason);
  }
}
