import type { Trial } from "@/lib/aws/connection";
import { inTransaction } from "@/lib/db/client";
import { databaseNow } from "@/lib/db/clock";
import { isAppError } from "@/lib/kernel/errors";
import { ACTIONS, type CheckOutcome, type CheckRole } from "./plan";
import { type StoredCheck, saveCheck } from "./store";

interface Place {
  accountId: string;
  region: string;
}

/** A step that takes longer has no answer: a network that swallows calls must not hold up the test. */
const PATIENCE_MS = 15_000;

/** AWS's names for a call that IAM did not allow; other refusals are no matter of permissions. */
const DENIALS = new Set(["AccessDenied", "AccessDeniedException", "UnauthorizedOperation", "Forbidden"]);

/** What one step came to. */
export type Answer = Pick<StoredCheck, "outcome" | "words">;

interface Answered<T> {
  answer: Answer;
  /** Undefined unless it passed. */
  value: T | undefined;
}

/** Runs something and says what came of it; never throws for what AWS answered. */
export async function answerOf<T>(work: () => Promise<T>): Promise<Answered<T>> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new LateError()), PATIENCE_MS);
  });
  try {
    return { answer: { outcome: "passed", words: null }, value: await Promise.race([work(), late]) };
  } catch (error) {
    return { answer: refusalOf(error), value: undefined };
  } finally {
    clearTimeout(timer);
  }
}

class LateError extends Error {}

function refusalOf(error: unknown): Answer {
  if (error instanceof LateError)
    return { outcome: "failed", words: `NoAnswer: nothing within ${PATIENCE_MS / 1000} s` };
  if (!isAppError(error))
    return { outcome: "failed", words: "INTERNAL: something failed that should not have" };
  const { name, detail } = error.params;
  if (name === undefined) return { outcome: "failed", words: `${error.code}: ${error.message}` };
  const outcome: CheckOutcome = DENIALS.has(String(name)) ? "denied" : "failed";
  return { outcome, words: `${name}: ${detail ?? ""}` };
}

/** Runs the calls of a role side by side and saves each answer as it comes: the page shows them one by one. */
export async function runTrials(place: Place, role: CheckRole, trials: readonly Trial[]): Promise<Answer[]> {
  return Promise.all(
    trials.map(async ({ action, run }) => {
      const { answer, value: result = "passed" } = await answerOf(run);
      const skipped: Answer | undefined =
        result === "passed" ? undefined : { outcome: "not-run", words: result };
      return keepAnswer(place, role, action, skipped ?? answer);
    }),
  );
}

/** The steps behind one that failed: nobody could try them. */
export async function skipTrials(place: Place, role: CheckRole): Promise<void> {
  for (const action of ACTIONS[role].slice(1))
    await keepAnswer(place, role, action, { outcome: "not-run", words: "not-reached" });
}

export async function keepAnswer(
  place: Place,
  role: CheckRole,
  action: string,
  answer: Answer,
): Promise<Answer> {
  await inTransaction(async (tx) =>
    saveCheck(tx, place, { role, action, ...answer, checkedAt: await databaseNow(tx) }),
  );
  return answer;
}
