import type { z } from "zod";
import { countAnonymousRefusal } from "@/lib/audit/count-refusal";
import { readJsonBody, type SentBody } from "@/lib/edge/json-body";
import { parseInput } from "@/lib/edge/parse-input";
import type { PersonActor } from "@/lib/kernel/actor";
import { config } from "@/lib/kernel/config/config";
import type { ErrorCode } from "@/lib/kernel/errors";
import { actorFromCookies } from "@/lib/people/actor";
import { confirmGroups } from "@/lib/people/confirm-groups";
import { parseCookies } from "@/lib/people/sign-in/cookies";
import { errorAnswer } from "./answer";
import { checkWrite } from "./guard";
import { requestIdFrom } from "./request-id";

interface Route<S extends z.ZodType> {
  /** What the body must be; anything else is INVALID_INPUT with the paths of the fields. */
  input: S;
  /** The person's groups must be fresh from the provider: for decisions, terminals, reviews, administrative acts. */
  confirm?: true;
  /** Whether this is about a broken glass: for it groups of the last day serve while the provider is away. */
  isEmergency?: (input: z.output<S>) => Promise<boolean>;
  /** Where it may be larger than others. */
  mostBytes?: number;
  /** The one use case behind this door. What it returns is the answer's JSON. */
  handle: (actor: PersonActor, input: z.output<S>) => Promise<object>;
}

/**
 * Makes the POST handler of an API route: host, origin, actor, input, one use case, error table, in this order.
 * Use cases audit their own refusals; callers we don't know are only counted.
 */
export function postRoute<S extends z.ZodType>(route: Route<S>): (request: Request) => Promise<Response> {
  return async (request) => {
    const requestId = requestIdFrom(request.headers);
    try {
      checkWrite(request.headers, config().PUBLIC_ORIGIN);
      const cookies = parseCookies(request.headers.get("cookie") ?? undefined);
      const known = await actorFromCookies(cookies, requestId);
      const input = parseInput(route.input, await readJsonBody(sentBody(request), route.mostBytes));
      const actor = route.confirm
        ? await confirmGroups(known, async () => (await route.isEmergency?.(input)) ?? false)
        : known;
      const result = await route.handle(actor, input);
      return Response.json(result, { headers: { "cache-control": "no-store" } });
    } catch (error) {
      const answer = errorAnswer(error, requestId, new URL(request.url).pathname);
      await countIfAnonymous(error, requestId);
      return answer;
    }
  };
}

/** A request's body as it is read. */
export function sentBody({ headers, body }: Request): SentBody {
  const [contentType, contentLength] = [headers.get("content-type"), headers.get("content-length")];
  return { contentType, contentLength, chunks: body };
}

const ANONYMOUS: ReadonlySet<ErrorCode> = new Set([
  "FOREIGN_HOST",
  "FOREIGN_ORIGIN",
  "NOT_SIGNED_IN",
  "PERSON_DISABLED",
]);

/** Counts a refusal of somebody we can't name. The answer stands even when counting fails; then the log has it. */
export async function countIfAnonymous(error: unknown, requestId: string): Promise<void> {
  const code = error instanceof Error && "code" in error ? error.code : undefined;
  const known = [...ANONYMOUS].find((entry) => entry === code);
  if (!known) return;
  try {
    await countAnonymousRefusal(known);
  } catch (failure) {
    errorAnswer(failure, requestId, "anonymous-refusals");
  }
}
