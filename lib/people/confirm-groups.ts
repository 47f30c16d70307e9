import { audited } from "@/lib/audit/append-event";
import { reading } from "@/lib/db/client";
import type { PersonActor } from "@/lib/kernel/actor";
import { config } from "@/lib/kernel/config";
import { allow, isAppError, refuse } from "@/lib/kernel/errors";
import type { SignInId } from "@/lib/kernel/ids";
import { askProvider, type ProviderAnswer, type Renewed, refreshTokens } from "./provider/ask-provider";
import { type ProviderTokens, sealTokens, unsealTokens } from "./provider/tokens";
import { saveGroups } from "./save-groups";
import {
  aloneWithSignIn,
  findPerson,
  groupsAgeSeconds,
  lockPerson,
  readProviderTokens,
  saveProviderTokens,
} from "./store";

/**
 * The person with groups and roles that the provider confirmed at most GROUPS_MAX_AGE_SECONDS ago. Asked before a
 * decision, a terminal, a review or an administrative act: somebody who left the group a minute ago has no more say.
 * @throws AppError GROUPS_UNCONFIRMED when the provider gives no answer, or one about somebody else · PERSON_DISABLED
 */
export async function confirmGroups(actor: PersonActor): Promise<PersonActor> {
  const known = await findPerson(reading(), actor.id);
  const age = await groupsAgeSeconds(reading(), actor.id);
  if (known && !known.isDisabled && age <= config().GROUPS_MAX_AGE_SECONDS)
    return { ...actor, groups: known.groups, roles: known.roles, groupsReadAt: known.groupsReadAt };
  const answer = known && !known.isDisabled ? await currentAnswer(actor) : "disabled";
  const attempt = { code: "person.groups-confirmed", actor, subject: { personId: actor.id } } as const;
  return audited(attempt, async (tx) => {
    const person = await lockPerson(tx, actor.id);
    if (!person || person.isDisabled || answer === "disabled") return refuse("PERSON_DISABLED");
    if (answer === "overage") return refuse("GROUPS_OVERAGE");
    if (typeof answer === "string") return refuse("GROUPS_UNCONFIRMED", { reason: answer });
    if (answer.subject !== person.subject) return refuse("GROUPS_UNCONFIRMED", { reason: "other-person" });
    return allow(await saveGroups(tx, person, answer.groups, actor));
  });
}

type NoAnswer = "no-answer" | "sign-in-again" | "overage";

/** What the provider says, with a new access token if the old one has run out. */
async function currentAnswer(actor: PersonActor): Promise<ProviderAnswer | NoAnswer> {
  try {
    const tokens = await tokensOf(actor);
    const answer = tokens && !hasExpired(tokens) ? await askProvider(tokens) : "expired";
    if (answer !== "expired") return answer;
    const fresh = await renewTokens(actor, tokens?.accessToken);
    if (!fresh) return "sign-in-again";
    if (fresh.answer) return fresh.answer;
    const second = await askProvider(fresh.tokens);
    return second === "expired" ? "sign-in-again" : second;
  } catch (error) {
    if (!isAppError(error)) throw error;
    if (error.code === "GROUPS_OVERAGE") return "overage";
    if (error.code === "PROVIDER_UNAVAILABLE" || error.code === "PROVIDER_MISCONFIGURED") return "no-answer";
    throw error;
  }
}

const renewing = new Map<SignInId, Promise<Renewed | undefined>>();

/** One at a time: providers that rotate refresh tokens take the second use of one for theft. */
function renewTokens(actor: PersonActor, usedUp: string | undefined): Promise<Renewed | undefined> {
  const running = renewing.get(actor.signInId);
  if (running) return running;
  const renewal = aloneWithSignIn(actor.signInId, async () => {
    const current = await tokensOf(actor);
    const isFresh = current && current.accessToken !== usedUp && !hasExpired(current);
    if (isFresh && current.groupsIn !== "id-token") return { tokens: current, answer: null };
    const fresh = current?.refreshToken ? await refreshTokens(current.refreshToken, current) : undefined;
    if (fresh) await saveProviderTokens(reading(), actor.signInId, await sealTokens(fresh.tokens));
    return fresh;
  }).finally(() => renewing.delete(actor.signInId));
  renewing.set(actor.signInId, renewal);
  return renewal;
}

async function tokensOf(actor: PersonActor): Promise<ProviderTokens | undefined> {
  const sealed = await readProviderTokens(reading(), actor.signInId);
  return sealed === undefined ? undefined : unsealTokens(sealed);
}

/** Five seconds early: the question still has to get there. */
function hasExpired(tokens: ProviderTokens): boolean {
  return tokens.expiresAt !== undefined && tokens.expiresAt - 5 <= Date.now() / 1000;
}
