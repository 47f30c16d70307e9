import { WebSocket } from "ws";
import { config } from "@/lib/kernel/config/config";
import { AppError, isAppError } from "@/lib/kernel/errors";
import { type Attempt, Reconnection } from "@/lib/kernel/reconnection/reconnection";
import { isHopelessKeyError } from "@/lib/sessions/encrypting/key-fault";

export interface AwsLinkOptions {
  /** AWS's address of the data channel; the original one serves for the whole session. */
  streamUrl: string;
  /** Before each connection: what must be there before anything is read. */
  prepare?: (() => Promise<void>) | undefined;
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
const SCHEDULE = { firstMs: 200, maxMs: 5_000 };
/** AWS keeps a session without a client until its idle timeout; after so long without an answer we stop asking. */
const GIVE_UP_MS = 10 * 60_000;

interface Link {
  socket: WebSocket;
  token: string;
}

/** The gateway's socket to Systems Manager: connects, keeps it alive, and comes back when AWS closes it. */
export class AwsLink {
  readonly #options: AwsLinkOptions;
  readonly #connection: Reconnection<Link>;
  /** Of the start; every later connection asks for its own. */
  #firstToken: string | undefined;
  #ping: NodeJS.Timeout | undefined;
  #isPaused = false;

  constructor(options: AwsLinkOptions) {
    checkStreamUrl(options.streamUrl);
    this.#options = options;
    this.#connection = new Reconnection<Link>({
      connect: (attempt) => this.#connect(attempt),
      end: ({ socket }) => {
        clearInterval(this.#ping);
        socket.resume();
        socket.close();
      },
      schedule: SCHEDULE,
      onUp: ({ socket, token }) => this.#up(socket, token),
      onDown: options.onDown,
      onGivenUp: options.onGone,
      isHopeless: (error) => isHopelessKeyError(error) || (isAppError(error) && HOPELESS.has(error.code)),
      giveUpAfterMs: GIVE_UP_MS,
    });
  }

  start(token: string): void {
    this.#firstToken = token;
    // A failure is told by onDown and tried again.
    this.#connection.get().catch(() => {});
  }

  send(frame: string | Uint8Array): void {
    const socket = this.#connection.current?.socket;
    if (socket?.readyState === WebSocket.OPEN) socket.send(frame);
  }

  /** Stops reading: AWS and then the agent hold what comes, nothing is lost. */
  pause(): void {
    this.#isPaused = true;
    this.#connection.current?.socket.pause();
  }

  resume(): void {
    this.#isPaused = false;
    this.#connection.current?.socket.resume();
  }

  close(): void {
    clearInterval(this.#ping);
    // Ending a socket waits for nothing.
    void this.#connection.stop();
  }

  async #connect({ lost, signal }: Attempt): Promise<Link> {
    await this.#options.prepare?.();
    signal.throwIfAborted();
    const token = this.#firstToken ?? (await this.#options.resume()).tokenValue;
    this.#firstToken = undefined;
    signal.throwIfAborted();
    return new Promise((resolve, reject) => {
      // No Origin, no compression offer: as AWS's own client connects (protocol facts §1).
      const socket = new WebSocket(this.#options.streamUrl, {
        perMessageDeflate: false,
        handshakeTimeout: 10_000,
      });
      socket.binaryType = "nodebuffer";
      signal.addEventListener("abort", () => {
        if (socket.readyState === WebSocket.CONNECTING) socket.terminate();
      });
      socket.on("open", () => resolve({ socket, token }));
      socket.on("message", (data, isBinary) => {
        if (socket !== this.#connection.current?.socket) return;
        const bytes = Buffer.isBuffer(data) ? data : Buffer.from(data as ArrayBuffer);
        this.#options.onFrame(isBinary ? bytes : bytes.toString("utf8"));
      });
      // A failed connection also ends in "close"; without a listener "error" would end the process.
      socket.on("error", reject);
      socket.on("close", () => {
        const error = new Error("the data channel's socket closed");
        reject(error);
        lost(error);
      });
    });
  }

  #up(socket: WebSocket, token: string): void {
    if (this.#isPaused) socket.pause();
    socket.ping("keepalive");
    this.#ping = setInterval(() => socket.ping("keepalive"), PING_MS);
    this.#options.onUp(token);
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
