import { randomUUID } from "node:crypto";
import { SSMClient, StartSessionCommand, TerminateSessionCommand } from "@aws-sdk/client-ssm";
import { WebSocket } from "ws";
import { DataChannel } from "@/lib/session-manager/data-channel";
import type { World } from "../../tools/world.mjs";

/** What a terminal of either kind can do here. */
export interface Line {
  type: (text: string) => void;
  /** Calls back for every piece of output, with the time it came (performance.now). */
  listen: (heard: (bytes: Uint8Array, at: number) => void) => () => void;
  close: () => Promise<void>;
}

/** A data-channel client with no gateway and no recorder: what everything else is measured against. */
export async function openBareClient(world: World, nodeId: string): Promise<Line & { startedMs: number }> {
  const { endpoint, region, credentials, accounts } = world.sandbox;
  const [account] = accounts;
  const operator = credentials.operator;
  if (!operator) throw new TypeError("the world has no operator");
  const ssm = new SSMClient({ region, endpoint, credentials: operator });
  const startedAt = performance.now();
  const { SessionId, StreamUrl, TokenValue } = await ssm.send(
    new StartSessionCommand({ Target: nodeId, DocumentName: String(account.documentName) }),
  );
  if (!StreamUrl || !TokenValue) throw new TypeError("StartSession gave no stream");
  const listeners = new Set<(bytes: Uint8Array, at: number) => void>();
  const socket = new WebSocket(StreamUrl, { perMessageDeflate: false });
  const channel = new DataChannel({
    clientId: randomUUID(),
    clientVersion: "1.2.677.0",
    counters: { outputExpected: 0, inputNext: 0, inputFillFrom: 0 },
    size: { cols: 100, rows: 30 },
    recorder: {
      appendOutput: async () => {},
      appendInput: async () => {},
      appendGap: async () => {},
      readOutput: async () => {
        throw new TypeError("nothing is recorded");
      },
    },
    clock: Date.now,
    newId: randomUUID,
    send: (frame) => socket.send(frame),
    onOutput: ({ payload }) => {
      for (const heard of listeners) heard(payload, performance.now());
    },
    onClosed: () => {},
    onEvent: () => {},
  });
  const ticker = setInterval(() => channel.tick(), 100);
  const firstOutput = new Promise<number>((resolve) => {
    const stop = () => listeners.delete(heard);
    const heard = (_bytes: Uint8Array, at: number) => {
      stop();
      resolve(at);
    };
    listeners.add(heard);
  });
  socket.on("open", () => channel.open(TokenValue));
  socket.on("message", (data, isBinary) => {
    const bytes = Buffer.from(data as Buffer);
    channel.receive(isBinary ? bytes : bytes.toString("utf8"));
  });
  const startedMs = (await firstOutput) - startedAt;
  return {
    startedMs,
    type: (text) => void channel.sendInput(Buffer.from(text)),
    listen: (heard) => {
      listeners.add(heard);
      return () => listeners.delete(heard);
    },
    close: async () => {
      clearInterval(ticker);
      channel.close();
      socket.close();
      await ssm.send(new TerminateSessionCommand({ SessionId }));
    },
  };
}
