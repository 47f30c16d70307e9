import { z } from "zod";
import { ROLES } from "@/lib/kernel/config/config";
import { osUserSchema } from "@/lib/kernel/config/os-user";
import { PROTECTIONS } from "@/lib/nodes/views";
import { APPROVER_ROLE } from "../compile/annotations";
import type { CompiledPolicy } from "../compile/compiled";
import { ASKED_ACTIONS } from "../engine/question";
import { type Evaluation, evaluateRequest, type RuleSettings } from "../evaluate";

const caseSchema = z.strictObject({
  name: z.string().min(1),
  action: z.enum(ASKED_ACTIONS).default("request"),
  person: z.strictObject({
    id: z.string().default("per_case"),
    roles: z.array(z.enum(ROLES)).default(["engineer"]),
    groups: z.array(z.string()).default([]),
    /** For which of them the person is on call. */
    onCall: z.array(z.string()).default([]),
  }),
  node: z.strictObject({
    id: z.string().default("i-case"),
    accountId: z.string().default("000000000000"),
    region: z.string().default("eu-west-1"),
    protection: z.enum(PROTECTIONS),
    tags: z.record(z.string(), z.string()).default({}),
  }),
  /** The user on the node. */
  osUser: osUserSchema.optional(),
  windowSeconds: z.int().min(1).max(86_400).default(900),
  at: z.iso.datetime({ offset: true }).default("2026-03-16T10:00:00Z"),
  expect: z.strictObject({
    permitted: z.boolean(),
    /** Every rule that determined it, in any order. */
    rules: z.array(z.string()).optional(),
    /** As `@approvals` writes it. */
    approvals: z.string().optional(),
    longestWindowSeconds: z.int().optional(),
    stepUp: z.string().optional(),
    watcher: z.string().optional(),
    input: z.string().optional(),
  }),
});

/** What rules must answer, each case by itself. */
export const casesSchema = z.array(caseSchema).min(1);
export type PolicyCase = z.output<typeof caseSchema>;

export interface CaseResult {
  name: string;
  /** What is otherwise than expected, in words; none: it is as expected. */
  differences: string[];
}

/** No installation's: nothing but the rules bounds the answer, and a role's groups are its name. */
const SETTINGS: RuleSettings = {
  approverGroups: [APPROVER_ROLE],
  longestWindowSeconds: 86_400,
  inputRecording: { production: "counted", staging: "counted" },
  stepUp: { production: "none", staging: "none" },
};

export function runCases(policy: CompiledPolicy, cases: readonly PolicyCase[]): CaseResult[] {
  return cases.map(({ name, action, person, node, osUser = null, windowSeconds, at, expect }) => {
    const answer = evaluateRequest({
      ...{ action, person, nodes: [node], osUser, windowSeconds, at: new Date(at) },
      ...{ policy, settings: SETTINGS },
    });
    const got = answered(answer);
    const differences = Object.entries(expect).flatMap(([what, wanted]) => {
      const [first, second] = [wanted, got[what]].map(written);
      return first === second ? [] : [`${what}: expected ${first}, got ${second}`];
    });
    const isOther = differences.length > 0 && !answer.permitted;
    return { name, differences: isOther ? [...differences, refusalOf(answer)] : differences };
  });
}

function answered(answer: Evaluation): Record<string, unknown> {
  const { permitted, rules } = answer;
  if (!answer.permitted) return { permitted, rules };
  const { approvals, longestWindowSeconds, stepUp, watcher, inputRecording } = answer.obligations;
  const demands = approvals.map(({ count, groups }) => `${count} of ${groups.join(", ")}`);
  return {
    ...{ permitted, rules, longestWindowSeconds, stepUp, watcher, input: inputRecording },
    approvals: demands.length > 0 ? demands.join("; ") : "none",
  };
}

/** What has no order is compared without one. */
function written(value: unknown): string {
  if (Array.isArray(value)) return `[${[...value].sort().join(", ")}]`;
  if (typeof value !== "string") return String(value);
  return value
    .split(";")
    .map((demand) => {
      const [, count = "", groups = ""] = /^\s*(\d+ of )?(.*?)\s*$/.exec(demand) ?? [];
      return `${count}${groups
        .split(",")
        .map((group) => group.trim())
        .sort()
        .join(", ")}`;
    })
    .sort()
    .join("; ");
}

function refusalOf(answer: Evaluation & { permitted: false }): string {
  return `refused with ${answer.code}: ${JSON.stringify(answer.params)}`;
}
