import type { IncomingMessage, ServerResponse } from "node:http";
import { z } from "zod";
import type { PersonActor } from "@/lib/kernel/actor";
import { AppError } from "@/lib/kernel/errors";
import { beginReplay } from "@/lib/recordings/replaying/begin-replay";
import { readCommands } from "@/lib/recordings/replaying/read-commands";
import { type PackedPart, readLines, readSegment } from "@/lib/recordings/replaying/read-segment";
import { pack, unpack } from "@/lib/recordings/segments/format";
import { sendJson } from "../http-edge";
import type { ReplayRoute } from "../routes";

const number = z.coerce.number().int().nonnegative().max(Number.MAX_SAFE_INTEGER);
/** Milliseconds and numbers of segments are what a column of the database holds. */
const small = z.coerce.number().int().nonnegative().max(2_147_483_647);
const byNumber = z.strictObject({ number: small });
const byMoment = z.strictObject({ ms: small });
const byLine = z.strictObject({ line: number });
const segmentPlace = z.union([byNumber, byMoment]);
const linePlace = z.union([byNumber, byMoment, byLine]);
const beginQuery = z.strictObject({ again: z.literal("1").optional() });
const commandPage = z.strictObject({ from: small.default(0) });

/**
 * Serves what a player reads of a recording, part by part: JSON, small whatever the recording's size.
 * @param asked the address's parameters: `number`, `ms` or `line` for a part, `from` for commands, `again=1` for whoever
 *   has begun a replay already
 */
export async function answerReplay(
  request: IncomingMessage,
  response: ServerResponse,
  asked: {
    actor: PersonActor;
    route: ReplayRoute;
    query: URLSearchParams;
  },
): Promise<void> {
  const { actor, route, query } = asked;
  const { sessionId } = route;
  switch (route.pattern) {
    case "/gateway/sessions/[id]/replay": {
      const { again } = parseQuery(beginQuery, query);
      const beginning = await beginReplay(actor, sessionId, { isAgain: again !== undefined });
      return sendPart(request, response, { packed: await pack(beginning), isFinal: false });
    }
    case "/gateway/sessions/[id]/commands": {
      const { from } = parseQuery(commandPage, query);
      return sendJson(response, await readCommands(actor, sessionId, from));
    }
    case "/gateway/sessions/[id]/segments":
      return sendPart(
        request,
        response,
        await readSegment(actor, sessionId, parseQuery(segmentPlace, query)),
      );
    case "/gateway/sessions/[id]/lines":
      return sendPart(request, response, await readLines(actor, sessionId, parseQuery(linePlace, query)));
  }
}

/** @throws AppError INVALID_INPUT for parameters that are none of the address's, or given twice */
export function parseQuery<T>(schema: z.ZodType<T>, query: URLSearchParams): T {
  const given = [...query];
  const { success, data } = schema.safeParse(Object.fromEntries(given));
  if (!success || new Set(query.keys()).size !== given.length)
    throw new AppError("INVALID_INPUT", "the address has other parameters than it may have");
  return data;
}

/** As it is stored, to a browser that can unpack it. */
async function sendPart(
  request: IncomingMessage,
  response: ServerResponse,
  { packed, isFinal }: PackedPart,
): Promise<void> {
  const headers = { "content-type": "application/json", "x-final": String(isFinal) };
  response.setHeader("access-control-expose-headers", "x-final");
  if (/\bbr\b/.test(String(request.headers["accept-encoding"] ?? "")))
    response.writeHead(200, { ...headers, "content-encoding": "br" }).end(packed);
  else response.writeHead(200, headers).end(await unpack(packed));
}
