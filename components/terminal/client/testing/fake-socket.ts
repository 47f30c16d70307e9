import type { SocketEvents, TerminalSocket } from "../terminal-client-options";

/** The gateway's end of a terminal's WebSocket, as a test speaks it. */
export class FakeSocket implements TerminalSocket {
  readonly sent: (string | Uint8Array)[] = [];
  isClosed = false;
  constructor(
    readonly address: string,
    readonly events: SocketEvents,
  ) {}
  send(data: string | Uint8Array): void {
    this.sent.push(data);
  }
  close(): void {
    this.isClosed = true;
  }
  output(offset: number, text: string): void {
    const bytes = new TextEncoder().encode(text);
    const frame = new Uint8Array(8 + bytes.length);
    new DataView(frame.buffer).setBigUint64(0, BigInt(offset));
    frame.set(bytes, 8);
    this.events.onMessage(frame.buffer);
  }
  say(message: object): void {
    this.events.onMessage(JSON.stringify(message));
  }
  get query(): URLSearchParams {
    return new URL(this.address).searchParams;
  }
}
