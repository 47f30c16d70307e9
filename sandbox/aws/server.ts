import {
  createServer,
  type IncomingMessage,
  type RequestListener,
  type Server,
  type ServerResponse,
} from "node:http";
import type { AddressInfo } from "node:net";
import type { Duplex } from "node:stream";
import { isAwsName } from "./wire/aws-names";
import type { Answer } from "./wire/protocols";

/** Largest body read: PutLogEvents may carry 1 MiB of messages, which JSON can write several times longer. */
const MAX_BODY_BYTES = 8 * 1024 * 1024;
const CLOSE_AFTER_MS = 2_000;

/** Where the control channel's commands begin. */
export const CONTROL_PATH = "/_sandbox/";

export interface Handlers {
  /** "lost" ends the connection without an answer. */
  request(request: IncomingMessage, body: Buffer): Promise<Answer | "lost">;
  /** True when it answers by itself, reading the body as it comes and of any size. */
  stream(request: IncomingMessage, response: ServerResponse): boolean;
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): boolean;
  /** Whether requests under AWS's own names are answered besides: something in front of us ends TLS for them. */
  hasAwsNames?: boolean;
}

export interface Listening {
  port: number;
  close(): Promise<void>;
}

/**
 * Listens on 127.0.0.1 and, where the machine has it, ::1; nothing else can connect.
 *
 * @param port 0 for any free one
 * @throws Error with one sentence when the port is taken
 */
export async function listen(port: number, handlers: Handlers): Promise<Listening> {
  const first = await listenOn("127.0.0.1", port, handlers);
  if (!first) throw new Error("This machine has no loopback address 127.0.0.1.");
  const chosen = (first.address() as AddressInfo).port;
  const second = await listenOn("::1", chosen, handlers).catch(async (error: unknown) => {
    await closeServer(first);
    throw error;
  });
  const servers = second ? [first, second] : [first];
  return {
    port: chosen,
    close: async () => {
      await Promise.all(servers.map(closeServer));
    },
  };
}

function listenOn(host: string, port: number, handlers: Handlers): Promise<Server | undefined> {
  const server = createServer(guarded(handlers));
  // Longer than the SDKs keep their idle connections, so that it is never we who close under a request.
  server.keepAliveTimeout = 75_000;
  server.on("upgrade", (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    socket.on("error", () => socket.destroy());
    const refusal = refuse(request, handlers);
    if (refusal) return rejectUpgrade(socket, refusal);
    if (!handlers.upgrade(request, socket, head))
      rejectUpgrade(socket, plain(404, "There is no such channel."));
  });
  return new Promise((resolve, reject) => {
    server.once("error", (error: NodeJS.ErrnoException) => {
      if (error.code === "EADDRNOTAVAIL" || error.code === "EAFNOSUPPORT") resolve(undefined);
      else if (error.code === "EADDRINUSE")
        reject(new Error(`Port ${port} is taken on ${host}; set SANDBOX_PORT to a free one.`));
      else reject(error);
    });
    server.listen({ host, port, exclusive: true }, () => resolve(server));
  });
}

function guarded(handlers: Handlers): RequestListener {
  return (request, response) => {
    const refusal = refuse(request, handlers);
    if (refusal) {
      request.resume();
      return send(response, refusal);
    }
    if (handlers.stream(request, response)) return;
    readBody(request)
      .then((body) => (body ? handlers.request(request, body) : plain(413, "The request is too large.")))
      .then(
        (answer) => (answer === "lost" ? response.destroy() : send(response, answer)),
        () => response.destroy(),
      );
  };
}

/**
 * A page in a browser of this machine must not reach the account: no foreign Host (DNS rebinding), and none
 * of the headers that only browsers send. Judged before anything else is read.
 */
function refuse(request: IncomingMessage, { hasAwsNames = false }: Handlers): Answer | undefined {
  const port = request.socket.localPort;
  const hosts = [`127.0.0.1:${port}`, `localhost:${port}`, `[::1]:${port}`];
  const host = (request.headers.host ?? "").toLowerCase();
  if (!hosts.includes(host) && !(hasAwsNames && isAwsName(host))) {
    return plain(421, "This address is served to 127.0.0.1, localhost and ::1 only.");
  }
  const browser = Object.keys(request.headers).find((name) => isBrowserHeader(name, request.url ?? ""));
  return browser === undefined
    ? undefined
    : plain(403, `Requests with the header ${browser} are refused: this is not for browsers.`);
}

/**
 * On the control channel Sec-Fetch-Mode alone is let through: Node's own fetch sends it, and tests use that.
 * A browser sends Sec-Fetch-Site beside it and stays out.
 */
function isBrowserHeader(name: string, url: string): boolean {
  if (name === "sec-fetch-mode" && url.startsWith(CONTROL_PATH)) return false;
  return name === "origin" || name === "cookie" || name === "referer" || name.startsWith("sec-fetch-");
}

function readBody(request: IncomingMessage): Promise<Buffer | undefined> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    request.on("data", (chunk: Buffer) => {
      size += chunk.length;
      if (size <= MAX_BODY_BYTES) chunks.push(chunk);
    });
    request.on("end", () => resolve(size <= MAX_BODY_BYTES ? Buffer.concat(chunks) : undefined));
    request.on("error", reject);
  });
}

function send(response: ServerResponse, answer: Answer): void {
  response.writeHead(answer.status, { ...answer.headers, "content-length": Buffer.byteLength(answer.body) });
  response.end(answer.body);
}

export function plain(status: number, sentence: string): Answer {
  return { status, headers: { "content-type": "text/plain; charset=utf-8" }, body: `${sentence}\n` };
}

function rejectUpgrade(socket: Duplex, answer: Answer): void {
  const head = `HTTP/1.1 ${answer.status} Refused\r\ncontent-type: text/plain; charset=utf-8\r\nconnection: close\r\n`;
  socket.end(`${head}content-length: ${Buffer.byteLength(answer.body)}\r\n\r\n${answer.body}`);
}

/** Lets requests under way finish for a moment, then closes what is left. */
function closeServer(server: Server): Promise<void> {
  return new Promise((resolve) => {
    const force = setTimeout(() => server.closeAllConnections(), CLOSE_AFTER_MS);
    server.close(() => {
      clearTimeout(force);
      resolve();
    });
    server.closeIdleConnections();
  });
}
