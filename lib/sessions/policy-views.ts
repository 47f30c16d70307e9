/** What a session policy permits, said as sentences: codes in messages/ and what stands in them. */
export const POLICY_SENTENCES = [
  "policy.start",
  "policy.resume",
  "policy.terminate",
  "policy.channel",
  "policy.nothing-else",
] as const;
export type PolicySentenceCode = (typeof POLICY_SENTENCES)[number];

export interface PolicySentence {
  code: PolicySentenceCode;
  /** Instants as ISO 8601 in UTC. */
  params: Readonly<Record<string, string>>;
}

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
  sentences: PolicySentence[];
  checks: PolicyCheck[];
}
