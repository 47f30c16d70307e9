import { type Agent, type IncomingHttpHeaders, request } from "node:http";

export interface Answer {
  status: number;
  headers: IncomingHttpHeaders;
  body: string;
  /** Of our end: the same one again is the same connection. */
  localPort: number | undefined;
}

export interface Sent {
  method?: string;
  /** Sent as they are, Host and Origin included. */
  headers?: Readonly<Record<string, string>>;
  body?: string;
  /** Otherwise each request has a connection of its own. */
  agent?: Agent;
}

const PATIENCE_MS = 30_000;

/** One HTTP request, without the manners of fetch: it sends any header and follows nothing. */
export function send(url: string, { method = "GET", headers = {}, body, agent }: Sent = {}): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const options = { method, headers, agent: agent ?? false, timeout: PATIENCE_MS };
    const sent = request(url, options, (response) => {
      const { localPort } = response.socket;
      const chunks: Buffer[] = [];
      response.on("data", (chunk: Buffer) => chunks.push(chunk));
      response.on("error", reject);
      response.on("end", () =>
        resolve({
          status: response.statusCode ?? 0,
          headers: response.headers,
          body: Buffer.concat(chunks).toString("utf8"),
          localPort,
        }),
      );
    });
    sent.on("error", reject);
    sent.on("timeout", () => sent.destroy(new Error(`no answer from ${url}`)));
    // What answers an upgrade with an upgrade is seen too.
    sent.on("upgrade", (response, socket) => {
      const { localPort } = response.socket;
      socket.destroy();
      resolve({ status: response.statusCode ?? 0, headers: response.headers, body: "", localPort });
    });
    sent.end(body);
  });
}

/** The status and the error code of an answer, as the wrapper and the gateway write it. */
export function refusalIn({ status, body }: Pick<Answer, "status" | "body">): [number, string | undefined] {
  return [status, /^\{"error":\{"code":"([A-Z_]+)"/.exec(body)?.[1]];
}

/** The headers with which a browser asks for an upgrade to a WebSocket. */
export const UPGRADE = {
  connection: "Upgrade",
  upgrade: "websocket",
  "sec-websocket-version": "13",
  "sec-websocket-key": "dGhlIHNhbXBsZSBub25jZQ==",
} as const;
