import type { Config } from "@/lib/kernel/config/config";
import type { ErrorCode, ErrorParams } from "@/lib/kernel/errors";
import type { Protection } from "@/lib/nodes/views";
import { APPROVER_ROLE } from "./compile/annotations";
import { compilePolicy } from "./compile/compile";
import type { CompiledPolicy, CompiledRule } from "./compile/compiled";
import { shippedPolicy } from "./compile/shipped";
import { decideNodes } from "./engine/classes";
import type { NodeDecision } from "./engine/decide";
import type { QuestionNode, RuleQuestion } from "./engine/question";
import type { Obligations } from "./obligations";
import { stricterInput, stricterProof, strictest } from "./strictest";

/** Everything that a decision hangs on. */
export interface EvaluationContext extends RuleQuestion {
  readonly nodes: readonly QuestionNode[];
  readonly policy: CompiledPolicy;
  readonly settings: RuleSettings;
}

/** What the installation's configuration says. No rule goes beyond it. */
export interface RuleSettings {
  /** For whom `role:approver` stands in a rule. */
  readonly approverGroups: readonly string[];
  readonly longestWindowSeconds: number;
  /** Whether keystrokes are at least kept, by protection. */
  readonly inputRecording: Readonly<Record<Protection, Obligations["inputRecording"]>>;
  readonly stepUp: Readonly<Record<Protection, Obligations["stepUp"]>>;
}

/** What bounds the rules, of all settings. */
export function ruleSettings(
  config: Pick<Config, "HALLIGAN_ROLES" | "WINDOW_MAX_SECONDS" | "INPUT_RECORDING" | "STEP_UP">,
): RuleSettings {
  return {
    approverGroups: config.HALLIGAN_ROLES.approver,
    longestWindowSeconds: config.WINDOW_MAX_SECONDS,
    inputRecording: config.INPUT_RECORDING,
    stepUp: config.STEP_UP,
  };
}

/** The answer, complete: whoever acts on it needs no other source. */
export type Evaluation =
  | {
      readonly permitted: true;
      readonly ruleVersion: string;
      /** The rules that determined it. */
      readonly rules: readonly string[];
      readonly obligations: Obligations;
    }
  | {
      readonly permitted: false;
      readonly ruleVersion: string;
      readonly rules: readonly string[];
      readonly code: ErrorCode;
      readonly params: ErrorParams;
    };

/** The rules that apply while nobody agreed on others. */
export function builtInPolicy(): CompiledPolicy {
  if (builtIn) return builtIn;
  const compiled = compilePolicy(BUILT_IN_VERSION, shippedPolicy().files);
  if (!compiled.ok) throw new TypeError(`the default rules: ${compiled.problems[0]?.message}`);
  builtIn = compiled.policy;
  return builtIn;
}

const BUILT_IN_VERSION = "built-in-3";
let builtIn: CompiledPolicy | undefined;

/**
 * What the rules say, within what the settings say. Of several nodes the strictest of all; one that is refused refuses
 * all. Of several permits that match, all that any of them asks for; a rule that fails, or a forbid that matches,
 * refuses; and so does it that no permit matches. No I/O, and the same answer to the same question.
 */
export function evaluateRequest(context: EvaluationContext): Evaluation {
  const { nodes, person, policy, settings, windowSeconds } = context;
  const ruleVersion = policy.version;
  if (!person.roles.includes("engineer"))
    return {
      ...{ permitted: false, ruleVersion, rules: ["only-engineers-ask"] },
      ...{ code: "ROLE_MISSING", params: { roles: ["engineer"] } },
    };
  const decisions = decideNodes(policy, context, nodes);
  const decided = decisions.flatMap((decision, index) => {
    const node = nodes[index];
    return node ? [{ node, decision }] : [];
  });
  for (const kind of REFUSING) {
    const refused = decided.filter(({ decision }) => decision.kind === kind);
    if (refused.length > 0)
      return refusal(ruleVersion, refused, kind === "none" ? groupsThatMay(context, refused) : []);
  }
  const permits = decided.flatMap(({ node, decision }) =>
    decision.kind === "permitted" ? decision.rules.map((rule) => ({ node, rule })) : [],
  );
  const rules = [...new Set(permits.map(({ rule }) => rule.id))];
  const [first, ...others] = permits.map(({ node, rule }) => withinSettings(rule, node.protection, settings));
  if (!first)
    return { ...{ permitted: false, ruleVersion, rules: ["no-node"] }, code: "NODE_UNKNOWN", params: {} };
  const obligations = others.reduce(strictest, first);
  const { longestWindowSeconds } = obligations;
  if (windowSeconds > longestWindowSeconds)
    return {
      ...{ permitted: false, ruleVersion, rules },
      ...{ code: "WINDOW_TOO_LONG", params: { longestSeconds: longestWindowSeconds } },
    };
  return { permitted: true, ruleVersion, rules, obligations };
}

/** The gravest first: what it is refused with when nodes are refused for different reasons. */
const REFUSING = ["failed", "forbidden", "none"] as const satisfies readonly NodeDecision["kind"][];

function refusal(
  ruleVersion: string,
  refused: readonly { node: { id: string }; decision: NodeDecision }[],
  groups: readonly string[],
): Evaluation {
  const errors = new Set<string>();
  const rules = new Set<string>();
  const reasons = new Set<string>();
  let why = "noRule";
  for (const { decision } of refused) {
    if (decision.kind === "failed") {
      why = "ruleFailed";
      for (const { rule, message } of decision.errors) {
        if (rule !== null) rules.add(rule);
        errors.add(`${rule ?? "engine"}: ${message}`);
      }
    }
    if (decision.kind === "forbidden") {
      why = "forbidden";
      for (const { id, reason } of decision.rules) {
        rules.add(id);
        if (reason !== null) reasons.add(reason);
      }
    }
  }
  const params = {
    why,
    nodes: refused.map(({ node }) => node.id),
    ...(rules.size > 0 ? { rules: [...rules] } : {}),
    ...(reasons.size > 0 ? { reasons: [...reasons] } : {}),
    ...(errors.size > 0 ? { errors: [...errors] } : {}),
    ...(groups.length > 0 ? { groups } : {}),
  };
  return { permitted: false, ruleVersion, rules: [...rules], code: "NOT_PERMITTED_BY_RULE", params };
}

/** So many groups are named to whoever is in none of them. */
const MOST_GROUPS = 5;

/** In which groups the same person would be permitted all of it: the rules are asked once, of somebody in all of them. */
function groupsThatMay(context: EvaluationContext, refused: readonly { node: QuestionNode }[]): string[] {
  const { person, policy } = context;
  const named = [...policy.rules.values()].flatMap(({ effect, group }) =>
    effect === "permit" && group !== null ? [group] : [],
  );
  const everywhere = {
    ...context,
    person: { ...person, groups: [...new Set([...person.groups, ...named])] },
  };
  const decisions = decideNodes(
    policy,
    everywhere,
    refused.map(({ node }) => node),
  );
  const perNode = decisions.map((decision) =>
    decision.kind === "permitted" ? decision.rules.map(({ group }) => group) : [],
  );
  const [first = [], ...others] = perNode;
  const inAll = first.filter((group) => others.every((groups) => groups.includes(group)));
  return [...new Set(inAll.flatMap((group) => group ?? []))].slice(0, MOST_GROUPS);
}

/** The settings bound whatever a rule says, and name the people of a role. */
function withinSettings(rule: CompiledRule, protection: Protection, settings: RuleSettings): Obligations {
  const { obligations } = rule;
  if (!obligations) throw new TypeError(`${rule.id} permits and asks for nothing that could be said`);
  return {
    ...obligations,
    approvals: obligations.approvals.map(({ count, groups }) => ({
      count,
      groups: [
        ...new Set(groups.flatMap((name) => (name === APPROVER_ROLE ? settings.approverGroups : [name]))),
      ],
    })),
    longestWindowSeconds: Math.min(obligations.longestWindowSeconds, settings.longestWindowSeconds),
    stepUp: stricterProof(obligations.stepUp, settings.stepUp[protection]),
    inputRecording: stricterInput(obligations.inputRecording, settings.inputRecording[protection]),
  };
}
