import type { z } from "zod";
import { parseInput } from "@/lib/edge/parse-input";
import type { PersonActor } from "@/lib/kernel/actor";
import { config } from "@/lib/kernel/config/config";
import { actorFromCookies } from "@/lib/people/actor";
import { parseCookies } from "@/lib/people/sign-in/cookies";
import { errorAnswer } from "./answer";
import { eachOnce } from "./each-once";
import { checkRead } from "./guard";
import { requestIdFrom } from "./request-id";
import { countIfAnonymous } from "./route";

interface ReadRoute<S extends z.ZodType> {
  /** What the address's query must be, each name once; anything else is INVALID_INPUT with the names. */
  input: S;
  /** The one query behind this door. What it returns is the answer's JSON. */
  handle: (actor: PersonActor, input: z.output<S>) => Promise<object>;
}

/** Makes the GET handler of an API route that only reads: host, site, actor, input, one query, error table. Nothing is cached. */
export function readRoute<S extends z.ZodType>(route: ReadRoute<S>): (request: Request) => Promise<Response> {
  return async (request) => {
    const requestId = requestIdFrom(request.headers);
    const url = new URL(request.url);
    try {
      checkRead(request.headers, config().PUBLIC_ORIGIN);
      const cookies = parseCookies(request.headers.get("cookie") ?? undefined);
      const actor = await actorFromCookies(cookies, requestId);
      const input = parseInput(route.input, eachOnce(url.searchParams));
      const result = await route.handle(actor, input);
      return Response.json(result, { headers: { "cache-control": "no-store" } });
    } catch (error) {
      const answer = errorAnswer(error, requestId, url.pathname);
      await countIfAnonymous(error, requestId);
      return answer;
    }
  };
}
