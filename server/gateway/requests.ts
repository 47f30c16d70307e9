import type { IncomingMessage, ServerResponse } from "node:http";
import { z } from "zod";
import { followAnswer } from "@/lib/edge/access-line";
import { requestTarget } from "@/lib/edge/request-target";
import { openPackage } from "@/lib/keeping/input-opening/open-package";
import type { PersonActor } from "@/lib/kernel/actor";
import { AppError } from "@/lib/kernel/errors";
import { inRequestScope } from "@/lib/kernel/log/request-scope";
import { mustReadSearch } from "@/lib/overview/recording-search/read-search";
import { searchRecordings } from "@/lib/overview/recording-search/search-recordings";
import { awaitGroups } from "@/lib/people/confirmation/await-groups";
import { openBundle, prepareBundle } from "@/lib/recordings/evidence/offer-bundle";
import { EXPORT_FORMATS, type ExportFormat } from "@/lib/recordings/exporting/formats";
import { openExport } from "@/lib/recordings/exporting/open-export";
import { openAgentLogFile, readAgentLog, readComparedLines } from "@/lib/trail/read-agent-log";
import { serveHealth } from "@/server/health";
import { actorOf, answerError, checkHost, checkReadOrigin, scopeOf, sendJson, setHeaders } from "./http-edge";
import { Places } from "./replay/places";
import { answerReplay, parseQuery } from "./replay/replay-requests";
import { sendExport } from "./replay/send-export";
import { gatewayRoute, isWrite } from "./routes";
import { answerWrite } from "./writes";

/** Searches that one gateway does at once: each reads up to 24 MB, and terminals share the process. */
const MOST_SEARCHES = 8;

/** Serves recordings and the node's log, and takes what passkeys answer: same cookie, same use cases as everywhere. */
export async function handleRequest(request: IncomingMessage, response: ServerResponse): Promise<void> {
  // The caller may go away at any moment; what was being sent sees the closed answer.
  request.on("error", () => {});
  response.on("error", () => {});
  if (await serveHealth(request, response)) return;
  const scope = scopeOf(request);
  followAnswer(request, response, { scope, route: patternOf(request.url) });
  await inRequestScope(scope, () => answer(request, response).catch((error) => answerError(response, error)));
}

async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const target = requestTarget(request.url);
  checkHost(request);
  setHeaders(response);
  const route = gatewayRoute(target.pathname);
  if (isWrite(route)) return answerWrite(request, response, route.pattern);
  if (request.method !== "GET") throw new AppError("METHOD_NOT_ALLOWED", "only GET");
  if (route?.pattern === "/gateway/health") {
    response.writeHead(200, { "content-type": "text/plain" }).end("ok\n");
    return;
  }
  checkReadOrigin(request);
  switch (route?.pattern) {
    case "/gateway/sessions/[id]/agent-log": {
      const from = target.searchParams.get("from") ?? "";
      return sendJson(response, await readAgentLog(await readerOf(request), route.sessionId, from));
    }
    case "/gateway/sessions/[id]/differences":
      return sendJson(response, await readComparedLines(await readerOf(request), route.sessionId));
    case "/gateway/sessions/[id]/agent-log-file": {
      const of = target.searchParams.get("of") ?? "stream";
      const reader = await readerOf(request);
      return sendExport(response, reader, () => openAgentLogFile(reader, route.sessionId, of));
    }
    case "/gateway/sessions/[id]/recording": {
      const reader = await readerOf(request);
      const format = exportFormat(target.searchParams);
      return sendExport(response, reader, () => openExport(reader, route.sessionId, format));
    }
    case "/gateway/sessions/[id]/evidence":
      return sendJson(response, await prepareBundle(await readerOf(request), route.sessionId));
    case "/gateway/sessions/[id]/evidence-file": {
      const reader = await readerOf(request);
      return sendExport(response, reader, () => openBundle(reader, route.sessionId));
    }
    case "/gateway/sessions/[id]/sealed-input": {
      const reader = await readerOf(request);
      return sendExport(response, reader, () => openPackage(reader, route.sessionId));
    }
    case "/gateway/sessions/[id]/replay":
    case "/gateway/sessions/[id]/segments":
    case "/gateway/sessions/[id]/lines":
    case "/gateway/sessions/[id]/commands":
      return answerReplay(request, response, {
        actor: await readerOf(request),
        route,
        query: target.searchParams,
      });
    case "/gateway/search":
      return sendJson(response, await search(request, mustReadSearch(target.searchParams)));
    case "/gateway/sessions/[id]/search": {
      const asked = mustReadSearch(target.searchParams, { isOfSession: true });
      return sendJson(response, await search(request, asked, route.sessionId));
    }
    default:
      throw new AppError("NOT_FOUND", "no such address");
  }
}

const ofFormat = z.strictObject({ format: z.enum(EXPORT_FORMATS).default("asciicast-v2") });

function exportFormat(query: URLSearchParams): ExportFormat {
  return parseQuery(ofFormat, query).format;
}

const searches = new Places(MOST_SEARCHES);

async function search(
  request: IncomingMessage,
  ...asked: Parameters<typeof searchRecordings> extends [unknown, ...infer Rest] ? Rest : never
): ReturnType<typeof searchRecordings> {
  const reader = await readerOf(request);
  const leave = searches.enter();
  if (!leave) throw new AppError("SEARCH_BUSY", `${MOST_SEARCHES} searches are running`);
  try {
    return await searchRecordings(reader, ...asked);
  } finally {
    leave();
  }
}

/** Whoever reads evidence, with groups that were confirmed just now. */
async function readerOf(request: IncomingMessage): Promise<PersonActor> {
  return awaitGroups(await actorOf(request));
}

function patternOf(target: string | undefined): string | undefined {
  return gatewayRoute(target?.split(/[?#]/)[0] ?? "")?.pattern;
}
