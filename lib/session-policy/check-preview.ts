import { buildSessionPolicy } from "./build";
import { proveSessionPolicy, readerCheck } from "./check";
import type { SessionScope } from "./scope";
import type { PolicyCheck } from "./views";

/** More kinds than the accounts, documents and windows of an installation make. */
const MOST_KEPT = 256;
const HOUR_ZERO = Date.UTC(2026, 0, 1);

/**
 * Proves the policies of previews, where no role is known, with one run of the simulator for all policies of a kind:
 * some fifty milliseconds, and a page of twenty nodes would wait for each. The reader reads every policy itself. What
 * it passes is the closed shape with exactly this scope, so two such policies differ in their scopes only; those of a
 * kind (`sampleOf`) only in a node's digits and in when the window begins. The simulator compares both and takes
 * neither apart: what it answers to one policy of a kind it answers to all of them. What fails is never kept, and put
 * to both checks as it stands. The gateway proves the very policy before it is used.
 * @param prove what proves one policy of a kind
 * @param most so many kinds are kept; the oldest goes first
 * @returns both checks of a policy
 */
export function previewProver(
  prove: typeof proveSessionPolicy = proveSessionPolicy,
  most = MOST_KEPT,
): (text: string, scope: SessionScope) => Promise<PolicyCheck[]> {
  const kept = new Map<string, Promise<PolicyCheck | null>>();
  const judgeKind = async (sample: SessionScope) => {
    const { isSafe, checks } = await prove(buildSessionPolicy(sample), sample, null);
    return (isSafe && checks.find(({ name }) => name === "simulator")) || null;
  };
  const judgeOnce = (sample: SessionScope) => {
    const kind = JSON.stringify(sample);
    const known = kept.get(kind);
    if (known) return known;
    const judged = judgeKind(sample);
    kept.set(kind, judged);
    const forget = () => kept.delete(kind);
    judged.then((check) => check ?? forget(), forget);
    const [oldest] = kept.keys();
    if (kept.size > most && oldest !== undefined) kept.delete(oldest);
    return judged;
  };
  return async (text, scope) => {
    const reader = readerCheck(text, scope);
    const simulator = reader.passed ? await judgeOnce(sampleOf(scope)) : null;
    return simulator ? [reader, simulator] : (await prove(text, scope, null)).checks;
  };
}

/** The scope that stands for all of its kind: another node's digits, and a window as long that begins elsewhere. */
function sampleOf(scope: SessionScope): SessionScope {
  const [kind = "", digits = ""] = scope.nodeId.split("-");
  return {
    ...scope,
    nodeId: `${kind}-${"0".repeat(digits.length)}`,
    startsAt: new Date(HOUR_ZERO),
    endsAt: new Date(HOUR_ZERO + scope.endsAt.getTime() - scope.startsAt.getTime()),
  };
}
