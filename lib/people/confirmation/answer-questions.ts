import { setTimeout as pause } from "node:timers/promises";
import { appendEvent } from "@/lib/audit/append-event";
import { inTransaction, reading, type Tx } from "@/lib/db/client";
import type { PersonActor } from "@/lib/kernel/actor";
import { log } from "@/lib/kernel/log/log";
import { saveGroups } from "../sign-in/save-groups";
import { lockPerson, type Person } from "../store";
import { currentAnswer } from "./current-answer";
import {
  type ClaimedQuestion,
  claimQuestions,
  deleteQuestion,
  type GroupsRefusal,
  postponeQuestion,
  refuseQuestion,
} from "./question-store";

const PAUSE_MS = 500;
/** So many are asked at once: a renewal holds a connection of its own. */
const MOST_AT_ONCE = 8;
/** The provider has three seconds for each of at most three calls; a process that died leaves a question so long. */
const LEASE_SECONDS = 12;
/** A provider that does not answer must not keep the process. */
const STOP_MS = 4_000;
/** Whoever waits for an answer waits five seconds: at least one try falls into them. */
const BACKOFF = { firstSeconds: 0.5, mostSeconds: 4 };

/**
 * Answers, until stopped, what the gateway wants to know of people's groups: only web can ask the provider. Every web
 * process does; none waits for another. A failure is logged when it begins and when it is over.
 * @returns a function that stops it and waits for what is being asked, four seconds at most
 */
export function answerQuestions(): () => Promise<void> {
  let hasFailed = false;
  let timer: NodeJS.Timeout | undefined;
  let isStopping = false;
  let turn = Promise.resolve();
  const begin = () => {
    turn = answerOpenQuestions()
      .then(
        () => {
          if (hasFailed) log.info("groups are confirmed again");
          hasFailed = false;
        },
        (error: unknown) => {
          if (!hasFailed && !isStopping) log.error("groups are not confirmed", { error });
          hasFailed = true;
        },
      )
      .then(() => {
        if (!isStopping) timer = setTimeout(begin, PAUSE_MS);
      });
  };
  begin();
  return async () => {
    isStopping = true;
    clearTimeout(timer);
    await Promise.race([turn, pause(STOP_MS, undefined, { ref: false })]);
  };
}

/**
 * Asks the provider every question that is open and due.
 * @throws what went wrong with one of them, when the others have been asked
 */
export async function answerOpenQuestions(): Promise<void> {
  let claimed: ClaimedQuestion[];
  do {
    claimed = await inTransaction((tx) => claimQuestions(tx, MOST_AT_ONCE, LEASE_SECONDS));
    const asked = await Promise.allSettled(claimed.map(answerOne));
    const failed = asked.find((outcome) => outcome.status === "rejected");
    if (failed) throw failed.reason;
  } while (claimed.length === MOST_AT_ONCE);
}

async function answerOne({ signInId, personId }: ClaimedQuestion): Promise<void> {
  const answer = await currentAnswer(signInId);
  if (answer === "no-answer") return postponeQuestion(reading(), signInId, BACKOFF);
  await inTransaction(async (tx) => {
    const person = await lockPerson(tx, personId);
    if (!person) throw new TypeError(`a sign-in without its person: ${signInId}`);
    const actor = actorOf(person, signInId);
    if (person.isDisabled) return refuse(tx, actor, "disabled");
    if (typeof answer === "string") return refuse(tx, actor, answer);
    if (answer.subject !== person.subject) return refuse(tx, actor, "other-person");
    await saveGroups(tx, person, answer.groups, actor);
    await deleteQuestion(tx, signInId);
  });
}

const CODES = { disabled: "PERSON_DISABLED", overage: "GROUPS_OVERAGE" } as const;

/** Recorded as a confirmation is that a page's call asked for. */
async function refuse(tx: Tx, actor: PersonActor, refusal: GroupsRefusal): Promise<void> {
  const isOther = refusal === "sign-in-again" || refusal === "other-person";
  await refuseQuestion(tx, actor.signInId, refusal);
  await appendEvent(tx, {
    ...{ code: "person.groups-confirmed", outcome: "refused", actor, subject: { personId: actor.id } },
    data: isOther ? { error: "GROUPS_UNCONFIRMED", reason: refusal } : { error: CODES[refusal] },
  });
}

function actorOf(person: Person, signInId: PersonActor["signInId"]): PersonActor {
  const { id, name, roles, groups, groupsReadAt } = person;
  return { kind: "person", id, name, roles, groups, groupsReadAt, signInId, origin: "groups-question" };
}
