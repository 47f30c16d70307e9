/** What a session policy permits, said as sentences: codes in messages/ and what stands in them. */
export const POLICY_SENTENCES = [
  "policy.start",
  "policy.start.from-approval",
  "policy.start.from-first-shell",
  "policy.start.unused",
  "policy.resume",
  "policy.resume.window",
  "policy.terminate",
  "policy.channel",
  "policy.channel.window",
  "policy.key",
  "policy.nothing-else",
] as const;
export type PolicySentenceCode = (typeof POLICY_SENTENCES)[number];

export interface PolicySentence {
  code: PolicySentenceCode;
  /** Instants as ISO 8601 in UTC. */
  params: Readonly<Record<string, string | number>>;
}

/**
 * When sessions may run, as far as it is known. Only `set` has instants that are facts: before that, any instants in a
 * policy's text are an example.
 */
export type PolicyTimes =
  | { kind: "set" }
  | { kind: "from-approval"; windowSeconds: number }
  | { kind: "from-first-shell"; windowSeconds: number; startWithinSeconds: number }
  /** Approved, and no shell has opened yet. */
  | { kind: "unused"; windowSeconds: number; latestEnd: Date };

/**
 * One of the checks a policy passes before it is used. `reader`: the independent reader of the finished JSON;
 * `simulator`: the evaluated calls, with how many.
 */
export interface PolicyCheck {
  name: "reader" | "simulator";
  passed: boolean;
  /** Calls evaluated; 1 for the reader. */
  cases: number;
  /** Codes of what failed; empty when it passed. */
  failures: readonly string[];
}

/** The policy that a session on one node would have. */
export interface PolicyPreview {
  nodeId: string;
  /** Indented JSON. */
  text: string;
  /** Whether the times in the text are those of no window yet. */
  isExample: boolean;
  sentences: PolicySentence[];
  checks: PolicyCheck[];
}
