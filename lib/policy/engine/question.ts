import type { Role } from "@/lib/kernel/config/config";
import type { Protection } from "@/lib/nodes/views";

/** What rules are asked about so far: whether somebody may have access, and whether they may without waiting for anybody. */
export const ASKED_ACTIONS = ["request", "breakGlass"] as const;
export type AskedAction = (typeof ASKED_ACTIONS)[number];

/** What a rule looks at besides the node. Later rules look at more of it; none looks at anything else. */
export interface RuleQuestion {
  readonly action: AskedAction;
  readonly person: {
    readonly id: string;
    readonly roles: readonly Role[];
    readonly groups: readonly string[];
    /** For which of them the person is on call at that moment, as feeds say. */
    readonly onCall: readonly string[];
  };
  readonly windowSeconds: number;
  /** The user on the node; null: none is named. */
  readonly osUser: string | null;
  readonly at: Date;
}

export interface QuestionNode {
  readonly id: string;
  readonly accountId: string;
  readonly region: string;
  readonly protection: Protection;
  readonly tags: Readonly<Record<string, string>>;
}
