import { setImmediate } from "node:timers/promises";
import { reading, type Tx } from "@/lib/db/client";
import { databaseNow } from "@/lib/db/clock";
import { osUsersOf } from "@/lib/grants/requesting/os-users";
import type { PersonActor } from "@/lib/kernel/actor";
import { config } from "@/lib/kernel/config/config";
import { AppError } from "@/lib/kernel/errors";
import { findNodes } from "@/lib/nodes/store";
import { onCallAt } from "@/lib/people/on-call/on-call-now";
import { personClass } from "@/lib/policy/engine/classes";
import { type Evaluation, evaluateRequest, ruleSettings } from "@/lib/policy/evaluate";
import { sentencesOf } from "@/lib/policy/obligations";
import { activePolicy } from "@/lib/policy/versions/active-policy";
import { mayAskWhoCan, nextAt } from "./rules";
import { findEngineers, type KnownEngineer } from "./store";
import type { WhoCan, WhoCanAnswer } from "./views";

/** Of more people than this it is said that the answer is not about all. */
const MOST_PEOPLE = 5_000;

/**
 * Who may request access to a node at a time of day, by which rules, and what it takes; and who may not, and why. People
 * that the rules can't tell apart are asked about once.
 * @param input.time such as 03:00, in UTC; absent: now
 * @throws AppError ROLE_MISSING | NOT_FOUND | INVALID_INPUT for what is no time of day | POLICY_UNREADABLE
 */
export async function whoCan(
  viewer: PersonActor,
  { nodeId, time }: { nodeId: string; time?: string | undefined },
  most = MOST_PEOPLE,
): Promise<WhoCan> {
  const may = mayAskWhoCan(viewer);
  if (!may.ok) throw new AppError(may.code, "not for engineers", may.params ? { params: may.params } : {});
  const tx = reading();
  const now = await databaseNow(tx);
  const at = nextAt(time, now);
  if (!at) throw new AppError("INVALID_INPUT", "no time of day", { params: { fields: ["at"] } });
  const [node] = await findNodes(tx, [nodeId]);
  if (!node) throw new AppError("NOT_FOUND", "no such node", { params: { kind: "node", id: nodeId } });
  const settings = config();
  const policy = await activePolicy(tx);
  // The least that can be asked for, as with the window: whoever may not even that may nothing.
  const osUser = osUsersOf(settings.HALLIGAN_ACCOUNTS, node.accountId)[0] ?? null;
  const { engineers, count } = await findEngineers(tx, most);
  const onCall = await shiftsOf(tx, engineers, { at, now });

  const byClass = new Map<string, { asked: KnownEngineer & { onCall: string[] }; people: KnownEngineer[] }>();
  for (const engineer of engineers) {
    const asked = { ...engineer, onCall: onCall.get(engineer.id) ?? [] };
    const name = personClass(policy, asked);
    const known = byClass.get(name);
    if (known) known.people.push(engineer);
    else byClass.set(name, { asked, people: [engineer] });
  }
  const answers = new Map<string, WhoCanAnswer>();
  for (const { asked: person, people } of byClass.values()) {
    const answer = evaluateRequest({
      ...{ action: "request", person, nodes: [node], osUser, windowSeconds: settings.WINDOW_MIN_SECONDS, at },
      ...{ policy, settings: ruleSettings(settings) },
    });
    const named = people.map(({ id, name }) => ({ id, name }));
    const key = JSON.stringify(answerOf(answer, []));
    const known = answers.get(key);
    if (known) known.people.push(...named);
    else answers.set(key, answerOf(answer, named));
    // Others of this process have their turn between two questions.
    await setImmediate();
  }
  const place = new Map(engineers.map(({ id }, index) => [id, index]));
  for (const { people } of answers.values())
    people.sort((a, b) => (place.get(a.id) ?? 0) - (place.get(b.id) ?? 0));
  return {
    ...{ at, version: policy.version, windowSeconds: settings.WINDOW_MIN_SECONDS },
    answers: [...answers.values()].sort(
      (a, b) => Number(b.canRequest) - Number(a.canRequest) || b.people.length - a.people.length,
    ),
    ...{ knownCount: count, askedCount: engineers.length },
  };
}

/** For which of their groups they are on call then, by person. */
async function shiftsOf(
  tx: Tx,
  engineers: readonly KnownEngineer[],
  when: { at: Date; now: Date },
): Promise<Map<string, string[]>> {
  const groups = [...new Set(engineers.flatMap((engineer) => engineer.groups))];
  const shifts = new Map<string, string[]>();
  for (const { personId, group } of await onCallAt(tx, groups, when))
    shifts.set(personId, [...(shifts.get(personId) ?? []), group]);
  return shifts;
}

/** What is the same for everybody who is answered alike. */
function answerOf(answer: Evaluation, people: WhoCanAnswer["people"]): WhoCanAnswer {
  const rules = [...answer.rules];
  return answer.permitted
    ? { people, canRequest: true, rules, sentences: sentencesOf(answer.obligations) }
    : { people, canRequest: false, rules, code: answer.code, params: answer.params };
}
