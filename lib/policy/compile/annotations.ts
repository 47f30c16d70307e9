import leven from "leven";
import type { Obligations } from "../obligations";
import { findUnseen } from "../text/unseen";

/** What a permit's annotations ask for. Of a group, `role:approver` stands for the groups that have that role. */
export type RuleObligations = Obligations;

export const APPROVER_ROLE = "role:approver";

/**
 * The strictest of everything, for what a permit doesn't say: two approvals, a quarter of an hour, and all that a rule
 * can ask for besides.
 */
export const STRICTEST: RuleObligations = {
  approvals: [{ count: 2, groups: [APPROVER_ROLE] }],
  longestWindowSeconds: 900,
  stepUp: "passkey",
  watcher: "required",
  inputRecording: "kept",
  missingAgentLog: "end",
  spool: "never",
};

export interface ReadAnnotations {
  readonly zone: string;
  /** Null of a forbid. */
  readonly obligations: RuleObligations | null;
  /** Null of a permit. */
  readonly reason: string | null;
}

export interface AnnotationProblem {
  /** Null: what is wrong is that it isn't there. */
  readonly name: string | null;
  readonly message: string;
  readonly help: string | null;
}

export type Annotations = Readonly<Record<string, string | null>>;

const PERMIT_ONLY = ["approvals", "window", "stepUp", "watcher", "input", "missingAgentLog", "spool"];
const WORDS = {
  stepUp: ["none", "sign-in", "passkey"],
  watcher: ["none", "required"],
  input: ["counted", "kept"],
  missingAgentLog: ["flag", "end"],
  spool: ["never", "break-glass"],
} as const;
export const CANT_BE_SEEN = "which can't be seen, or changes the order of what is seen";
const KNOWN = ["id", "zone", "reason", ...PERMIT_ONLY];
const ID = /^[a-z0-9-]{1,60}$/;
const MOST_REASON = 300;
const LONGEST_WINDOW_SECONDS = 86_400;

/** Cedar checks neither the names nor the values of annotations, and gives them back only by the rule's text. */
export function readId(annotations: Annotations): { id: string } | { problem: AnnotationProblem } {
  const id = annotations.id;
  if (typeof id === "string" && ID.test(id)) return { id };
  const message =
    id === undefined ? "this rule has no @id" : "@id is 1 to 60 lower case letters, digits and -";
  return {
    problem: { name: id === undefined ? null : "id", message, help: 'such as @id("staging-nobody")' },
  };
}

export function readAnnotations(
  effect: "permit" | "forbid",
  annotations: Annotations,
): { read: ReadAnnotations; problems: AnnotationProblem[] } {
  const problems: AnnotationProblem[] = [];
  const wrong = (name: string | null, message: string, help: string | null = null) =>
    problems.push({ name, message, help });
  for (const [name, value] of Object.entries(annotations)) {
    if (!KNOWN.includes(name)) wrong(name, `there is no annotation @${name}`, nearest(name, KNOWN, "@"));
    else if (PERMIT_ONLY.includes(name) && effect === "forbid") wrong(name, `@${name} is of a permit only`);
    else if (name === "reason" && effect === "permit") wrong(name, "@reason is of a forbid only");
    else if (value === null) wrong(name, `@${name} has no value`, `such as @${name}("…")`);
    // A rule's text has none, but Cedar reads what is written as an escape.
    const unseen = findUnseen(value ?? "");
    if (unseen) wrong(name, `@${name} has ${unseen.name}, ${CANT_BE_SEEN}`);
  }
  const zone = annotations.zone ?? "UTC";
  if (!isZone(zone)) wrong("zone", `there is no time zone ${zone}`, 'such as @zone("Europe/Berlin")');
  if (effect === "forbid") {
    const reason = annotations.reason?.trim() ?? "";
    if (reason === "" || reason.length > MOST_REASON)
      wrong(
        annotations.reason === undefined ? null : "reason",
        `a forbid says why, in @reason, in at most ${MOST_REASON} characters`,
        'such as @reason("change freeze until Monday")',
      );
    return { read: { zone, obligations: null, reason }, problems };
  }
  return { read: { zone, obligations: obligationsOf(annotations, wrong), reason: null }, problems };
}

/** What a permit leaves to the strictest. */
export function unsaid(annotations: Annotations): string[] {
  return PERMIT_ONLY.filter((name) => annotations[name] === undefined);
}

type Wrong = (name: string, message: string, help?: string | null) => void;

function obligationsOf(annotations: Annotations, wrong: Wrong): RuleObligations {
  const word = <const N extends keyof typeof WORDS>(name: N, strictest: (typeof WORDS)[N][number]) => {
    const value = annotations[name];
    if (value === undefined || value === null) return strictest;
    const words: readonly (typeof WORDS)[N][number][] = WORDS[name];
    const found = words.find((known) => known === value);
    if (found === undefined) wrong(name, `@${name} is ${words.join(" or ")}`, nearest(value, words, ""));
    return found ?? strictest;
  };
  return {
    approvals: approvalsOf(annotations.approvals, wrong),
    longestWindowSeconds: windowOf(annotations.window, wrong),
    stepUp: word("stepUp", STRICTEST.stepUp),
    watcher: word("watcher", STRICTEST.watcher),
    inputRecording: word("input", STRICTEST.inputRecording),
    missingAgentLog: word("missingAgentLog", STRICTEST.missingAgentLog),
    spool: word("spool", STRICTEST.spool),
  };
}

const APPROVALS_HELP =
  'such as "none", "1 of sre-leads, platform-leads" or "1 of sre-leads; 1 of platform-leads"';

function approvalsOf(value: string | null | undefined, wrong: Wrong): RuleObligations["approvals"] {
  if (value === undefined || value === null) return STRICTEST.approvals;
  if (value === "none") return [];
  const demands = value.split(";").map((part) => {
    const [, count = "", names = ""] = /^ *([1-9]\d?) of (.+)$/u.exec(part) ?? [];
    const groups = [...new Set(names.split(",").map((name) => name.trim()))];
    return { count: Number(count), groups, isRead: groups.every((name) => name !== "") };
  });
  if (demands.some(({ isRead }) => !isRead)) {
    wrong("approvals", "@approvals can't be read", APPROVALS_HELP);
    return STRICTEST.approvals;
  }
  const role = demands.flatMap(({ groups }) => groups).find((name) => isOtherRole(name));
  if (role !== undefined) wrong("approvals", `${role} can't approve`, `did you mean "${APPROVER_ROLE}"?`);
  return demands.map(({ count, groups }) => ({ count, groups }));
}

function isOtherRole(name: string): boolean {
  return name.startsWith("role:") && name !== APPROVER_ROLE;
}

function windowOf(value: string | null | undefined, wrong: Wrong): number {
  if (value === undefined || value === null) return STRICTEST.longestWindowSeconds;
  const [, days, hours, minutes, seconds] =
    /^P(?=.)(?:(\d{1,3})D)?(?:T(?=.)(?:(\d{1,4})H)?(?:(\d{1,5})M)?(?:(\d{1,6})S)?)?$/.exec(value) ?? [];
  const total =
    Number(days ?? 0) * 86_400 + Number(hours ?? 0) * 3600 + Number(minutes ?? 0) * 60 + Number(seconds ?? 0);
  if (total >= 1 && total <= LONGEST_WINDOW_SECONDS) return total;
  wrong("window", "@window is a duration of a day at most", 'such as @window("PT30M") or @window("PT1H30M")');
  return STRICTEST.longestWindowSeconds;
}

/** By name only: an offset such as +01:00 knows no summer. */
function isZone(zone: string): boolean {
  if (zone !== "UTC" && !/^[A-Za-z][\w+-]*(?:\/[\w+-]+)+$/.test(zone)) return false;
  try {
    return new Intl.DateTimeFormat("en", { timeZone: zone }).resolvedOptions().timeZone !== "";
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
}

function nearest(word: string, known: readonly string[], before: string): string | null {
  const [best] = known
    .map((candidate) => ({ candidate, distance: leven(word.toLowerCase(), candidate.toLowerCase()) }))
    .filter(({ distance }) => distance <= 3)
    .sort((a, b) => a.distance - b.distance);
  return best ? `did you mean ${before}${best.candidate}?` : null;
}
