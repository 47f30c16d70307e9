import { reading } from "@/lib/db/client";
import { databaseNow } from "@/lib/db/clock";
import type { PersonActor } from "@/lib/kernel/actor";
import { AppError } from "@/lib/kernel/errors";
import type { SignInId } from "@/lib/kernel/ids";
import { requestScope } from "@/lib/kernel/log/request-scope";
import { findStandIns } from "./delegations/store";
import { type Cookies, signInTokenFrom } from "./sign-in/cookies";
import { tokenHash } from "./sign-in/sign-in-token";
import { type FoundSignIn, findSignIn } from "./store";

/**
 * Who is asking, by the sign-in whose token the cookie carries. The row is the truth, read anew each time: a sign-in
 * that has ended or run out, and a person who was disabled, is out at once.
 * @param cookies parsed (`parseCookies`, or what Next parsed)
 * @param origin request id of the edge, for the audit and the log
 * @throws AppError NOT_SIGNED_IN | PERSON_DISABLED
 */
export async function actorFromCookies(cookies: Cookies, origin: string): Promise<PersonActor> {
  const found = await signInOf(cookies);
  if (!found) throw new AppError("NOT_SIGNED_IN", "no sign-in");
  if (found.person.isDisabled) throw new AppError("PERSON_DISABLED", `${found.person.id} is disabled`);
  if (found.isOver) throw new AppError("NOT_SIGNED_IN", `${found.signInId} is over`);
  const { id, name, roles, groups, groupsReadAt, language } = found.person;
  const tx = reading();
  const standsInFor = found.isStandIn ? await findStandIns(tx, id, await databaseNow(tx)) : [];
  const scope = requestScope();
  if (scope) scope.personId = id;
  return {
    kind: "person",
    id,
    name,
    roles,
    groups,
    groupsReadAt,
    standsInFor,
    language,
    signInId: found.signInId,
    origin,
    ...(scope ? { address: scope.address } : {}),
  };
}

/** The sign-in whose token the cookie carries, over or not; undefined for a token that we never gave. */
export async function signInIdFrom(cookies: Cookies): Promise<SignInId | undefined> {
  return (await signInOf(cookies))?.signInId;
}

async function signInOf(cookies: Cookies): Promise<FoundSignIn | undefined> {
  const token = signInTokenFrom(cookies);
  return token === undefined ? undefined : findSignIn(reading(), tokenHash(token));
}
