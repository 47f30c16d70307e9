import { WebSocket } from "ws";
import { config } from "@/lib/kernel/config";
import { AppError, isAppError } from "@/lib/kernel/errors";

export interface AwsLinkOptions {
  /** AWS's address of the data channel; the original one serves for the whole session. */
  streamUrl: string;
  onUp: (token: string) => void;
  onFrame: (frame: string | Uint8Array) => void;
  /** The socket is gone without `channel_closed`: the shell may well live on. */
  onDown: () => void;
  /** Asks AWS for a new token; throws SESSION_OVER when there is no session to come back to. */
  resume: () => Promise<{ tokenValue: string }>;
  /** No way back: the session is over or AWS refuses. */
  onGone: (error: unknown) => void;
}

const PING_MS = 5 * 60_000;
const FIRST_BACKOFF_MS = 200;
const LAST_BACKOFF_MS = 5_000;
/** AWS keeps a session without a client until its idle timeout; after so long without an answer we stop asking. */
const GIVE_UP_MS = 10 * 60_000;

/** The gateway's socket to Systems Manager: connects, keeps it alive, and comes back when AWS closes it. */
export class AwsLink {
  readonly #options: AwsLinkOptions;
  #socket: WebSocket | undefined;
  #ping: NodeJS.Timeout | undefined;
  #retry: NodeJS.Timeout | undefined;
  #backoffMs = FIRST_BACKOFF_MS;
  #downSince: number | undefined;
  #isClosed = false;

  constructor(options: AwsLinkOptions) {
    checkStreamUrl(options.streamUrl);
    this.#options = options;
  }

  connect(token: string): void {
    if (this.#isClosed) return;
    // No Origin, no compression offer: as AWS's own client connects (protocol facts §1).
    const socket = new WebSocket(this.#options.streamUrl, {
      perMessageDeflate: false,
      handshakeTimeout: 10_000,
    });
    this.#socket = socket;
    socket.binaryType = "nodebuffer";
    socket.on("open", () => {
      if (socket !== this.#socket) return;
      this.#downSince = undefined;
      this.#backoffMs = FIRST_BACKOFF_MS;
      socket.ping("keepalive");
      this.#ping = setInterval(() => socket.ping("keepalive"), PING_MS);
      this.#options.onUp(token);
    });
    socket.on("message", (data, isBinary) => {
      if (socket !== this.#socket) return;
      const bytes = Buffer.isBuffer(data) ? data : Buffer.from(data as ArrayBuffer);
      this.#options.onFrame(isBinary ? bytes : bytes.toString("utf8"));
    });
    // A failed connection also ends in "close"; without a listener "error" would end the process.
    socket.on("error", () => {});
    socket.on("close", () => {
      if (socket === this.#socket) this.#lost();
    });
  }

  send(frame: string | Uint8Array): void {
    if (this.#socket?.readyState === WebSocket.OPEN) this.#socket.send(frame);
  }

  /** Stops reading: AWS and then the agent hold what comes, nothing is lost. */
  pause(): void {
    this.#socket?.pause();
  }

  resume(): void {
    this.#socket?.resume();
  }

  close(): void {
    this.#isClosed = true;
    clearInterval(this.#ping);
    clearTimeout(this.#retry);
    const socket = this.#socket;
    this.#socket = undefined;
    socket?.resume();
    socket?.close();
  }

  #lost(): void {
    clearInterval(this.#ping);
    this.#socket = undefined;
    if (this.#isClosed) return;
    this.#downSince ??= Date.now();
    this.#options.onDown();
    this.#retry = setTimeout(() => void this.#comeBack(), this.#backoffMs);
    this.#backoffMs = Math.min(this.#backoffMs * 2, LAST_BACKOFF_MS);
  }

  async #comeBack(): Promise<void> {
    try {
      const { tokenValue } = await this.#options.resume();
      this.connect(tokenValue);
    } catch (error) {
      if (this.#isClosed) return;
      const isHopeless = isAppError(error) && HOPELESS.has(error.code);
      if (isHopeless || Date.now() - (this.#downSince ?? 0) > GIVE_UP_MS) this.#options.onGone(error);
      else this.#lost();
    }
  }
}

const HOPELESS: ReadonlySet<string> = new Set([
  "SESSION_OVER",
  "GRANT_OVER",
  "STALE_EPOCH",
  "AWS_NOT_FOUND",
  "PERSON_DISABLED",
]);

/** AWS's answer is hostile until parsed: the token must not go to an address that is not Systems Manager's. */
function checkStreamUrl(streamUrl: string): void {
  const url = new URL(streamUrl);
  const isSandbox = config().HALLIGAN_WORLD === "sandbox";
  const isRight = isSandbox
    ? url.protocol === "ws:" && /^(127\.0\.0\.1|\[::1\]|localhost)$/.test(url.hostname)
    : url.protocol === "wss:" && /^ssmmessages\.[a-z0-9-]+\.amazonaws\.com(\.cn)?$/.test(url.hostname);
  if (!isRight) throw new AppError("AWS_INVALID", "the stream address is not Systems Manager's");
}
