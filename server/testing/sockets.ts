import { connect, type Socket } from "node:net";
import { UPGRADE } from "./wire";

export type Stage =
  | "connected"
  | "half a line"
  | "half the headers"
  | "asked"
  | "a moment later"
  | "first answer";
export const STAGES: readonly Stage[] = [
  "connected",
  "half a line",
  "half the headers",
  "asked",
  "a moment later",
  "first answer",
];

/** One connection that is reset (RST, not FIN) at a stage of its request. */
export function resetAt(stage: Stage, to: { port: number; request: string; delayMs: number }): Promise<void> {
  return new Promise((done) => {
    const socket = connect(to.port, "127.0.0.1");
    const end = () => {
      socket.resetAndDestroy();
      done();
    };
    socket.on("error", () => done());
    socket.on("close", () => done());
    socket.once("connect", () => {
      switch (stage) {
        case "connected":
          return end();
        case "half a line":
          return socket.write(to.request.slice(0, 6), end);
        case "half the headers":
          return socket.write(to.request.slice(0, Math.floor(to.request.length / 2)), end);
        case "asked":
          return socket.write(to.request, end);
        case "a moment later":
          return socket.write(to.request, () => setTimeout(end, to.delayMs));
        case "first answer":
          // What waits for the rest of the request never answers.
          socket.setTimeout(1_000, end);
          socket.once("data", end);
          return socket.write(to.request);
      }
    });
  });
}

/** What a connection is answered with, whole, as it came: for requests that no client would send. */
export function rawAnswer(port: number, request: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket: Socket = connect(port, "127.0.0.1");
    let text = "";
    socket.setTimeout(10_000, () => socket.destroy(new Error(`no answer to ${request.slice(0, 60)}`)));
    socket.on("data", (chunk) => {
      text += String(chunk);
    });
    socket.on("error", reject);
    socket.on("close", () => resolve(text));
    socket.write(request);
  });
}

/** A request's text. */
export function requestText(line: string, headers: Readonly<Record<string, string>>): string {
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}`);
  return [`${line} HTTP/1.1`, ...lines, "", ""].join("\r\n");
}

/** The headers with which a browser's page asks for an upgrade. */
export function upgradeHeaders(origin: string, to: string, cookie: string): Record<string, string> {
  return { host: new URL(to).host, origin, cookie, ...UPGRADE };
}
