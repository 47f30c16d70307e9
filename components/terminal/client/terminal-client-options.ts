import type { TerminalSize } from "@/lib/terminal-protocol/size";

/** The WebSocket, as far as the client needs it. */
export interface TerminalSocket {
  send(data: string | Uint8Array<ArrayBuffer>): void;
  close(): void;
}

export interface SocketEvents {
  onMessage(data: string | ArrayBuffer): void;
  onClose(code: number, reason: string): void;
}

export interface TerminalClock {
  /** Milliseconds since 1970. */
  now(): number;
  /** @returns a function that cancels it */
  after(milliseconds: number, run: () => void): () => void;
  /** 0 ≤ n < 1. */
  random(): number;
}

export interface TerminalClientOptions {
  /** `ws://host/gateway/sessions/<id>/terminal`, or `…/watch`, without a query. */
  address: string;
  /** This window of the browser: it is not asked about itself when it comes back. Undefined for watchers. */
  windowId?: string | undefined;
  /** Whether a keyboard that another window has is taken at once. */
  takesNow?: boolean | undefined;
  size: TerminalSize;
  openSocket: (address: string, events: SocketEvents) => TerminalSocket;
  clock: TerminalClock;
  /** Output bytes in order, none twice. History was shown to somebody before: its questions are not answered again. */
  onOutput: (bytes: Uint8Array, isHistory: boolean) => void;
  /** To watchers: the screen they see has another size. */
  onSize?: (size: TerminalSize) => void;
}
