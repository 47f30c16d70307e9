import { setTimeout as pause } from "node:timers/promises";
import { reading } from "@/lib/db/client";
import type { PersonActor } from "@/lib/kernel/actor";
import { config, ROLES } from "@/lib/kernel/config/config";
import { AppError, allow, type Verdict } from "@/lib/kernel/errors";
import { lastGroupsServe } from "../outage/last-groups";
import { findStanding, insertDueQuestions, insertQuestion, type Standing } from "./question-store";
import { judgeGroups } from "./standing";

/** What is wanted to be opened waits so long for the provider's answer. */
const WAIT_MS = 5_000;
const LOOK_MS = 100;

/**
 * The person with groups that the provider confirmed at most GROUPS_MAX_AGE_SECONDS ago, for a process that can't ask
 * the provider itself: it asks web, through the database, and waits for the answer. Before anything is opened.
 * @throws AppError GROUPS_UNCONFIRMED when the provider refuses, or nothing is answered within five seconds
 */
export async function awaitGroups(actor: PersonActor): Promise<PersonActor> {
  const known = await findStanding(reading(), actor.signInId);
  if (known && known.ageSeconds <= config().GROUPS_MAX_AGE_SECONDS) return withGroups(actor, known);
  const wantedAt = await insertQuestion(reading(), actor.signInId);
  for (const end = performance.now() + WAIT_MS; performance.now() < end; await pause(LOOK_MS)) {
    const standing = await findStanding(reading(), actor.signInId);
    if (!standing) break;
    if (standing.groupsReadAt >= wantedAt) return withGroups(actor, standing);
    if (standing.refusal !== null && standing.answeredAt !== null && standing.answeredAt >= wantedAt)
      throw unconfirmed(actor, standing.refusal);
  }
  throw unconfirmed(actor, "no-answer");
}

/** Has the groups of these sign-ins confirmed where they are half as old as they may be. Waits for nothing. */
export async function askForGroups(signInIds: readonly string[]): Promise<void> {
  if (signInIds.length === 0) return;
  await insertDueQuestions(reading(), signInIds, config().GROUPS_MAX_AGE_SECONDS / 2);
}

/**
 * Whether what this sign-in has open may go on, as far as its person's groups are known; asks for them when it is time.
 * @param isEmergency whether it is a broken glass's
 * @returns GROUPS_UNCONFIRMED when the provider refused, or has been away for longer than GROUPS_GRACE_SECONDS
 */
export async function groupsToContinue(
  signInId: string,
  isEmergency: () => Promise<boolean> = async () => false,
): Promise<Verdict<null>> {
  await askForGroups([signInId]);
  const { GROUPS_MAX_AGE_SECONDS: maxAgeSeconds, GROUPS_GRACE_SECONDS: graceSeconds } = config();
  const nothing = { ageSeconds: Number.POSITIVE_INFINITY, refusal: null };
  const standing = await findStanding(reading(), signInId);
  const judged = judgeGroups(standing ?? nothing, { maxAgeSeconds, graceSeconds });
  return !judged.ok && (await lastGroupsServe(signInId, isEmergency)) ? allow(null) : judged;
}

function withGroups(actor: PersonActor, { roles, groups, groupsReadAt }: Standing): PersonActor {
  return { ...actor, roles: ROLES.filter((role) => roles.includes(role)), groups, groupsReadAt };
}

function unconfirmed(actor: PersonActor, reason: string): AppError {
  return new AppError("GROUPS_UNCONFIRMED", `${actor.id}'s groups: ${reason}`, { params: { reason } });
}
