import { once } from "node:events";
import type { IncomingMessage, ServerResponse } from "node:http";
import { config } from "@/lib/kernel/config";
import { AppError } from "@/lib/kernel/errors";
import { isId, type SessionId } from "@/lib/kernel/ids";
import { openReplay } from "@/lib/recordings/open-replay";
import { readAgentLog } from "@/lib/trail/read-agent-log";
import { actorOf, answerError, checkHost, checkReadOrigin, setHeaders } from "./http-edge";

/** Serves recordings and the node's log: GET only, same cookie, same use cases as everywhere. */
export async function handleRequest(request: IncomingMessage, response: ServerResponse): Promise<void> {
  try {
    checkHost(request);
    setHeaders(response);
    const url = new URL(request.url ?? "/", config().GATEWAY_ORIGIN);
    if (request.method !== "GET") throw new AppError("METHOD_NOT_ALLOWED", "only GET");
    if (url.pathname === "/gateway/health") {
      response.writeHead(200, { "content-type": "text/plain" }).end("ok\n");
      return;
    }
    checkReadOrigin(request);
    const match = /^\/gateway\/sessions\/([^/]+)\/(recording|agent-log)$/.exec(url.pathname);
    const sessionId = match?.[1];
    if (!isId("session", sessionId)) throw new AppError("NOT_FOUND", "no such address");
    const actor = await actorOf(request);
    if (match?.[2] === "agent-log") {
      const log = await readAgentLog(actor, sessionId);
      response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify(log));
    } else {
      const replay = await openReplay(actor, sessionId);
      await sendRecording(response, sessionId, replay.lines);
    }
  } catch (error) {
    answerError(response, error);
  }
}

/** asciicast, line by line, as fast as the browser takes it: memory does not grow with the recording. */
async function sendRecording(
  response: ServerResponse,
  sessionId: SessionId,
  lines: AsyncIterable<string>,
): Promise<void> {
  response.writeHead(200, {
    "content-type": "application/x-asciicast",
    "content-disposition": `inline; filename="${sessionId}.cast"`,
  });
  for await (const line of lines) {
    if (response.destroyed) return;
    if (!response.write(`${line}\n`)) await Promise.race([once(response, "drain"), once(response, "close")]);
  }
  response.end();
}
