import type { Context, Entities, EntityUid } from "@cedar-policy/cedar-wasm/nodejs";
import type { QuestionNode, RuleQuestion } from "./question";

/** A person's wish for one node, as rules see it (policy/halligan.cedarschema). */
export function requestFacts(
  { person, action, windowSeconds, osUser, at }: RuleQuestion,
  node: QuestionNode,
): { principal: EntityUid; action: EntityUid; resource: EntityUid; context: Context; entities: Entities } {
  const entities = [personEntity(person), nodeEntity(node)] as const;
  const [principal, resource] = entities;
  return {
    ...{ principal: principal.uid, resource: resource.uid },
    action: { type: "Action", id: action },
    context: {
      windowSeconds,
      ...(osUser === null ? {} : { osUser }),
      at: { __extn: { fn: "datetime", arg: at.toISOString() } },
    },
    entities: [...entities],
  };
}

export function personEntity({ id, roles, groups, onCall }: RuleQuestion["person"]) {
  return {
    uid: { type: "Person", id },
    attrs: { onCall: onCall.map((group) => ({ __entity: { type: "Group", id: group } })) },
    parents: [
      ...roles.map((role) => ({ type: "Role", id: role })),
      ...groups.map((group) => ({ type: "Group", id: group })),
    ],
  };
}

export function nodeEntity({ id, accountId, region, protection, tags }: QuestionNode) {
  return {
    uid: { type: "Node", id },
    attrs: { region },
    parents: [
      { type: "Account", id: accountId },
      { type: "Protection", id: protection },
    ],
    tags: { ...tags },
  };
}

/** What a clock on the wall shows, as Cedar takes it. @param zone such as Europe/Berlin */
export function localClock(at: Date, zone: string): Context {
  const parts = new Map(
    clockOf(zone)
      .formatToParts(at)
      .map(({ type, value }) => [type, value]),
  );
  const [hours, minutes, seconds] = ["hour", "minute", "second"].map((type) =>
    Number(parts.get(type as "hour")),
  );
  return {
    localTime: { __extn: { fn: "duration", arg: `${hours}h${minutes}m${seconds}s` } },
    weekday: WEEKDAYS.indexOf(parts.get("weekday") ?? "") + 1,
  };
}

const WEEKDAYS = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];
const clocks = new Map<string, Intl.DateTimeFormat>();

function clockOf(timeZone: string): Intl.DateTimeFormat {
  const known = clocks.get(timeZone);
  if (known) return known;
  const made = new Intl.DateTimeFormat("en", {
    ...{ timeZone, weekday: "short", hourCycle: "h23" },
    ...{ hour: "2-digit", minute: "2-digit", second: "2-digit" },
  });
  clocks.set(timeZone, made);
  return made;
}
