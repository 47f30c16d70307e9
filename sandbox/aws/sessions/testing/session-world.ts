import { mkdtempSync, rmSync } from "node:fs";
import { createServer, type Server } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createSessionPort, type SessionServiceDeps } from "../service";
import type { AgentLogSink, AgentObjectSink, SessionPort, StartSessionInput } from "../session-port";
import { type ChannelCredentials, PluginClient, type PluginClientOptions } from "./plugin-client";
import { shellDocument } from "./session-documents";

export const PAYMENTS_NODE = "i-0f3a9c41d7e25b91c";

export interface SessionWorld {
  port: SessionPort;
  stateDir: string;
  /** Milliseconds added to the world's clock. */
  clock: { offsetMs: number; now(): number };
  /** What the agent put into the one log group, `halligan/sessions`, by stream. */
  streams: Map<string, { timestamp: number; message: string }[]>;
  /** What it put into the one bucket, `session-logs`, by key. */
  objects: Map<string, Buffer>;
  start(about?: Partial<StartSessionInput>): Promise<ChannelCredentials>;
  client(credentials: ChannelCredentials, options?: PluginClientOptions): PluginClient;
  /** Stops the port and starts another on the same folder. */
  restart(): Promise<void>;
  close(): Promise<void>;
}

/** A session service on a port and in a folder of its own, as the account's server would hold it. */
export async function openSessionWorld(
  options: Partial<Pick<SessionServiceDeps, "promptDelayMs" | "socketSeconds" | "seeds">> = {},
): Promise<SessionWorld> {
  const stateDir = mkdtempSync(join(tmpdir(), "halligan-sessions-"));
  const clock = { offsetMs: 0, now: () => Date.now() + clock.offsetMs };
  const streams: SessionWorld["streams"] = new Map();
  const objects: SessionWorld["objects"] = new Map();
  const server = createServer();
  const address = await listen(server);
  const open = () =>
    createSessionPort({
      stateDir,
      origin: () => address,
      clock,
      logs: memoryLogs(streams),
      objects: memoryObjects(objects),
      socketSeconds: 3600,
      promptDelayMs: 0,
      ...options,
    });
  const clients: PluginClient[] = [];
  const world: SessionWorld = {
    port: open(),
    stateDir,
    clock,
    streams,
    objects,
    start: (about) => world.port.start({ ...ANA_STARTS, document: shellDocument(), ...about }),
    client: (credentials, clientOptions) => {
      const client = new PluginClient(credentials, clientOptions);
      clients.push(client);
      return client;
    },
    async restart() {
      await world.port.close();
      world.port = open();
    },
    async close() {
      for (const client of clients) client.disconnect();
      await world.port.close();
      server.closeAllConnections();
      server.close();
      rmSync(stateDir, { recursive: true, force: true });
    },
  };
  server.on("upgrade", (request, socket, head) => {
    if (!world.port.handleUpgrade(request, socket, head)) socket.destroy();
  });
  return world;
}

const ANA_STARTS: Omit<StartSessionInput, "document"> = {
  accountId: "111122223333",
  region: "eu-west-1",
  target: PAYMENTS_NODE,
  owner: {
    arn: "arn:aws:sts::111122223333:assumed-role/HalliganTarget/ses_01ana",
    userId: "AROAEXAMPLE:ses_01ana",
    sessionName: "ses_01ana",
  },
};

/** Waits for what is seen, with a limit. */
export async function until<T>(see: () => T | undefined | false, what: string, limitMs = 8000): Promise<T> {
  const deadline = Date.now() + limitMs;
  for (;;) {
    const seen = see();
    if (seen) return seen;
    if (Date.now() > deadline) throw new Error(`did not see ${what} within ${limitMs} ms`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

function memoryLogs(streams: SessionWorld["streams"]): AgentLogSink {
  return {
    hasLogGroup: (_accountId, _region, name) => name === "/halligan/sessions",
    createLogStream: (_accountId, _region, _group, stream) => void streams.set(stream, []),
    putLogEvents: (_accountId, _region, _group, stream, events) => void streams.get(stream)?.push(...events),
  };
}

function memoryObjects(objects: SessionWorld["objects"]): AgentObjectSink {
  const check = (bucket: string) => {
    if (bucket !== "session-logs") throw new Error("NoSuchBucket: The specified bucket does not exist");
  };
  return {
    isEncrypted: (_accountId, bucket) => {
      check(bucket);
      return true;
    },
    async putObject(_accountId, bucket, key, body) {
      check(bucket);
      const chunks: Buffer[] = [];
      for await (const chunk of body) chunks.push(chunk);
      objects.set(key, Buffer.concat(chunks));
    },
  };
}

async function listen(server: Server): Promise<string> {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  if (address === null || typeof address === "string") throw new TypeError("the server has no port");
  return `ws://127.0.0.1:${address.port}`;
}
