import type { CompiledPolicy, CompiledRule } from "../compile/compiled";
import { authorize, CedarDied } from "./cedar";
import type { QuestionNode, RuleQuestion } from "./question";
import { localClock, requestFacts } from "./request-facts";

/** What rules say of one person, one node and one moment, with every rule that determined it, in the order of the files. */
export type NodeDecision =
  | { readonly kind: "permitted" | "forbidden"; readonly rules: readonly CompiledRule[] }
  /** No rule permits it. */
  | { readonly kind: "none" }
  /** A rule could not be evaluated. Cedar passes over it: of a forbid nobody would know. */
  | { readonly kind: "failed"; readonly errors: readonly RuleError[] };

export interface RuleError {
  /** Null: the engine itself. */
  readonly rule: string | null;
  readonly message: string;
}

/** Several parts are one set: each permit and each forbid counts, whichever part it is in. */
export function decideNode(policy: CompiledPolicy, asked: RuleQuestion, node: QuestionNode): NodeDecision {
  const facts = requestFacts(asked, node);
  const permits = new Set<string>();
  const forbids = new Set<string>();
  const errors: RuleError[] = [];
  for (const { zone, parsed } of policy.parts) {
    const context = { ...facts.context, ...localClock(asked.at, zone) };
    const answer = answerOf(() => authorize(parsed, { ...facts, context }));
    if (answer.type === "failure") {
      errors.push(...answer.errors.map(({ message }) => ({ rule: null, message })));
      continue;
    }
    const { decision, diagnostics } = answer.response;
    for (const id of diagnostics.reason) (decision === "allow" ? permits : forbids).add(id);
    errors.push(
      ...diagnostics.errors.map(({ policyId, error }) => ({ rule: policyId, message: error.message })),
    );
  }
  if (errors.length > 0) return { kind: "failed", errors: errors.sort(byRule) };
  const rulesOf = (ids: ReadonlySet<string>) => [...policy.rules.values()].filter(({ id }) => ids.has(id));
  if (forbids.size > 0) return { kind: "forbidden", rules: rulesOf(forbids) };
  return permits.size > 0 ? { kind: "permitted", rules: rulesOf(permits) } : { kind: "none" };
}

function answerOf(ask: () => ReturnType<typeof authorize>) {
  try {
    return ask();
  } catch (error) {
    if (!(error instanceof CedarDied)) throw error;
    return { type: "failure" as const, errors: [{ message: error.message }] };
  }
}

function byRule(a: RuleError, b: RuleError): number {
  const [first, second] = [a, b].map(({ rule, message }) => `${rule ?? ""} ${message}`);
  return (first ?? "") < (second ?? "") ? -1 : 1;
}
