import { appendEvent } from "@/lib/audit/append-event";
import {
  assumeForTest,
  assumeTargetForNothing,
  authorTrials,
  closerTrials,
  readerTrials,
  type Trial,
} from "@/lib/aws/connection";
import { type AwsCredentials, accountOf } from "@/lib/aws/credentials";
import { inTransaction } from "@/lib/db/client";
import type { SystemActor } from "@/lib/kernel/actor";
import type { AccountConfig } from "@/lib/kernel/config/config";
import { newId } from "@/lib/kernel/ids";
import { readSessionDocuments } from "../documents/read-session-documents";
import { expectedDocument } from "../documents/session-document";
import { ACTIONS, type CheckRole, roleArnOf } from "./plan";
import { parseDenial } from "./remedy";
import { type Answer, answerOf, keepAnswer, runTrials, skipTrials } from "./run-trials";
import { type OrderedTest, takeOrderedTests } from "./store";

/** An order that nobody took for so long is forgotten: whoever gave it has left the page. */
const LONGEST_WAIT_SECONDS = 120;

/**
 * Does the jobs process's part of every ordered connection test: becomes reader, closer and author, and makes the
 * calls that it makes with each. Reads only; ends a session that cannot exist; has a document refused.
 */
export async function testStandingRoles(actor: SystemActor): Promise<void> {
  await eachOrdered(actor, "jobs", async (test, account) => {
    const place = { account, region: test.region };
    const expected = expectedDocument(account).name;
    const answers = await Promise.all([
      testRole(test, "reader", (as) => readerTrials(place, as)),
      testRole(test, "closer", (as) => closerTrials(place, as)),
      ...(account.authorRoleArn ? [testRole(test, "author", (as) => authorTrials(place, as, expected))] : []),
    ]);
    await readSessionDocuments(place).catch(() => undefined);
    return { answers: answers.flat() };
  });
}

/**
 * Does the gateway's part of every ordered connection test: the way to a shell up to the door. It becomes the broker,
 * and from there the target as a real start does, with a policy that allows nothing; and the reader, for the node's
 * tags. Under a session's name, since trust policies ask for one: AWS never has a session of it.
 */
export async function testShellRoles(actor: SystemActor): Promise<void> {
  await eachOrdered(actor, "gateway", async (test, account) => {
    const roleSessionName = newId("session");
    const reader = testRole(test, "gateway", () => []);
    const broker = await answerOf(() => assumeForTest(account, account.brokerRoleArn));
    const answers = [await keepAnswer(test, "broker", ACTIONS.broker[0], broker.answer)];
    const credentials = broker.value;
    if (credentials) {
      const as = { roleSessionName, sourceIdentity: test.orderedById };
      const target = await answerOf(() => assumeTargetForNothing(account, credentials, as));
      answers.push(...(await keepTarget(test, target.answer)));
    } else {
      await keepAnswer(test, "target", ACTIONS.target[0], { outcome: "not-run", words: "not-reached" });
      await skipTrials(test, "target");
    }
    return { answers: [...answers, ...(await reader)], roleSessionName };
  });
}

/** One call asks for three actions; STS names the one that it denies, and says nothing of the others. */
async function keepTarget(test: OrderedTest, answer: Answer): Promise<Answer[]> {
  const named = answer.outcome === "denied" ? parseDenial(answer.words ?? "").action : undefined;
  const guilty = ACTIONS.target.find((action) => action === named) ?? ACTIONS.target[0];
  const answers: Answer[] = [];
  for (const action of ACTIONS.target) {
    const isAnswered = answer.outcome === "passed" || action === guilty;
    const own = isAnswered ? answer : ({ outcome: "not-run", words: "not-reached" } as const);
    answers.push(await keepAnswer(test, "target", action, own));
  }
  return answers;
}

/** Becomes a role and makes its calls, if that is possible. */
async function testRole(
  test: OrderedTest,
  role: CheckRole,
  trialsOf: (credentials: AwsCredentials) => Trial[],
): Promise<Answer[]> {
  const account = accountOf(test.accountId);
  const assumed = await answerOf(() => assumeForTest(account, roleArnOf(account, role)));
  const first = await keepAnswer(test, role, ACTIONS[role][0], assumed.answer);
  if (assumed.value) return [first, ...(await runTrials(test, role, trialsOf(assumed.value)))];
  await skipTrials(test, role);
  return [first];
}

async function eachOrdered(
  actor: SystemActor,
  process: "gateway" | "jobs",
  work: (
    test: OrderedTest,
    account: AccountConfig,
  ) => Promise<{ answers: readonly Answer[]; roleSessionName?: string }>,
): Promise<void> {
  const tests = await inTransaction((tx) => takeOrderedTests(tx, process, LONGEST_WAIT_SECONDS));
  await Promise.all(
    tests.map(async (test) => {
      const { answers, roleSessionName } = await work(test, accountOf(test.accountId));
      const count = (outcome: Answer["outcome"]) => answers.filter((one) => one.outcome === outcome).length;
      await inTransaction((tx) =>
        appendEvent(tx, {
          code: "connection.tested",
          actor,
          data: {
            ...{ account: test.accountId, region: test.region, orderedBy: test.orderedById },
            ...{ passed: count("passed"), denied: count("denied"), broken: count("failed") },
            ...(roleSessionName === undefined ? {} : { roleSessionName }),
          },
        }),
      );
    }),
  );
}
