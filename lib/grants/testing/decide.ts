import { reading } from "@/lib/db/client";
import type { PersonActor } from "@/lib/kernel/actor";
import { requestHash } from "@/lib/requests/request-hash";
import { findRequest } from "@/lib/requests/store";
import { type Decided, decideRequest } from "../decide-request";

type Input = Omit<Parameters<typeof decideRequest>[1], "requestHash">;

/** Decides what the request's page shows at the version that the decider names. */
export async function decideAsShown(actor: PersonActor, input: Input): Promise<Decided> {
  const request = await findRequest(reading(), input.requestId);
  if (!request) throw new TypeError(`${input.requestId} is not there to be decided`);
  const hash = requestHash({ ...request, nodes: request.askedNodes }, input.version);
  return decideRequest(actor, { ...input, requestHash: hash });
}
