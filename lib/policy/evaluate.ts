import type { Config, Role } from "@/lib/kernel/config/config";
import type { ErrorCode, ErrorParams } from "@/lib/kernel/errors";
import type { Protection } from "@/lib/nodes/views";
import type { Obligations } from "./obligations";
import { strictest } from "./strictest";

/** Everything a rule may look at. Later rules look at more of it; none looks at anything else. */
export interface EvaluationContext {
  readonly action: "request";
  readonly person: {
    readonly id: string;
    readonly roles: readonly Role[];
    readonly groups: readonly string[];
  };
  readonly nodes: readonly {
    readonly id: string;
    readonly accountId: string;
    readonly region: string;
    readonly protection: Protection;
    readonly tags: Readonly<Record<string, string>>;
  }[];
  readonly windowSeconds: number;
  readonly at: Date;
  /** What the installation's configuration says and rules refer to. */
  readonly settings: RuleSettings;
}

export interface RuleSettings {
  readonly approverGroups: readonly string[];
  readonly longestWindowSeconds: number;
  /** Whether keystrokes are kept or only counted, by protection. */
  readonly inputRecording: Readonly<Record<Protection, Obligations["inputRecording"]>>;
}

/** What the rules refer to, of all settings. */
export function ruleSettings(
  config: Pick<Config, "HALLIGAN_ROLES" | "WINDOW_MAX_SECONDS" | "INPUT_RECORDING">,
): RuleSettings {
  return {
    approverGroups: config.HALLIGAN_ROLES.approver,
    longestWindowSeconds: config.WINDOW_MAX_SECONDS,
    inputRecording: config.INPUT_RECORDING,
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

export const RULE_VERSION = "built-in-1";

/**
 * The fixed first rule set: production wants one yes of an approver group, staging nobody.
 * Several nodes: the strictest of all. Pure, and the seam at which a policy engine takes over.
 */
export function evaluateRequest(context: EvaluationContext): Evaluation {
  if (!context.person.roles.includes("engineer"))
    return refused("only-engineers-ask", "ROLE_MISSING", { roles: ["engineer"] });
  const matching = [...new Set(context.nodes.map((node) => RULES[node.protection]))];
  const [first, ...others] = matching.map((rule) => rule.obligations(context.settings));
  if (!first) return refused("no-node", "NODE_UNKNOWN", {});
  const obligations = others.reduce(strictest, first);
  if (context.windowSeconds > obligations.longestWindowSeconds)
    return refused("longest-window", "WINDOW_TOO_LONG", { longestSeconds: obligations.longestWindowSeconds });
  return { permitted: true, ruleVersion: RULE_VERSION, rules: matching.map((rule) => rule.id), obligations };
}

interface Rule {
  readonly id: string;
  readonly obligations: (settings: EvaluationContext["settings"]) => Obligations;
}

const RULES = {
  production: {
    id: "production-one-yes",
    obligations: ({ approverGroups, longestWindowSeconds, inputRecording }) => ({
      ...NOTHING_SPECIAL,
      approvals: [{ count: 1, groups: [...approverGroups] }],
      longestWindowSeconds,
      inputRecording: inputRecording.production,
    }),
  },
  staging: {
    id: "staging-nobody",
    obligations: ({ longestWindowSeconds, inputRecording }) => ({
      ...NOTHING_SPECIAL,
      approvals: [],
      longestWindowSeconds,
      inputRecording: inputRecording.staging,
    }),
  },
} as const satisfies Record<Protection, Rule>;

const NOTHING_SPECIAL = {
  stepUp: "none",
  watcher: "none",
  missingAgentLog: "flag",
  spool: "never",
} as const satisfies Partial<Obligations>;

function refused(rule: string, code: ErrorCode, params: ErrorParams): Evaluation {
  return { permitted: false, ruleVersion: RULE_VERSION, rules: [rule], code, params };
}
