import { toIsoSeconds } from "@/lib/kernel/time";
import type { PolicySentence } from "./policy-views";
import type { SessionScope } from "./session-scope";

/** What a policy of this scope permits, the most important first. */
export function sentencesOfScope(scope: SessionScope): PolicySentence[] {
  const from = toIsoSeconds(scope.startsAt);
  const until = toIsoSeconds(scope.endsAt);
  const { nodeId, documentName, accountId, region } = scope;
  return [
    {
      code: "policy.start",
      params: { node: nodeId, document: documentName, accountId, region, from, until },
    },
    { code: "policy.resume", params: { until } },
    { code: "policy.terminate", params: {} },
    { code: "policy.channel", params: { until } },
    { code: "policy.nothing-else", params: {} },
  ];
}
