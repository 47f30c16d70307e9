import { reading } from "@/lib/db/client";
import type { PersonActor } from "@/lib/kernel/actor";
import { AppError } from "@/lib/kernel/errors";
import { type Cookies, signInIdFrom } from "./cookies";
import { findSignIn } from "./store";

/**
 * Who is asking, by the sign-in that the cookie points to. The row is the truth, read anew each time: a sign-in that
 * has ended or run out, and a person who was disabled, is out at once.
 * @param cookies parsed (`parseCookies`, or what Next parsed)
 * @param origin request id of the edge, for the audit and the log
 * @throws AppError NOT_SIGNED_IN | PERSON_DISABLED
 */
export async function actorFromCookies(cookies: Cookies, origin: string): Promise<PersonActor> {
  const signInId = await signInIdFrom(cookies);
  const found = signInId === undefined ? undefined : await findSignIn(reading(), signInId);
  if (!found) throw new AppError("NOT_SIGNED_IN", "no sign-in");
  if (found.person.isDisabled) throw new AppError("PERSON_DISABLED", `${found.person.id} is disabled`);
  if (found.isOver) throw new AppError("NOT_SIGNED_IN", `${found.signInId} is over`);
  const { id, name, roles, groups, groupsReadAt, language } = found.person;
  return {
    kind: "person",
    id,
    name,
    roles,
    groups,
    groupsReadAt,
    language,
    signInId: found.signInId,
    origin,
  };
}
