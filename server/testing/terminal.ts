import { WebSocket } from "ws";
import { until } from "./waiting";

export interface TerminalOptions {
  /** Where to; the world's own gateway by default. */
  gatewayOrigin?: string;
  /** Bytes shown already. */
  after?: number;
  cols?: number;
  rows?: number;
  headers?: Readonly<Record<string, string>>;
  /** "ask" leaves a keyboard that another window has. */
  take?: "ask" | "now";
  /** The window that it says it is. */
  window?: string;
  /** Watches instead of typing. */
  watches?: boolean;
}

/** A message of the gateway, besides output. */
export interface Told {
  type: string;
  [field: string]: unknown;
}

export interface Closed {
  code: number;
  reason: string;
}

/** A prompt as the document's profile has the shell mark it; readline may clear the rest of its line. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
const PROMPT = /[$#] \x1b\]133;B\x1b\\(?:\x1b\[K)?$/;

/** A terminal page without a page: shows what the gateway sends, by its offset, and types. */
export class Terminal {
  /** Everything shown, in the order of the stream. */
  #shown: Buffer[] = [];
  #end: number;
  #from: number;
  /** Output that did not continue where the last one ended. */
  #fault: string | undefined;
  readonly told: Told[] = [];
  /** HTTP status of a refused upgrade, and its body. */
  refused: { status: number; body: string } | undefined;
  closed: Closed | undefined;
  readonly socket: WebSocket;

  constructor(
    where: { gatewayOrigin: string; sessionId: string },
    { after = 0, cols = 100, rows = 30, headers = {}, take, window, watches }: TerminalOptions,
  ) {
    this.#from = after;
    this.#end = after;
    const kind = watches ? "watch" : "terminal";
    const address = new URL(`/gateway/sessions/${where.sessionId}/${kind}`, where.gatewayOrigin);
    address.protocol = "ws:";
    address.search = new URLSearchParams({
      ...{ after: `${after}`, cols: `${cols}`, rows: `${rows}` },
      ...(take === undefined ? {} : { take }),
      ...(window === undefined ? {} : { window }),
    }).toString();
    this.socket = new WebSocket(address, { headers, perMessageDeflate: false });
    this.socket.on("message", (data, isBinary) => this.#take(Buffer.from(data as Buffer), isBinary));
    this.socket.on("close", (code, reason) => {
      this.closed ??= { code, reason: reason.toString("utf8") };
    });
    // A failure also closes; without a listener it would end the test's process.
    this.socket.on("error", () => {});
    this.socket.on("unexpected-response", (_request, response) => {
      const chunks: Buffer[] = [];
      response.on("data", (chunk: Buffer) => chunks.push(chunk));
      response.on("end", () => {
        this.refused = { status: response.statusCode ?? 0, body: Buffer.concat(chunks).toString("utf8") };
        this.socket.terminate();
      });
    });
  }

  /** Offset of the first byte that was shown: of much that was missed only the end is sent. */
  get from(): number {
    return this.#from;
  }

  /** Offset of the next byte to be shown. */
  get end(): number {
    return this.#end;
  }

  /** What was shown, from the offset asked for on. */
  get bytes(): Buffer {
    if (this.#fault) throw new Error(this.#fault);
    const whole = Buffer.concat(this.#shown);
    this.#shown = [whole];
    return whole;
  }

  get text(): string {
    return this.bytes.toString("utf8");
  }

  /** What was shown from an offset of the stream on. */
  textFrom(offset: number): string {
    return this.bytes.subarray(Math.max(0, offset - this.#from)).toString("utf8");
  }

  /** The last state that the gateway told. */
  get state(): Told | undefined {
    return this.told.findLast(({ type }) => type === "state");
  }

  codesOf(type: string): unknown[] {
    return this.told.filter((message) => message.type === type).map(({ code }) => code);
  }

  type(text: string): void {
    this.socket.send(Buffer.from(text, "utf8"));
  }

  tell(message: object): void {
    this.socket.send(JSON.stringify(message));
  }

  close(): void {
    this.socket.close();
  }

  /** Waits until the terminal shows it, from an offset on. */
  async shows(what: string | RegExp, { from = this.#from, ms = 20_000 } = {}): Promise<string> {
    return until(`the terminal shows ${what}`, ms, () => {
      const text = this.textFrom(from);
      const isThere = typeof what === "string" ? text.includes(what) : what.test(text);
      if (!isThere && this.closed)
        throw new Error(`closed with ${this.closed.code} ${this.closed.reason} before it showed ${what}`);
      return isThere && text;
    });
  }

  /** Waits for the shell's prompt, as the document's profile marks it. */
  async ready(ms = 20_000): Promise<this> {
    await this.shows(PROMPT, { ms });
    return this;
  }

  async hears(what: string, matches: (message: Told) => boolean, ms = 20_000): Promise<Told> {
    return until(`the gateway tells ${what}`, ms, () => this.told.find(matches));
  }

  async ends(ms = 20_000): Promise<Closed> {
    return until("the socket closes", ms, () => this.closed);
  }

  #take(data: Buffer, isBinary: boolean): void {
    if (!isBinary) {
      const told = JSON.parse(data.toString("utf8")) as Told;
      // A sign of life is no news: it is answered, and nobody waits for it.
      if (told.type === "ping") {
        this.tell({ type: "pong", seq: told.seq });
        return;
      }
      this.told.push(told);
      // What was missed is more than is sent again.
      if (typeof told.outputFrom === "number") {
        this.#from = told.outputFrom;
        this.#end = told.outputFrom;
        this.#shown = [];
      }
      return;
    }
    const offset = Number(data.readBigUInt64BE(0));
    const bytes = data.subarray(8);
    if (offset !== this.#end) this.#fault ??= `shown at ${offset}, expected at ${this.#end}`;
    this.#shown.push(bytes);
    this.#end += bytes.length;
  }
}
