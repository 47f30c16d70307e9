import type { Tx } from "@/lib/db/client";
import { allow, refuse, type Verdict } from "@/lib/kernel/errors";
import type { StepUpLevel } from "./levels";
import { findFresh, findLevelAt, markUsed, wasUsed } from "./proof-store";
import { keyOf, type ProofSubject } from "./subject";

/**
 * Whether a person has proven within the last two minutes that it is them, for exactly this. It marks nothing: for what
 * can happen only once by itself, such as a person's decision on a request.
 * @param level what the rule asks for; a passkey is also good where a sign-in is asked for
 * @returns STEP_UP_NEEDED with level and purpose
 */
export async function checkProof(tx: Tx, subject: ProofSubject, level: StepUpLevel): Promise<Verdict<null>> {
  if (level === "none" || (await findFresh(tx, keyOf(subject), level))) return allow(null);
  return needed(subject, level);
}

/**
 * The same for what may happen several times, such as opening a shell from several windows: the proof is used up, by
 * whatever does it. The gateway's alone: no other login may mark a proof as used.
 * @param usedBy what does it (`window:…`, a new passkey's id). What used a proof of the same subject before may do it
 *   again, so that a window that lost its connection comes back; `null` may not
 * @returns STEP_UP_NEEDED with level and purpose
 */
export async function spendProof(
  tx: Tx,
  subject: ProofSubject,
  level: StepUpLevel,
  usedBy: string | null,
): Promise<Verdict<null>> {
  if (level === "none") return allow(null);
  const key = keyOf(subject);
  if (usedBy !== null && (await wasUsed(tx, key, level, usedBy))) return allow(null);
  const fresh = await findFresh(tx, key, level);
  // Two windows at once: one has it, the other needs another.
  const isUsed = fresh !== undefined && (await markUsed(tx, fresh, usedBy ?? "nobody"));
  return isUsed ? allow(null) : needed(subject, level);
}

/** At which level something was proven when it was done: by what was given at most two minutes before. */
export async function levelAt(tx: Tx, subject: ProofSubject, at: Date): Promise<StepUpLevel> {
  return findLevelAt(tx, keyOf(subject), at);
}

/** Whether a proof at this level was used for this subject: by now it may be older than two minutes. */
export async function checkSpent(tx: Tx, subject: ProofSubject, level: StepUpLevel): Promise<Verdict<null>> {
  return level === "none" || (await wasUsed(tx, keyOf(subject), level))
    ? allow(null)
    : needed(subject, level);
}

function needed({ purpose }: ProofSubject, level: StepUpLevel): Verdict<never> {
  return refuse("STEP_UP_NEEDED", { level, purpose });
}
